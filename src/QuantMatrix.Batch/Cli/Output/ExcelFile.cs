using System.Data;
using MiniExcelLibs;
using QuantMatrix.Batch.Config;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Cli.Output;

/// <summary>Rows as a workbook with one sheet. NaN and infinity are empty cells; integers and decimals beyond 15 digits are text.</summary>
internal static class ExcelFile
{
    /// <summary>Rows of a sheet below the header.</summary>
    private const int MostRows = 1_048_575;

    /// <summary>Characters of a cell.</summary>
    private const int MostCharacters = 32_767;

    private const decimal Exact = 999_999_999_999_999;

    /// <exception cref="UsageException">There are more rows than a sheet has.</exception>
    public static void Write(Stream file, ResultTable table)
    {
        using var header = new DataTable();
        foreach (var column in table.Columns) header.Columns.Add(column.Name, typeof(string));
        using var rows = Rows(table).GetEnumerator();
        file.SaveAs(rows.MoveNext() ? All(rows) : header.CreateDataReader(), sheetName: "rows");
    }

    private static IEnumerable<Dictionary<string, object?>> All(IEnumerator<Dictionary<string, object?>> rows)
    {
        var count = 0;
        do
        {
            if (++count > MostRows)
                throw new UsageException($"--format xlsx: the result has more than the {Plural.Of(MostRows, "row")} of a sheet; use parquet or csv");
            yield return rows.Current;
        }
        while (rows.MoveNext());
    }

    private static IEnumerable<Dictionary<string, object?>> Rows(ResultTable table) =>
        table.Rows().Select(r => r.Frame.Columns.ToDictionary(c => c.Name, c => Value(c[r.Row])));

    private static object? Value(object? value) => value switch
    {
        double number when !double.IsFinite(number) => null,
        long number when Math.Abs((decimal)number) > Exact => Cell.Exact(value),
        decimal number when Math.Abs(number) > Exact || number != (decimal)(double)number => Cell.Exact(value),
        string text when text.Length > MostCharacters => text[..MostCharacters],
        _ => value,
    };
}
