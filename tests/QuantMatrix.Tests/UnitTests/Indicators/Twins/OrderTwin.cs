namespace QuantMatrix.Tests.UnitTests.Indicators.Twins;

/// <summary>How the averages stand to each other, from fast to slow.</summary>
internal static class OrderTwin
{
    public const int Lagging = 1, Neutral = 2, Leading = 3;

    public static Dictionary<string, double[]> Of(History h)
    {
        var means = AveragesTwin.Of(h);
        double[][] bucket = [h.Close, means["sma_5"], means["sma_8"], means["sma_21"], means["sma_50"], means["sma_100"], means["sma_200"]];
        double[][] aligned = [means["ema_21"], means["sma_21"], means["sma_50"], means["sma_100"], means["sma_200"]];
        return new()
        {
            ["ma_bucket"] = Loop.From(199, h.Count, t => Neighbours(bucket, t, (fast, slow) => fast > slow) ? Leading : Neighbours(bucket, t, (fast, slow) => fast < slow) ? Lagging : Neutral),
            ["ma_aligned"] = Loop.From(199, h.Count, t => Neighbours(aligned, t, (fast, slow) => fast >= slow) ? 1 : 0),
        };
    }

    private static bool Neighbours(double[][] columns, int t, Func<double, double, bool> holds)
    {
        for (var c = 1; c < columns.Length; c++)
            if (!holds(columns[c - 1][t], columns[c][t])) return false;
        return true;
    }
}
