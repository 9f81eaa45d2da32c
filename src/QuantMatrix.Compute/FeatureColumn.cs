using Apache.Arrow;

namespace QuantMatrix.Compute;

/// <summary>The exit of a computed column: doubles become the column's stored type, and whatever is not finite becomes NULL.</summary>
internal static class FeatureColumn
{
    public static IArrowArray Of(Column column, double[] values) => column.Unit switch
    {
        Unit.Count => Counts(values),
        Unit.Flag => Flags(values),
        Unit.Label => Labels(values, column.Labels),
        _ => Doubles(values),
    };

    private static DoubleArray Doubles(double[] values)
    {
        foreach (ref var v in values.AsSpan())
            if (double.IsInfinity(v)) v = double.NaN;
        return ArrowColumns.Doubles(values);
    }

    private static Int32Array Counts(double[] values)
    {
        var array = new Int32Array.Builder().Reserve(values.Length);
        foreach (var v in values) _ = double.IsFinite(v) ? array.Append((int)v) : array.AppendNull();
        return array.Build();
    }

    private static BooleanArray Flags(double[] values)
    {
        var array = new BooleanArray.Builder().Reserve(values.Length);
        foreach (var v in values) _ = double.IsFinite(v) ? array.Append(v != 0) : array.AppendNull();
        return array.Build();
    }

    private static DictionaryArray Labels(double[] values, IReadOnlyList<string> labels)
    {
        var codes = new int[values.Length];
        for (var i = 0; i < codes.Length; i++) codes[i] = double.IsFinite(values[i]) ? (int)values[i] : 0;
        return ArrowColumns.Dictionary(codes, labels);
    }
}
