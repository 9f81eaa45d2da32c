namespace QuantMatrix.Tests.UnitTests.Indicators.Twins;

/// <summary>Where the close stands between the lowest low and the highest high.</summary>
internal static class RangesTwin
{
    public static Dictionary<string, double[]> Of(History h)
    {
        var columns = new Dictionary<string, double[]>();
        foreach (var (name, n) in new[] { ("20d", 20), ("50d", 50), ("52w", 252) })
        {
            var (high, low) = (Highest(h, n), Lowest(h, n));
            columns[$"range_pos_{name}"] = Loop.From(n - 1, h.Count, t => 100 * (h.Close[t] - low[t]) / (high[t] - low[t]));
        }
        var year = columns["high_52w"] = Highest(h, 252);
        columns["low_52w"] = Lowest(h, 252);
        columns["drawdown_52w"] = Loop.From(251, h.Count, t => Loop.PercentOver(h.Close[t], year[t]));
        return columns;
    }

    private static double[] Highest(History h, int n) => Loop.From(n - 1, h.Count, t => Loop.Highest(h.High, t, n));

    private static double[] Lowest(History h, int n) => Loop.From(n - 1, h.Count, t => Loop.Lowest(h.Low, t, n));
}
