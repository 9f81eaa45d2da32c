using System.Runtime.InteropServices;
using Apache.Arrow;
using CommunityToolkit.HighPerformance;
using Parquet;
using Parquet.Schema;
using QuantMatrix.Model;
using ArrowField = Apache.Arrow.Field;

namespace QuantMatrix.Lake;

/// <summary>Writes Arrow columns as Parquet columns, one row group at a time; numbers without NULLs are passed on without a copy.</summary>
internal static class ParquetColumns
{
    public static DataField Of(ArrowField field) => new(field.Name, TypeMap.Of(field.DataType).Parquet, field.IsNullable);

    public static Task WriteAsync(ParquetRowGroupWriter group, DataField field, IArrowArray column, int start, int count) => column switch
    {
        DictionaryArray words => group.WriteAsync(field, Words(words, start, count), null),
        StringArray texts => group.WriteAsync(field, Texts(texts, start, count), null),
        Date32Array days => WriteAsync<DateOnly>(group, field, Dates(days), days, start, count),
        DoubleArray numbers => WriteAsync(group, field, Memory<double>(numbers), numbers, start, count),
        Int64Array numbers => WriteAsync(group, field, Memory<long>(numbers), numbers, start, count),
        Int32Array numbers => WriteAsync(group, field, Memory<int>(numbers), numbers, start, count),
        BooleanArray flags => WriteAsync<bool>(group, field, Flags(flags), flags, start, count),
        _ => throw new NotSupportedException($"column '{field.Name}': {column.GetType().Name}"),
    };

    private static Task WriteAsync<T>(ParquetRowGroupWriter group, DataField field, ReadOnlyMemory<T> values, Apache.Arrow.Array column, int start, int count)
        where T : struct
    {
        var rows = values.Slice(start, count);
        return field.IsNullable ? group.WriteAsync<T>(field, Nullable(rows.Span, column, start)) : group.WriteAsync(field, rows);
    }

    private static T?[] Nullable<T>(ReadOnlySpan<T> values, Apache.Arrow.Array column, int start) where T : struct
    {
        var to = new T?[values.Length];
        for (var i = 0; i < to.Length; i++) to[i] = column.IsValid(start + i) ? values[i] : null;
        return to;
    }

    private static ReadOnlyMemory<T> Memory<T>(PrimitiveArray<T> column) where T : unmanaged, IEquatable<T> =>
        MemoryMarshal.AsMemory(column.ValueBuffer.Memory).Cast<byte, T>().Slice(column.Offset, column.Length);

    private static DateOnly[] Dates(Date32Array days)
    {
        var to = new DateOnly[days.Length];
        var from = days.Values;
        for (var i = 0; i < to.Length; i++) to[i] = Day.Date(from[i]);
        return to;
    }

    private static bool[] Flags(BooleanArray flags)
    {
        var to = new bool[flags.Length];
        for (var i = 0; i < to.Length; i++) to[i] = flags.GetValue(i) ?? false;
        return to;
    }

    private static string[] Words(DictionaryArray column, int start, int count)
    {
        var dictionary = (StringArray)column.Dictionary;
        var codes = ((Int32Array)column.Indices).Values.Slice(start, count);
        var words = Texts(dictionary, 0, dictionary.Length);
        var to = new string[count];
        for (var i = 0; i < count; i++) to[i] = words[codes[i]];
        return to;
    }

    private static string[] Texts(StringArray column, int start, int count)
    {
        var to = new string[count];
        for (var i = 0; i < count; i++) to[i] = column.GetString(start + i);
        return to;
    }
}
