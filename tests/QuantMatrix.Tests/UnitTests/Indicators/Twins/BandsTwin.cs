namespace QuantMatrix.Tests.UnitTests.Indicators.Twins;

/// <summary>Bollinger's bands: the mean of 20 closes and twice their population deviation.</summary>
internal static class BandsTwin
{
    private const int N = 20;

    public static Dictionary<string, double[]> Of(History h)
    {
        var mean = Loop.From(N - 1, h.Count, t => Loop.MeanFromNewest(h.Close, t, N));
        var deviation = Loop.From(N - 1, h.Count, t => Math.Sqrt(Loop.Products(h.Close, h.Close, t, N) / N));
        var (upper, lower) = (Loop.From(N - 1, h.Count, t => mean[t] + 2 * deviation[t]), Loop.From(N - 1, h.Count, t => mean[t] - 2 * deviation[t]));
        return new()
        {
            ["bb_upper_20"] = upper,
            ["bb_lower_20"] = lower,
            ["bb_pctb_20"] = Loop.From(N - 1, h.Count, t => (h.Close[t] - lower[t]) / (upper[t] - lower[t])),
            ["bb_width_20"] = Loop.From(N - 1, h.Count, t => (upper[t] - lower[t]) / mean[t]),
        };
    }
}
