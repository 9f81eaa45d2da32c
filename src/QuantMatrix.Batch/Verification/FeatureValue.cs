using System.Globalization;
using System.Text.Json;
using Apache.Arrow;
using QuantMatrix.Batch.Cli.Output;
using QuantMatrix.Indicators;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Verification;

/// <summary>One value of a features row, whatever it was read from: null for none, double, long, bool, string or DateOnly.</summary>
internal static class FeatureValue
{
    /// <summary>The places of the columns of a row by name.</summary>
    public static IReadOnlyDictionary<string, int> Places { get; } =
        Catalogue.Standard.FeatureSchema.FieldsList.Select((f, i) => (f.Name, i)).ToDictionary(f => f.Name, f => f.i);

    public static object? Of(IArrowArray column, int row) => column.IsNull(row) ? null : column switch
    {
        DoubleArray d => Of(d.GetValue(row)),
        Int64Array n => n.GetValue(row),
        Int32Array n => Of(n.GetValue(row)),
        BooleanArray b => b.GetValue(row),
        Date32Array d => d.GetDateOnly(row),
        StringArray s => s.GetString(row),
        DictionaryArray d => ((StringArray)d.Dictionary).GetString(((Int32Array)d.Indices).Values[row]),
        _ => throw new NotSupportedException($"column type {column.Data.DataType.Name}"),
    };

    public static object? Of(object? value) => value switch
    {
        null or DBNull => null,
        double number => double.IsNaN(number) ? null : number,
        int number => (long)number,
        DateTime time => DateOnly.FromDateTime(time),
        _ => value,
    };

    public static bool Same(object? a, object? b) => a is double x && b is double y ? LastDigits.Same(x, y) : Equals(a, b);

    /// <summary>Compares a value of a recorded payload.</summary>
    public static bool Same(JsonElement recorded, object? value) => (recorded.ValueKind, value) switch
    {
        (JsonValueKind.Null, null) => true,
        (JsonValueKind.Number, double or long) => Same(recorded.GetDouble(), Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        (JsonValueKind.Null or JsonValueKind.Number, _) or (_, null) => false,
        _ => string.Equals(recorded.ToString(), Cell.Exact(value), StringComparison.OrdinalIgnoreCase),
    };
}
