using System.Globalization;

namespace QuantMatrix.Tests.Compute;

/// <summary>One oracle file: named columns, blank where there is no value.</summary>
internal sealed class Sheet
{
    private readonly string file;
    private readonly Dictionary<string, double[]> columns;

    private Sheet(string file, Dictionary<string, double[]> columns) => (this.file, this.columns) = (file, columns);

    /// <param name="file">Below the fixtures of indicators.</param>
    public static Sheet Read(string file)
    {
        var lines = File.ReadAllLines(Fixtures.Path(["indicators", .. file.Split('/')]));
        var names = lines[0].Split(',');
        var rows = lines[1..].Select(l => l.Split(',')).ToArray();
        var columns = names.Select((name, c) => (name, c)).Where(x => x.name.Length > 0).DistinctBy(x => x.name)
            .ToDictionary(x => x.name, x => rows.Select(r => x.c < r.Length ? Number(r[x.c]) : double.NaN).ToArray());
        return new Sheet(file, columns);
    }

    /// <summary>NaN when it is none.</summary>
    public static double Number(string text) => double.TryParse(text, CultureInfo.InvariantCulture, out var v) ? v : double.NaN;

    public double[] Column(string name) => columns[name];

    /// <param name="actual">A value a bar, NaN where there is none.</param>
    /// <param name="name">The column of the sheet.</param>
    public void ShouldAgree(double[] actual, string name, double tolerance, int from = 0)
    {
        var expected = columns[name];
        actual.Length.ShouldBe(expected.Length);
        expected.Count(e => !double.IsNaN(e)).ShouldBeGreaterThan(100);
        for (var i = from; i < expected.Length; i++)
        {
            double.IsNaN(actual[i]).ShouldBe(double.IsNaN(expected[i]), $"{file} {name} at bar {i}: expected {expected[i]}, got {actual[i]}");
            if (!double.IsNaN(expected[i])) actual[i].ShouldBe(expected[i], tolerance, $"{file} {name} at bar {i}");
        }
    }
}
