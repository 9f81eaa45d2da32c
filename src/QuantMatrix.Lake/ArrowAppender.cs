using Apache.Arrow;
using DuckDB.NET.Data;
using QuantMatrix.Model;

namespace QuantMatrix.Lake;

/// <summary>Copies Arrow batches into a table of an in-memory database.</summary>
internal static class ArrowAppender
{
    /// <summary>The statement that creates a table for some columns of a schema.</summary>
    public static string Create(string table, IEnumerable<Field> columns, string kind = "TABLE") =>
        $"CREATE OR REPLACE {kind} {table} ({string.Join(", ", columns.Select(f => $"\"{f.Name}\" {TypeMap.Of(f.DataType).DuckDb}"))})";

    /// <summary>Appends every row of the columns, in their order.</summary>
    public static void Append(DuckDBConnection connection, string table, IReadOnlyList<IArrowArray> columns, int rows)
    {
        using var appender = connection.CreateAppender(table);
        var writers = columns.Select(Writer).ToArray();
        for (var r = 0; r < rows; r++)
        {
            var row = appender.CreateRow();
            foreach (var write in writers) write(row, r);
            row.EndRow();
        }
    }

    private static Action<IDuckDBAppenderRow, int> Writer(IArrowArray column) => column switch
    {
        DoubleArray numbers => (row, r) => row.AppendValue(numbers.GetValue(r)),
        Int64Array numbers => (row, r) => row.AppendValue(numbers.GetValue(r)),
        Int32Array numbers => (row, r) => row.AppendValue(numbers.GetValue(r)),
        Date32Array days => (row, r) => row.AppendValue(days.GetDateOnly(r)),
        BooleanArray flags => (row, r) => row.AppendValue(flags.GetValue(r)),
        StringArray texts => (row, r) => row.AppendValue(texts.GetString(r)),
        DictionaryArray { Dictionary: StringArray words, Indices: Int32Array codes } => Words(words, codes),
        _ => throw new NotSupportedException($"rows of Arrow type {column.Data.DataType.Name} cannot be copied"),
    };

    private static Action<IDuckDBAppenderRow, int> Words(StringArray words, Int32Array codes)
    {
        var texts = Enumerable.Range(0, words.Length).Select(i => words.GetString(i)).ToArray();
        return (row, r) => row.AppendValue(codes.GetValue(r) is { } code ? texts[code] : null);
    }
}
