using QuantMatrix.Batch.Parts;

namespace QuantMatrix.Tests.UnitTests.Parts;

public sealed class SymbolRunsTests
{
    /// <summary>Symbols with their bars, the most bars of a part, and the parts expected.</summary>
    [Theory]
    [InlineData("", 10, "")]
    [InlineData("A:10", 10, "A")]
    [InlineData("A:5 B:5 C:1", 10, "A,B C")]
    [InlineData("A:5 B:6 C:4", 10, "A B,C")]
    [InlineData("A:99 B:1", 10, "A B")]
    [InlineData("A:1 B:99 C:1", 10, "A B C")]
    [InlineData("A:10 B:0 C:0 D:1", 10, "A,B,C D")]
    [InlineData("A:0 B:0", 10, "A,B")]
    public void A_run_has_at_most_so_many_bars(string symbols, long most, string expected)
    {
        var counts = symbols.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(s => s.Split(':')).ToList();
        var bars = counts.Where(c => c[1] != "0").ToDictionary(c => c[0], c => long.Parse(c[1]));
        string.Join(' ', SymbolRuns.Cut([.. counts.Select(c => c[0])], bars, most).Select(p => string.Join(',', p))).ShouldBe(expected);
    }
}
