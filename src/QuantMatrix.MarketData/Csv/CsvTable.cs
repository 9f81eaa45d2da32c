using QuantMatrix.MarketData.Replay;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Csv;

/// <summary>A small CSV kept by people, read whole: named columns as text, every fault with its file and line.</summary>
internal static class CsvTable
{
    /// <summary>The rows with the values of <paramref name="columns"/> in that order; other columns are ignored.</summary>
    /// <exception cref="ConfigurationException">The file cannot be read.</exception>
    /// <exception cref="DataUnfitException">A column is missing, a row is malformed, or there are no rows.</exception>
    public static IReadOnlyList<CsvTableRow> Read(string path, params string[] columns)
    {
        using var file = WholeFile.Read(path, out var fault);
        if (fault is not null) throw new ConfigurationException($"{path}: {fault}; expected a CSV with {string.Join(", ", columns)}");
        var rows = new CsvRows(file.Text);
        if (!rows.Next()) throw new DataUnfitException($"{path}: the file is empty; expected a CSV with {string.Join(", ", columns)}");
        var places = Places(path, rows, columns);
        rows.Expect(rows.FieldCount, rows.FieldCount);
        var table = new List<CsvTableRow>();
        while (rows.Next()) table.Add(Row(path, rows, places));
        return table.Count > 0 ? table : throw new DataUnfitException($"{path}:{rows.Line}: found a header and no rows");
    }

    private static int[] Places(string path, CsvRows header, string[] columns)
    {
        var found = new List<string>();
        for (var i = 0; i < header.FieldCount; i++) found.Add(FieldText.Of(header[i]));
        var places = Array.ConvertAll(columns, c => found.FindIndex(f => f.Equals(c, StringComparison.OrdinalIgnoreCase)));
        var missing = Array.IndexOf(places, -1);
        return missing < 0 ? places
            : throw new DataUnfitException($"{path}:{header.Line}: column {columns[missing]} is missing; found {string.Join(", ", found)}");
    }

    private static CsvTableRow Row(string path, CsvRows row, int[] places)
    {
        if (row.Fault is not null) throw new DataUnfitException($"{path}:{row.Line}: {row.Fault}; found '{FieldText.Row(row.Raw)}'");
        var values = new string[places.Length];
        for (var i = 0; i < values.Length; i++) values[i] = FieldText.Of(row[places[i]]);
        return new($"{path}:{row.Line}", values);
    }
}
