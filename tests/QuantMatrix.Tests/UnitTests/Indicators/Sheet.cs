using System.Globalization;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Indicators;

/// <summary>An oracle file: named columns, blank where there is no value.</summary>
internal sealed class Sheet
{
    private readonly string file;
    private readonly Dictionary<string, double[]> columns;

    private Sheet(string file, Dictionary<string, double[]> columns) => (this.file, this.columns) = (file, columns);

    /// <param name="file">Path below the indicator fixtures.</param>
    public static Sheet Read(string file)
    {
        var lines = File.ReadAllLines(Fixtures.Path(["indicators", .. file.Split('/')]));
        var names = lines[0].Split(',');
        var rows = lines[1..].Select(l => l.Split(',')).ToArray();
        var columns = names.Select((name, c) => (name, c)).Where(x => x.name.Length > 0).DistinctBy(x => x.name)
            .ToDictionary(x => x.name, x => rows.Select(r => x.c < r.Length ? Number(r[x.c]) : double.NaN).ToArray());
        return new Sheet(file, columns);
    }

    /// <summary>A column, NaN where it is blank.</summary>
    public double[] this[string name] => columns[name];

    /// <summary>The sheet's own bars, on the test sessions; a missing price is the close, a missing volume 0.</summary>
    public Bars Bars()
    {
        var close = Find("close") ?? throw new FormatException($"{file}: no closes");
        var (open, high, low, volume) = (Find("open") ?? close, Find("high") ?? close, Find("low") ?? close, Find("volume") ?? new double[close.Length]);
        return Series.Of("A", Series.Sessions().Take(close.Length).Select((session, i) =>
            new Bar(Day.Of(session), open[i], high[i], low[i], close[i], double.NaN, (long)volume[i])));
    }

    private double[]? Find(string field) => columns.FirstOrDefault(c => c.Key.Equals(field, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>A number, or NaN when the text is not a number.</summary>
    public static double Number(string text) => double.TryParse(text, CultureInfo.InvariantCulture, out var v) ? v : double.NaN;

    /// <param name="actual">One value a bar, NaN where missing.</param>
    /// <param name="name">Column of the sheet.</param>
    public void ShouldAgree(double[] actual, string name, double tolerance, int from = 0) => ShouldAgree(actual, name, _ => tolerance, from);

    /// <summary>Compares with a relative tolerance.</summary>
    public void ShouldAgreeInProportion(double[] actual, string name, double tolerance, int from = 0) =>
        ShouldAgree(actual, name, e => tolerance * Math.Abs(e), from);

    private void ShouldAgree(double[] actual, string name, Func<double, double> tolerance, int from)
    {
        var expected = columns[name];
        actual.Length.ShouldBe(expected.Length);
        expected.Skip(from).Count(e => !double.IsNaN(e)).ShouldBeGreaterThan(100);
        for (var i = from; i < expected.Length; i++)
        {
            double.IsNaN(actual[i]).ShouldBe(double.IsNaN(expected[i]), $"{file} {name} at bar {i}: expected {expected[i]}, got {actual[i]}");
            if (!double.IsNaN(expected[i])) actual[i].ShouldBe(expected[i], tolerance(expected[i]), $"{file} {name} at bar {i}");
        }
    }
}
