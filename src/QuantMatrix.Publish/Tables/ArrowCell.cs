using Apache.Arrow;

namespace QuantMatrix.Publish.Tables;

/// <summary>Reads single values of the Arrow columns of a published batch; a missing value is null.</summary>
internal static class ArrowCell
{
    /// <summary>NaN is null, and −0 becomes 0, so that equal numbers have equal text.</summary>
    public static double? Number(DoubleArray column, int row) => column.GetValue(row) is { } v && !double.IsNaN(v) ? v + 0.0 : null;

    public static void Write(IRowWriter to, IArrowArray column, int row)
    {
        switch (column)
        {
            case DoubleArray d: to.Add(Number(d, row)); break;
            case Decimal128Array d: to.Add(d.GetValue(row)); break;
            case Int64Array n: to.Add(n.GetValue(row)); break;
            case Int32Array n: to.Add(n.GetValue(row)); break;
            case BooleanArray b: to.Add(b.GetValue(row)); break;
            case TimestampArray t: to.Add(t.GetTimestamp(row)?.UtcDateTime); break;
            case Date32Array d: to.Add(d.GetDateOnly(row)); break;
            default: to.Add(Text(column, row)); break;
        }
    }

    public static string? Text(IArrowArray column, int row) => column switch
    {
        _ when column.IsNull(row) => null,
        DictionaryArray d => ((StringArray)d.Dictionary).GetString(((Int32Array)d.Indices).Values[row]),
        StringArray s => s.GetString(row),
        _ => throw new ArgumentException($"publish: unsupported column type {column.Data.DataType.Name}"),
    };
}
