namespace QuantMatrix.Tests.UnitTests.Indicators.Twins;

/// <summary>How far the close stands from a mean, in percent and in average true ranges.</summary>
internal static class DistancesTwin
{
    public static Dictionary<string, double[]> Of(History h)
    {
        var (means, range) = (AveragesTwin.Of(h), VolatilityTwin.AverageTrueRange(h, 14));
        var columns = new Dictionary<string, double[]>();
        foreach (var mean in new[] { "ema_8", "ema_21", "ema_200", "sma_50", "sma_200" })
            columns[$"pct_dist_{mean}"] = Loop.From(0, h.Count, t => Loop.PercentOver(h.Close[t], means[mean][t]));
        foreach (var mean in new[] { "ema_8", "ema_21", "ema_200", "sma_21", "sma_50", "sma_100", "sma_150" })
            columns[$"atr_dist_{mean}"] = Loop.From(0, h.Count, t => (h.Close[t] - means[mean][t]) / range[t]);
        return columns;
    }
}
