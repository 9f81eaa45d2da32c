using System.Globalization;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Parsing;

/// <summary>Reads a small hand-maintained CSV by column name; every fault names file and line.</summary>
internal static class CsvTable
{
    /// <summary>The rows with the values of <paramref name="columns"/> in that order; other columns are ignored.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">Names; one that ends with <c>?</c> may be missing, and its values are then empty.</param>
    /// <exception cref="ConfigurationException">The file cannot be read.</exception>
    /// <exception cref="DataUnfitException">A column is missing, a row is malformed, or there are no rows.</exception>
    public static IReadOnlyList<CsvTableRow> Read(string path, params string[] columns)
    {
        using var file = PooledFile.Read(path, out var fault);
        if (fault is not null) throw new ConfigurationException($"{path}: {fault}; expected a CSV with {string.Join(", ", columns)}");
        var rows = new CsvRows(file.Text);
        if (!rows.Next()) throw new DataUnfitException($"{path}: the file is empty; expected a CSV with {string.Join(", ", columns)}");
        var positions = Positions(path, rows, columns);
        rows.Expect(rows.FieldCount, rows.FieldCount);
        var table = new List<CsvTableRow>();
        while (rows.Next()) table.Add(Row(path, rows, positions));
        return table.Count > 0 ? table : throw new DataUnfitException($"{path}:{rows.Line}: found a header and no rows; expected at least one row");
    }

    private static int[] Positions(string path, CsvRows header, string[] columns)
    {
        var found = header.Fields();
        var positions = Array.ConvertAll(columns, c => found.FindIndex(f => f.Equals(c.TrimEnd('?'), StringComparison.OrdinalIgnoreCase)));
        var missing = Array.FindIndex(columns, c => !c.EndsWith('?') && positions[Array.IndexOf(columns, c)] < 0);
        return missing < 0 ? positions
            : throw new DataUnfitException($"{path}:{header.Line}: column {columns[missing]} is missing; found {string.Join(", ", found)}");
    }

    private static CsvTableRow Row(string path, CsvRows row, int[] positions)
    {
        if (row.Fault is not null) throw new DataUnfitException($"{path}:{row.Line}: {row.Fault}; found '{FieldText.Row(row.Raw)}'");
        var values = new string[positions.Length];
        for (var i = 0; i < values.Length; i++) values[i] = positions[i] < 0 ? "" : FieldText.Of(row[positions[i]]);
        return new($"{path}:{row.Line}", values);
    }
}

/// <summary>One row of a <see cref="CsvTable"/>.</summary>
/// <param name="Where">File and line.</param>
internal sealed record CsvTableRow(string Where, IReadOnlyList<string> Values)
{
    private const int MaxIndexLength = 32;

    public string Symbol(int column) => Symbols.TryCanonical(Values[column], out var symbol) ? symbol
        : throw Fault($"found symbol '{Values[column]}'; expected a ticker such as AAPL or BRK-B");

    /// <summary>The name of an index in upper case; letters, digits and underscores.</summary>
    public string Index(int column)
    {
        var name = Values[column].ToUpperInvariant();
        var valid = name.Length is > 0 and <= MaxIndexLength && name.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_');
        return valid ? name : throw Fault($"found index '{Values[column]}'; expected a name such as SP500");
    }

    public DateOnly Date(int column) =>
        DateOnly.TryParseExact(Values[column], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date
            : throw Fault($"found date '{Values[column]}'; expected a date such as 2024-11-08");

    public TimeOnly Time(int column) =>
        TimeOnly.TryParseExact(Values[column], "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time
            : throw Fault($"found time '{Values[column]}'; expected a time such as 13:00");

    /// <summary>The exception for a fault in this row.</summary>
    public DataUnfitException Fault(string fault) => new($"{Where}: {fault}");

    /// <summary>The exception for a row that repeats an earlier one.</summary>
    public DataUnfitException Duplicate(string key) => Fault($"duplicate {key}; expected each once");
}
