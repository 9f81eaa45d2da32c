namespace QuantMatrix.Tests.UnitTests.Indicators.Twins;

/// <summary>True range, average true range and historical volatility.</summary>
internal static class VolatilityTwin
{
    public static Dictionary<string, double[]> Of(History h)
    {
        var columns = new Dictionary<string, double[]>();
        foreach (var n in new[] { 14, 30 })
        {
            var range = columns[$"atr_{n}"] = AverageTrueRange(h, n);
            columns[$"atrp_{n}"] = Loop.From(n, h.Count, t => 100 * range[t] / h.Close[t]);
        }
        var returns = Loop.From(1, h.Count, t => Math.Log(h.Close[t] / h.Close[t - 1]));
        foreach (var n in new[] { 20, 60 })
            columns[$"hv_{n}"] = Loop.From(n, h.Count, t => Math.Sqrt(Loop.Products(returns, returns, t, n) / (n - 1)) * Math.Sqrt(252) * 100);
        return columns;
    }

    public static double[] TrueRange(History h) => Loop.From(1, h.Count, t =>
        Math.Max(h.High[t] - h.Low[t], Math.Max(Math.Abs(h.High[t] - h.Close[t - 1]), Math.Abs(h.Low[t] - h.Close[t - 1]))));

    public static double[] AverageTrueRange(History h, int n) => AveragesTwin.Wilder(TrueRange(h), n, first: 1);
}

/// <summary>Bollinger Bands: the mean of 20 closes and twice their population standard deviation.</summary>
internal static class BollingerTwin
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

/// <summary>Beta and correlation of the returns between dates that symbol and benchmark have.</summary>
internal static class BetaTwin
{
    private const int N = 252, Fewest = 230;

    public static Dictionary<string, double[]> Of(History h)
    {
        var closes = h.Market.Benchmark.ToDictionary(b => b.Day, b => b.Close);
        int[] common = [.. Enumerable.Range(0, h.Count).Where(t => closes.ContainsKey(h.Bars[t].Day))];
        var pairs = common.Skip(1).Zip(common, (now, before) => (Row: now, Own: h.Close[now] / h.Close[before] - 1,
            Other: closes[h.Bars[now].Day] / closes[h.Bars[before].Day] - 1)).ToArray();
        var slopes = Loop.From(N, h.Count, t => Window(t) is { } w ? Loop.Products(w.Own, w.Other) / Loop.Products(w.Other, w.Other) : double.NaN);
        var correlations = Loop.From(N, h.Count, t => Window(t) is { } w
            ? Loop.Products(w.Own, w.Other) / Math.Sqrt(Loop.Products(w.Own, w.Own) * Loop.Products(w.Other, w.Other)) : double.NaN);
        return new() { ["beta_252"] = slopes, ["corr_252"] = correlations };

        (double[] Own, double[] Other)? Window(int t)
        {
            var inside = pairs.Where(p => p.Row > t - N && p.Row <= t).ToArray();
            return inside.Length < Fewest ? null : (Array.ConvertAll(inside, p => p.Own), Array.ConvertAll(inside, p => p.Other));
        }
    }
}
