using System.Globalization;
using QuantMatrix.Indicators;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Indicators;

/// <summary>Hand-worked values of every published column, one file an indicator in <c>Vectors/</c>.</summary>
/// <remarks>
/// A file is lines of <c>benchmark …</c> and <c>settled date</c>, which stand for the series after them, <c>bars …</c>, which starts a series, and
/// <c>column bar value</c>, which says what the series gives; <c>sql column expression</c> says the column in DuckDB's words, for <see cref="SqlWindows"/>; # starts a comment.
/// </remarks>
public class VectorTests
{
    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Folder, "*.txt").Select(f => Path.GetFileName(f)).Order()];

    private static readonly DateOnly FirstFriday = new(2015, 1, 2);

    private static string Folder => Path.Combine(Fixtures.Repository, "tests", "QuantMatrix.Tests", "UnitTests", "Indicators", "Vectors");

    [Theory, MemberData(nameof(Files))]
    public void A_column_gives_the_value_worked_by_hand(string file)
    {
        Features? features = null;
        var premises = Series.MarketContext;
        foreach (var (line, number) in File.ReadLines(Path.Combine(Folder, file)).Select((l, i) => (l.Split('#')[0].Trim(), i + 1)).Where(l => l.Item1.Length > 0))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words[0] == "sql") continue;
            if (words[0] == "benchmark") premises = Series.Against(Series.Of("SPY", Bars(words[1..])));
            else if (words[0] == "settled") premises = premises with { LastSession = DateOnly.Parse(words[1], CultureInfo.InvariantCulture) };
            else if (words[0] == "bars") features = new Features(Series.Of("A", Bars(words[1..])), premises: premises);
            else ShouldBe(features!.Of("A", words[0])[int.Parse(words[1], CultureInfo.InvariantCulture)], Expected(words[0], words[2]), $"{file}:{number} {line}");
        }
    }

    /// <summary>Columns said in SQL, by name.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Sql => Directory.EnumerateFiles(Folder, "*.txt").SelectMany(File.ReadLines)
        .Select(l => l.Split('#')[0].Split(' ', 3, StringSplitOptions.RemoveEmptyEntries)).Where(w => w is ["sql", _, _]).Select(w => KeyValuePair.Create(w[1], w[2]));

    [Fact]
    public void Every_published_column_has_a_hand_worked_value()
    {
        var worked = Directory.EnumerateFiles(Folder, "*.txt").SelectMany(File.ReadLines).Select(l => l.Split(' ')[0]).ToHashSet();
        Catalogue.Standard.Columns.Select(c => c.Name).ShouldAllBe(name => worked.Contains(name));
    }

    private static void ShouldBe(double value, double expected, string where)
    {
        if (double.IsNaN(expected)) value.ShouldBe(double.NaN, where);
        else value.ShouldBe(expected, 1e-9, where);
    }

    private static double Expected(string column, string value) =>
        value == "none" ? double.NaN
        : double.TryParse(value, CultureInfo.InvariantCulture, out var number) ? number
        : Catalogue.Standard.Columns.Single(c => c.Name == column).Labels.ToList().IndexOf(value);

    private static IEnumerable<Bar> Bars(string[] words)
    {
        var numbers = Array.ConvertAll(words[1..], Sheet.Number);
        return words[0] switch
        {
            // first close, change from bar to bar, count
            "ramp" => Series.FromCloses(Enumerable.Range(0, (int)numbers[2]).Select(i => numbers[0] + i * numbers[1])),
            // first close, count, then the changes that repeat
            "cycle" => Series.FromCloses(Cycle(numbers[0], (int)numbers[1], numbers[2..])),
            // the bars that follow, but one a week, on Fridays
            "weekly" => Bars(words[1..]).Select((bar, i) => bar with { Day = Day.Of(FirstFriday) + 7 * i }),
            // first close, then pairs of change from bar to bar and count
            "legs" => Series.FromCloses(Legs(numbers[0], numbers[1..])),
            // pairs of close and count
            "steps" => Series.FromCloses(numbers.Chunk(2).SelectMany(p => Enumerable.Repeat(p[0], (int)p[1]))),
            // pairs of volume and count
            "volumes" => numbers.Chunk(2).SelectMany(p => Enumerable.Repeat((long)p[0], (int)p[1])).Zip(Series.Flat(1000), (v, bar) => bar with { Volume = v }),
            // high,low,close or high,low,close,volume of each bar; open = close
            "each" => words[1..].Select(w => Array.ConvertAll(w.Split(','), Sheet.Number)).Zip(Series.Sessions(), (n, session) =>
                new Bar(Day.Of(session), n[2], n[0], n[1], n[2], double.NaN, n.Length > 3 ? (long)n[3] : 1)),
            // date=close …
            "dated" => words[1..].Select(w => w.Split('=')).Select(p => Dated(DateOnly.Parse(p[0], CultureInfo.InvariantCulture), double.Parse(p[1], CultureInfo.InvariantCulture))),
            var other => throw new FormatException($"bars {other}"),
        };
    }

    private static IEnumerable<double> Cycle(double close, int count, double[] changes)
    {
        for (var i = 0; i < count; close += changes[i++ % changes.Length]) yield return close;
    }

    private static IEnumerable<double> Legs(double close, double[] legs)
    {
        yield return close;
        foreach (var leg in legs.Chunk(2))
            for (var i = 0; i < leg[1]; i++) yield return close += leg[0];
    }

    private static Bar Dated(DateOnly date, double close) => new(Day.Of(date), close, close, close, close, double.NaN, 1);
}
