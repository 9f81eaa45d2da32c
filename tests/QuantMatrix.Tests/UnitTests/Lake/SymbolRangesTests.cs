using QuantMatrix.Lake;

namespace QuantMatrix.Tests.UnitTests.Lake;

public sealed class SymbolRangesTests
{
    /// <summary>Symbols with their rows, the limit, and the ranges expected, as <c>first-last</c>.</summary>
    [Theory]
    [InlineData("", 10, "")]
    [InlineData("A:10", 10, "A-A")]
    [InlineData("A:11", 10, "A-A")]
    [InlineData("A:5 B:5", 10, "A-B")]
    [InlineData("A:5 B:6", 10, "A-A B-B")]
    [InlineData("A:4 B:4 C:4 D:4", 8, "A-A B-C D-D")]
    [InlineData("A:4 C:4 P:4 Z:4", 8, "A-C P-Z")]
    [InlineData("A:1 O:1 P:9", 10, "A-O P-P")]
    [InlineData("A:9 O:1 P:1", 10, "A-O P-P")]
    [InlineData("A:4 A-B:4 A1:4 AA:4 AB:4", 8, "A-A A-B-A1 AA-AA AB-AB")]
    [InlineData("AA:9 AAA:9", 10, "AA-AA AAA-AAA")]
    [InlineData("BRK-A:3 BRK-B:3 BRKR:3", 6, "BRK-A-BRK-B BRKR-BRKR")]
    [InlineData("7203:6 A:6", 10, "7203-7203 A-A")]
    [InlineData("A:100 B:1 C:1", 10, "A-A B-C")]
    public void A_range_above_the_limit_is_halved_where_letters_differ_and_no_symbol_is_cut(string symbols, int mostRows, string expected) =>
        Text(Parse(symbols), mostRows).ShouldBe(expected);

    [Fact]
    public void Ranges_are_complete_within_the_limit_and_at_least_two_neighbors_exceed_it()
    {
        var random = new Random(4);
        for (var round = 0; round < 200; round++)
        {
            var symbols = Enumerable.Range(0, random.Next(1, 120)).Select(_ => Name(random)).Distinct().Order(StringComparer.Ordinal)
                .Select(s => (s, (long)random.Next(1, 300))).ToList();
            var ranges = SymbolRanges.Of(symbols, 1_000).ToList();
            ranges.Select(r => r.Start.Value).ShouldBe([0, .. ranges.SkipLast(1).Select(r => r.End.Value)]);
            ranges[^1].End.Value.ShouldBe(symbols.Count);
            ranges.Select(r => symbols[r].Sum(s => s.Item2)).Max().ShouldBeLessThanOrEqualTo(1_000);
            if (ranges.Count > 1) ranges.Zip(ranges.Skip(1), (a, b) => symbols[a.Start..b.End].Sum(s => s.Item2)).Max().ShouldBeGreaterThan(1_000);
        }
    }

    [Fact]
    public void A_range_cut_by_itself_gives_the_ranges_of_the_whole()
    {
        var random = new Random(5);
        var symbols = Enumerable.Range(0, 500).Select(_ => Name(random)).Distinct().Order(StringComparer.Ordinal).Select(s => (s, 10L)).ToList();
        var before = SymbolRanges.Of(symbols, 600).Select(r => symbols[r]).ToList();
        foreach (var range in before)
        {
            var grown = range.Select(s => (s.Item1, s.Item2 * 3)).ToList();
            var whole = symbols.Select(s => grown.FirstOrDefault(g => g.Item1 == s.Item1, s)).ToList();
            SymbolRanges.Of(whole, 600).Select(r => Name(whole[r])).ShouldBe(before.SelectMany(other =>
                other == range ? SymbolRanges.Of(grown, 600).Select(r => Name(grown[r])) : [Name(other)]));
        }
    }

    private static string Text(List<(string Symbol, long Rows)> symbols, long mostRows) =>
        string.Join(' ', SymbolRanges.Of(symbols, mostRows).Select(r => Name(symbols[r])));

    private static string Name(List<(string Symbol, long Rows)> range) => $"{range[0].Symbol}-{range[^1].Symbol}";

    private static string Name(Random random) =>
        new([.. Enumerable.Range(0, random.Next(1, 5)).Select(i => i > 1 && random.Next(9) == 0 ? '-' : (char)('A' + random.Next(26)))]);

    private static List<(string Symbol, long Rows)> Parse(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split(':')).Select(p => (p[0], long.Parse(p[1])))];
}
