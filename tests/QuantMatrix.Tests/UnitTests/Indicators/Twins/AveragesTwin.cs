namespace QuantMatrix.Tests.UnitTests.Indicators.Twins;

/// <summary>Simple, exponential and Wilder averages.</summary>
internal static class AveragesTwin
{
    public static Dictionary<string, double[]> Of(History h)
    {
        var columns = new Dictionary<string, double[]>();
        foreach (var n in new[] { 5, 8, 10, 14, 20, 21, 50, 63, 100, 150, 200 }) columns[$"sma_{n}"] = Simple(h.Close, n);
        foreach (var n in new[] { 8, 10, 21, 200 }) columns[$"ema_{n}"] = Exponential(h.Close, n);
        var slow = columns["sma_200"];
        columns["sma200_rising_20d"] = Loop.From(219, h.Count, t => Loop.IsAbove(slow[t], slow[t - 20]) ? 1 : 0);
        return columns;
    }

    public static double[] Simple(double[] x, int n) => Loop.From(n - 1, x.Length, t => Loop.Mean(x, t, n));

    /// <param name="x">Values from <paramref name="first"/> on.</param>
    /// <param name="n">Span; the seed is the mean of the first n values.</param>
    /// <param name="first">First bar with a value.</param>
    public static double[] Exponential(double[] x, int n, int first = 0)
    {
        var k = 2.0 / (n + 1);
        var mean = double.NaN;
        return Loop.From(first + n - 1, x.Length, t => mean = t == first + n - 1 ? Loop.Mean(x, t, n) : mean + k * (x[t] - mean));
    }

    /// <summary>Wilder's average: ((n−1)·A₋₁ + x)/n, seeded with the mean of the first n values.</summary>
    public static double[] Wilder(double[] x, int n, int first)
    {
        var mean = double.NaN;
        return Loop.From(first + n - 1, x.Length, t => mean = t == first + n - 1 ? Loop.Mean(x, t, n) : ((n - 1) * mean + x[t]) / n);
    }
}

/// <summary>Distance of the close from its averages, in percent and in ATR.</summary>
internal static class DistancesTwin
{
    public static Dictionary<string, double[]> Of(History h)
    {
        var (means, range) = (AveragesTwin.Of(h), VolatilityTwin.AverageTrueRange(h, 14));
        var columns = new Dictionary<string, double[]>();
        foreach (var mean in new[] { "ema_8", "ema_21", "ema_200", "sma_50", "sma_200" })
            columns[$"pct_dist_{mean}"] = Loop.From(0, h.Count, t => Loop.PercentOver(h.Close[t], means[mean][t]));
        foreach (var mean in new[] { "ema_8", "ema_21", "ema_200", "sma_21", "sma_50", "sma_100", "sma_150" })
            columns[$"atr_dist_{mean}"] = Loop.From(0, h.Count, t => Loop.Difference(h.Close[t], means[mean][t]) / range[t]);
        return columns;
    }
}

/// <summary>Alignment of the averages from fast to slow.</summary>
internal static class AlignmentTwin
{
    public const int Lagging = 1, Neutral = 2, Leading = 3;

    public static Dictionary<string, double[]> Of(History h)
    {
        var means = AveragesTwin.Of(h);
        double[][] bucket = [h.Close, means["sma_5"], means["sma_8"], means["sma_21"], means["sma_50"], means["sma_100"], means["sma_200"]];
        double[][] aligned = [means["ema_21"], means["sma_21"], means["sma_50"], means["sma_100"], means["sma_200"]];
        return new()
        {
            ["ma_bucket"] = Loop.From(199, h.Count, t =>
                Neighbors(bucket, t, Loop.IsAbove) ? Leading : Neighbors(bucket, t, (fast, slow) => Loop.IsAbove(slow, fast)) ? Lagging : Neutral),
            ["ma_aligned"] = Loop.From(199, h.Count, t => Neighbors(aligned, t, (fast, slow) => !Loop.IsAbove(slow, fast)) ? 1 : 0),
        };
    }

    private static bool Neighbors(double[][] columns, int t, Func<double, double, bool> holds)
    {
        for (var c = 1; c < columns.Length; c++)
            if (!holds(columns[c - 1][t], columns[c][t])) return false;
        return true;
    }
}
