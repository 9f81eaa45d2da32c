using System.Globalization;
using System.Numerics;
using Microsoft.Data.Analysis;

namespace QuantMatrix.Batch.Cli.Output;

/// <summary>Converts a result column to one of these types: decimal, double, long, bool, date, text, or values written as JSON.</summary>
internal static class ResultColumn
{
    public static DataFrameColumn Of(QueryRows query, int column, IReadOnlyList<object?> values)
    {
        var (name, type) = (query.Names[column], query.TypeOf(column));
        if (query.IsNested(column)) return new JsonColumn(name, Texts(values, v => JsonText.Finite(Cell.Exact(v))), isNumber: false);
        if (type == typeof(bool)) return new BooleanDataFrameColumn(name, values.Select(v => (bool?)v));
        if (type == typeof(decimal)) return new DecimalDataFrameColumn(name, values.Select(v => (decimal?)v));
        if (type == typeof(double) || type == typeof(float)) return new DoubleDataFrameColumn(name, values.Select(Double));
        if (type == typeof(DateOnly)) return new DateTimeDataFrameColumn(name, values.Select(v => ((DateOnly?)v)?.ToDateTime(default)));
        if (IsWhole(type)) return new Int64DataFrameColumn(name, values.Select(Whole));
        if (type == typeof(BigInteger) || type == typeof(ulong)) return new JsonColumn(name, Texts(values, Cell.Exact), isNumber: true);
        return new StringDataFrameColumn(name, Texts(values, Cell.Exact));
    }

    /// <summary>Whether the column's values are right-aligned.</summary>
    public static bool IsNumber(DataFrameColumn column) => column switch
    {
        JsonColumn json => json.IsNumber,
        StringDataFrameColumn or DateTimeDataFrameColumn or BooleanDataFrameColumn => false,
        _ => true,
    };

    private static IEnumerable<string?> Texts(IEnumerable<object?> values, Func<object, string> text) => values.Select(v => v is null ? null : text(v));

    private static bool IsWhole(Type type) => Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.Int64;

    private static long? Whole(object? value) => value is null ? null : Convert.ToInt64(value, CultureInfo.InvariantCulture);

    /// <summary>A float becomes the double of its shortest text: 0.1, not 0.10000000149.</summary>
    private static double? Double(object? value) => value switch
    {
        null => null,
        float number => double.Parse(number.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture),
        _ => Convert.ToDouble(value, CultureInfo.InvariantCulture),
    };
}

/// <summary>Values that are JSON already: structures, and integers beyond 64 bits.</summary>
internal sealed class JsonColumn(string name, IEnumerable<string?> values, bool isNumber) : StringDataFrameColumn(name, values)
{
    public bool IsNumber => isNumber;
}
