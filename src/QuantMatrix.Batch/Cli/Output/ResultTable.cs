using System.Data.Common;
using Microsoft.Data.Analysis;

namespace QuantMatrix.Batch.Cli.Output;

/// <summary>The answer of a query, small enough for a person: a data frame of numbers, flags and texts, printed in three formats.</summary>
public sealed class ResultTable(DataFrame frame)
{
    public DataFrame Frame => frame;

    public static ResultTable Load(DbDataReader reader)
    {
        var columns = Enumerable.Range(0, reader.FieldCount).Select(_ => new List<object?>()).ToArray();
        while (reader.Read())
            for (var c = 0; c < columns.Length; c++) columns[c].Add(reader.IsDBNull(c) ? null : reader.GetValue(c));
        var names = UniqueNames(reader);
        return new(new DataFrame(columns.Select((values, c) => ResultColumn.Of(names[c], reader.GetFieldType(c), values))));
    }

    public void Write(TextWriter output, TableFormat format, bool terminal)
    {
        switch (format)
        {
            case TableFormat.Csv: CsvText.Write(output, frame); break;
            case TableFormat.Json: JsonText.Write(output, frame); break;
            default: WriteTable(output, terminal); break;
        }
    }

    private void WriteTable(TextWriter output, bool terminal)
    {
        var right = frame.Columns.Select(c => c is not StringDataFrameColumn).ToList();
        SpectreTable.Write(output, terminal, [.. frame.Columns.Select(c => c.Name)], right, Rows());
        output.WriteLine(frame.Rows.Count == 1 ? "1 row" : $"{frame.Rows.Count} rows");

        IEnumerable<IReadOnlyList<string>> Rows()
        {
            for (long r = 0; r < frame.Rows.Count; r++)
                yield return [.. frame.Columns.Select(c => c[r] is { } value ? Cell.Readable(value) : "NULL")];
        }
    }

    /// <summary>A query may name two columns alike, a data frame may not: the second <c>x</c> becomes <c>x_2</c>.</summary>
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
