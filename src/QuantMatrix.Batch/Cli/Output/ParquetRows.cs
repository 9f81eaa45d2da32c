using Apache.Arrow;
using Microsoft.Data.Analysis;
using QuantMatrix.Lake;
using Field = Apache.Arrow.Field;

namespace QuantMatrix.Batch.Cli.Output;

/// <summary>A table in memory as Parquet: 64-bit integers, doubles, flags, and everything else as text.</summary>
internal static class ParquetRows
{
    public static void Write(Stream file, ResultTable table) =>
        ParquetFile.WriteAsync(file, table.Frames.Select(Batch), CancellationToken.None).GetAwaiter().GetResult();

    private static RecordBatch Batch(DataFrame frame)
    {
        var columns = frame.Columns.Select(Column).ToList();
        var schema = new Schema(frame.Columns.Zip(columns, (from, to) => new Field(from.Name, to.Data.DataType, nullable: true)), null);
        return new(schema, columns, (int)frame.Rows.Count);
    }

    private static IArrowArray Column(DataFrameColumn column) => column switch
    {
        Int64DataFrameColumn whole => whole.Aggregate(new Int64Array.Builder(), (all, v) => v is { } value ? all.Append(value) : all.AppendNull()).Build(),
        DoubleDataFrameColumn number => number.Aggregate(new DoubleArray.Builder(), (all, v) => v is { } value ? all.Append(value) : all.AppendNull()).Build(),
        BooleanDataFrameColumn flag => flag.Aggregate(new BooleanArray.Builder(), (all, v) => v is { } value ? all.Append(value) : all.AppendNull()).Build(),
        _ => Texts(column).Aggregate(new StringArray.Builder(), (all, text) => all.Append(text)).Build(),
    };

    private static IEnumerable<string?> Texts(DataFrameColumn column)
    {
        for (long r = 0; r < column.Length; r++) yield return column[r] is { } value ? Cell.Exact(value) : null;
    }
}
