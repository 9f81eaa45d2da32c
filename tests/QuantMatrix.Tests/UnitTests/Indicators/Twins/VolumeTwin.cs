namespace QuantMatrix.Tests.UnitTests.Indicators.Twins;

/// <summary>On-balance volume and volume against its own mean.</summary>
internal static class VolumeTwin
{
    public static Dictionary<string, double[]> Of(History h)
    {
        var mean = AveragesTwin.Simple(h.Volume, 50);
        var sum = 0.0;
        return new()
        {
            ["obv"] = Loop.From(0, h.Count, t => sum += t == 0 ? h.Volume[0] : h.Volume[t] * Math.Sign(h.Close[t] - h.Close[t - 1])),
            ["volume_sma_50"] = mean,
            ["volume_ratio_50"] = Loop.From(49, h.Count, t => h.Volume[t] / mean[t]),
        };
    }
}
