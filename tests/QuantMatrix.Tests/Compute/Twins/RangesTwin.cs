namespace QuantMatrix.Tests.Compute.Twins;

/// <summary>Where the close stands between the lowest low and the highest high.</summary>
internal static class RangesTwin
{
    public static Dictionary<string, double[]> Of(History h)
    {
        var columns = new Dictionary<string, double[]>();
        foreach (var (name, n) in new[] { ("20d", 20), ("50d", 50), ("52w", 252) })
            columns[$"range_pos_{name}"] = Loop.From(n - 1, h.Count, t => 100 * (h.Close[t] - Loop.Lowest(h.Low, t, n)) / (Loop.Highest(h.High, t, n) - Loop.Lowest(h.Low, t, n)));
        columns["high_52w"] = Loop.From(251, h.Count, t => Loop.Highest(h.High, t, 252));
        columns["low_52w"] = Loop.From(251, h.Count, t => Loop.Lowest(h.Low, t, 252));
        columns["drawdown_52w"] = Loop.From(251, h.Count, t => Loop.PercentOver(h.Close[t], Loop.Highest(h.High, t, 252)));
        return columns;
    }
}
