using System.Data.Common;
using Microsoft.Data.Analysis;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Cli.Output;

/// <summary>Output formats.</summary>
public enum TableFormat
{
    /// <summary>Text with borders.</summary>
    Table,

    /// <summary>RFC 4180.</summary>
    Csv,

    /// <summary>One array of objects.</summary>
    Json,

    /// <summary>Markdown.</summary>
    Md,
}

/// <summary>The result of a query, held in memory and printed as a table, CSV or JSON.</summary>
public sealed class ResultTable(DataFrame frame)
{
    public DataFrame Frame => frame;

    public static ResultTable Load(DbDataReader reader, CancellationToken ct = default)
    {
        var columns = Enumerable.Range(0, reader.FieldCount).Select(_ => new List<object?>()).ToArray();
        while (reader.Read())
        {
            ct.ThrowIfCancellationRequested();
            for (var c = 0; c < columns.Length; c++) columns[c].Add(reader.IsDBNull(c) ? null : reader.GetValue(c));
        }
        var names = UniqueNames(reader);
        return new(new DataFrame(columns.Select((values, c) => ResultColumn.Of(names[c], reader.GetFieldType(c), values))));
    }

    public void Write(TextWriter output, TableFormat format, bool terminal)
    {
        switch (format)
        {
            case TableFormat.Csv: WriteCsv(output); break;
            case TableFormat.Json: JsonText.Write(output, frame); break;
            default: WriteTable(output, terminal); break;
        }
    }

    private void WriteTable(TextWriter output, bool terminal)
    {
        var numeric = frame.Columns.Select(c => c is not StringDataFrameColumn).ToList();
        var rows = Rows(value => value is null ? "NULL" : Cell.Readable(value));
        TextTable.WriteBordered(output, terminal, [.. frame.Columns.Select(c => c.Name)], numeric, rows);
        output.WriteLine(Plural.Of(frame.Rows.Count, "row"));
    }

    /// <summary>A header, CRLF, and quotes where needed. NULL is an empty field, an empty string is <c>""</c>.</summary>
    private void WriteCsv(TextWriter output)
    {
        string[] header = [.. frame.Columns.Select(c => Quoted(c.Name))];
        foreach (var row in Rows(value => value is null ? "" : Quoted(Cell.Exact(value))).Prepend(header)) output.Write(string.Join(',', row) + "\r\n");

        static string Quoted(string text) =>
            text.Length == 0 || text.AsSpan().IndexOfAny(",\"\r\n") >= 0 ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }

    private IEnumerable<string[]> Rows(Func<object?, string> text)
    {
        for (long r = 0; r < frame.Rows.Count; r++) yield return [.. frame.Columns.Select(c => text(c[r]))];
    }

    /// <summary>A query may return two columns of one name, a data frame may not have them: the second <c>x</c> becomes <c>x_2</c>.</summary>
    private static List<string> UniqueNames(DbDataReader reader)
    {
        var names = new List<string>();
        for (var c = 0; c < reader.FieldCount; c++)
        {
            var (name, unique, n) = (reader.GetName(c), reader.GetName(c), 1);
            while (names.Contains(unique, StringComparer.OrdinalIgnoreCase)) unique = $"{name}_{++n}";
            names.Add(unique);
        }
        return names;
    }
}
