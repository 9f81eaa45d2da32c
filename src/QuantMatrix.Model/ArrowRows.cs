using Apache.Arrow;

namespace QuantMatrix.Model;

/// <summary>Selects and joins rows of Arrow batches, copying them into managed memory.</summary>
public static class ArrowRows
{
    /// <summary>Some rows of a batch; dictionary-encoded text becomes plain text.</summary>
    public static RecordBatch Take(RecordBatch batch, IReadOnlyList<int> rows)
    {
        var columns = batch.Arrays.Select(column => Take(column, rows)).ToList();
        return new(new Schema(batch.Schema.FieldsList.Zip(columns, (f, c) => new Field(f.Name, c.Data.DataType, f.IsNullable)), null), columns, rows.Count);
    }

    /// <summary>All rows of batches of one schema; null when there is no batch.</summary>
    public static RecordBatch? Concatenate(IReadOnlyList<RecordBatch> batches) => batches switch
    {
        [] => null,
        [var only] => only,
        _ => new RecordBatch(batches[0].Schema, Enumerable.Range(0, batches[0].ColumnCount)
            .Select(c => ArrowArrayConcatenator.Concatenate([.. batches.Select(b => b.Column(c))])), batches.Sum(b => b.Length)),
    };

    private static IArrowArray Take(IArrowArray column, IReadOnlyList<int> rows) => column switch
    {
        DoubleArray numbers => ArrowColumns.Doubles(rows.Select(row => numbers.GetValue(row) ?? double.NaN).ToArray()),
        Int64Array numbers => Take(numbers, rows, new Int64Array.Builder()),
        Int32Array numbers => Take(numbers, rows, new Int32Array.Builder()),
        Date32Array days => Dates(days, rows),
        BooleanArray flags => Flags(flags, rows),
        StringArray texts => Texts(rows, row => texts.GetString(row)),
        DictionaryArray { Dictionary: StringArray words, Indices: Int32Array codes } =>
            Texts(rows, row => codes.GetValue(row) is { } code ? words.GetString(code) : null),
        _ => throw new NotSupportedException($"rows of Arrow type {column.Data.DataType.Name} cannot be selected"),
    };

    private static TArray Take<T, TArray, TBuilder>(PrimitiveArray<T> from, IReadOnlyList<int> rows, PrimitiveArrayBuilder<T, TArray, TBuilder> to)
        where T : struct, IEquatable<T> where TArray : IArrowArray where TBuilder : PrimitiveArrayBuilder<T, TArray, TBuilder>
    {
        foreach (var row in rows) to.Append(from.GetValue(row));
        return to.Build(default);
    }

    private static Date32Array Dates(Date32Array from, IReadOnlyList<int> rows)
    {
        var to = new Date32Array.Builder();
        foreach (var row in rows) _ = from.GetDateOnly(row) is { } date ? to.Append(date) : to.AppendNull();
        return to.Build();
    }

    private static BooleanArray Flags(BooleanArray from, IReadOnlyList<int> rows)
    {
        var to = new BooleanArray.Builder();
        foreach (var row in rows) _ = from.GetValue(row) is { } flag ? to.Append(flag) : to.AppendNull();
        return to.Build();
    }

    private static StringArray Texts(IReadOnlyList<int> rows, Func<int, string?> text)
    {
        var to = new StringArray.Builder();
        foreach (var row in rows) to.Append(text(row));
        return to.Build();
    }
}
