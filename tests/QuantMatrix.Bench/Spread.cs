using System.Globalization;

namespace QuantMatrix.Bench;

/// <summary>Repeats of one measurement: the middle one, the best and the worst.</summary>
internal sealed record Spread(double Median, double Min, double Max, int Count)
{
    public static Spread Of(IReadOnlyCollection<double> values)
    {
        double[] sorted = [.. values.Order()];
        var middle = sorted.Length / 2;
        var median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new(median, sorted[0], sorted[^1], sorted.Length);
    }

    /// <summary>Seconds turned into how much of <paramref name="amount"/> was done in each.</summary>
    public Spread Into(double amount) => new(amount / Median, amount / Max, amount / Min, Count);

    /// <summary>In another unit.</summary>
    public Spread Times(double factor) => new(Median * factor, Min * factor, Max * factor, Count);

    public string Range => Count == 1 ? "" : $"{Text(Min)} … {Text(Max)}";

    /// <summary>Three digits that matter, a point for decimals.</summary>
    public static string Text(double value) =>
        value.ToString(value >= 100 ? "N0" : value == 0 ? "0" : value >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);
}
