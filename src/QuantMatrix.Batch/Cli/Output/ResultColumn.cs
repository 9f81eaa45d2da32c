using System.Globalization;
using System.Numerics;
using Microsoft.Data.Analysis;

namespace QuantMatrix.Batch.Cli.Output;

/// <summary>Converts a result column to one of five types: decimal, double, long, bool, text.</summary>
internal static class ResultColumn
{
    public static DataFrameColumn Of(string name, Type type, IReadOnlyList<object?> values)
    {
        if (type == typeof(bool)) return new BooleanDataFrameColumn(name, values.Select(v => (bool?)v));
        if (type == typeof(decimal)) return new DecimalDataFrameColumn(name, values.Select(v => (decimal?)v));
        if (type == typeof(double) || type == typeof(float)) return new DoubleDataFrameColumn(name, values.Select(Double));
        if (IsWhole(type) && values.All(FitsLong)) return new Int64DataFrameColumn(name, values.Select(Long));
        return new StringDataFrameColumn(name, values.Select(v => v is null ? null : Cell.Exact(v)));
    }

    private static bool IsWhole(Type type) =>
        type == typeof(BigInteger) || Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.UInt64;

    private static bool FitsLong(object? value) => value switch
    {
        BigInteger big => big >= long.MinValue && big <= long.MaxValue,
        ulong big => big <= long.MaxValue,
        _ => true,
    };

    private static long? Long(object? value) => value switch
    {
        null => null,
        BigInteger big => (long)big,
        _ => Convert.ToInt64(value, CultureInfo.InvariantCulture),
    };

    /// <summary>A float becomes the double of its shortest text: 0.1, not 0.10000000149.</summary>
    private static double? Double(object? value) => value switch
    {
        null => null,
        float number => double.Parse(number.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture),
        _ => Convert.ToDouble(value, CultureInfo.InvariantCulture),
    };
}
