using System.Globalization;

namespace QuantMatrix.Tests;

/// <summary>The project's own test data, below <c>tests/data</c>.</summary>
internal static class TestData
{
    public static string Path(params string[] parts) => System.IO.Path.Combine([Fixtures.Repository, "tests", "data", .. parts]);

    /// <summary>The rows of a CSV by column name.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Rows(params string[] parts)
    {
        var lines = File.ReadAllLines(Path(parts));
        var names = lines[0].Split(',');
        return [.. lines.Skip(1).Select(line => names.Zip(line.Split(',')).ToDictionary(cell => cell.First, cell => cell.Second))];
    }

    /// <summary>A cell as a number, NaN where it is blank.</summary>
    public static double Number(this IReadOnlyDictionary<string, string> row, string column) =>
        row[column].Length == 0 ? double.NaN : double.Parse(row[column], CultureInfo.InvariantCulture);
}
