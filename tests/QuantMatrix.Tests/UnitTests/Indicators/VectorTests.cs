using System.Globalization;
using QuantMatrix.Indicators;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Indicators;

/// <summary>Hand-calculated values of every published column, one file an indicator in <c>Vectors/</c>.</summary>
/// <remarks>
/// Lines of a file: <c>benchmark …</c> and <c>settled date</c> apply to the series that follow; <c>bars …</c> starts a series; <c>column bar value</c> is
/// an expected value of it; <c>sql column expression</c> defines the column in SQL for <see cref="SqlWindows"/>; # starts a comment;
/// an indented line continues the previous one.
/// </remarks>
public class VectorTests
{
    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Folder, "*.txt").Select(f => Path.GetFileName(f)).Order()];

    private static readonly DateOnly FirstFriday = new(2015, 1, 2);

    private static string Folder => Path.Combine(Fixtures.Repository, "tests", "QuantMatrix.Tests", "UnitTests", "Indicators", "Vectors");

    [Theory, MemberData(nameof(Files))]
    public void Columns_equal_the_hand_calculated_values(string file)
    {
        Features? features = null;
        var (market, compared) = (Series.MarketContext, 0);
        foreach (var (line, number) in Lines(Path.Combine(Folder, file)))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words[0] == "sql") continue;
            if (words[0] == "benchmark") market = Series.Against(Series.Of("SPY", Bars(words[1..])));
            else if (words[0] == "settled") market = market with { LastSession = DateOnly.Parse(words[1], CultureInfo.InvariantCulture) };
            else if (words[0] == "bars") features = new Features(Series.Of("A", Bars(words[1..])), market: market);
            else
            {
                var actual = features!.Of("A", words[0])[int.Parse(words[1], CultureInfo.InvariantCulture)];
                ShouldBe(actual, Expected(words[0], words[2]), $"{file}:{number} {line}");
                compared++;
            }
        }
        compared.ShouldBePositive(file);
    }

    /// <summary>SQL definitions of the vector files, by column.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Sql => Directory.EnumerateFiles(Folder, "*.txt").SelectMany(Lines)
        .Select(l => l.Line.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries))
        .Where(w => w is ["sql", _, _]).Select(w => KeyValuePair.Create(w[1], w[2]));

    [Fact]
    public void Every_published_column_has_a_hand_calculated_value()
    {
        var calculated = Directory.EnumerateFiles(Folder, "*.txt").SelectMany(Lines).Select(l => l.Line.Split(' ')[0]).ToHashSet();
        Catalogue.Standard.Columns.Where(c => !c.IsCrossSectional).Select(c => c.Name).ShouldAllBe(name => calculated.Contains(name));
    }

    /// <summary>Lines without comments and with their continuations, and the line numbers where they start.</summary>
    private static List<(string Line, int Number)> Lines(string path)
    {
        var lines = new List<(string Line, int Number)>();
        foreach (var (text, number) in File.ReadLines(path).Select((l, i) => (l.Split('#')[0].TrimEnd(), i + 1)).Where(l => l.Item1.Length > 0))
            if (text[0] == ' ') lines[^1] = ($"{lines[^1].Line} {text.TrimStart()}", lines[^1].Number);
            else lines.Add((text, number));
        return lines;
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
            // first close, count, then changes that repeat
            "cycle" => Series.FromCloses(Cycle(numbers[0], (int)numbers[1], numbers[2..])),
            // one bar a week, on Fridays, of the series that follows
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
            "dated" => words[1..].Select(w => w.Split('=')).Select(p => Dated(DateOnly.Parse(p[0], CultureInfo.InvariantCulture), Sheet.Number(p[1]))),
            var other => throw new FormatException($"unknown kind of bars '{other}'"),
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
