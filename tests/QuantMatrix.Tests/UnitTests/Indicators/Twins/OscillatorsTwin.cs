namespace QuantMatrix.Tests.UnitTests.Indicators.Twins;

/// <summary>RSI, MACD, stochastics, Williams %R, CCI, MFI and rate of change.</summary>
internal static class OscillatorsTwin
{
    public static Dictionary<string, double[]> Of(History h)
    {
        var (stochK, stochD) = Stochastics(h);
        var (macd, signal, histogram) = Macd(h.Close);
        return new()
        {
            ["rsi_14"] = Rsi(h.Close, 14),
            ["macd"] = macd,
            ["macd_signal"] = signal,
            ["macd_histogram"] = histogram,
            ["stoch_k_14_3"] = stochK,
            ["stoch_d_3"] = stochD,
            ["willr_14"] = Loop.From(13, h.Count, t =>
                -100 * (Loop.Highest(h.High, t, 14) - h.Close[t]) / (Loop.Highest(h.High, t, 14) - Loop.Lowest(h.Low, t, 14))),
            ["cci_20"] = Loop.From(19, h.Count, t => Cci(h.Typical, t, 20)),
            ["mfi_14"] = Loop.From(14, h.Count, t => Mfi(h, t, 14)),
            ["roc_20"] = Loop.From(20, h.Count, t => Loop.PercentOver(h.Close[t], h.Close[t - 20])),
        };
    }

    private static double[] Rsi(double[] close, int n)
    {
        var rises = AveragesTwin.Wilder(Loop.From(1, close.Length, t => Math.Max(close[t] - close[t - 1], 0)), n, first: 1);
        var falls = AveragesTwin.Wilder(Loop.From(1, close.Length, t => Math.Max(close[t - 1] - close[t], 0)), n, first: 1);
        return Loop.From(n, close.Length, t => 100 * rises[t] / (rises[t] + falls[t]));
    }

    private static (double[] Macd, double[] Signal, double[] Histogram) Macd(double[] close)
    {
        var (fast, slow) = (AveragesTwin.Exponential(close, 12), AveragesTwin.Exponential(close, 26));
        var macd = Loop.From(25, close.Length, t => Loop.Difference(fast[t], slow[t]));
        var signal = AveragesTwin.Exponential(macd, 9, first: 25);
        return (macd, signal, Loop.From(33, close.Length, t => Loop.Difference(macd[t], signal[t])));
    }

    /// <summary>A window whose high equals its low has no raw %K, and neither do the averages that contain it.</summary>
    private static (double[] K, double[] D) Stochastics(History h)
    {
        var raw = Loop.From(13, h.Count, t =>
        {
            var (highest, lowest) = (Loop.Highest(h.High, t, 14), Loop.Lowest(h.Low, t, 14));
            return 100 * (h.Close[t] - lowest) / (highest - lowest);
        });
        var k = Loop.From(15, h.Count, t => Loop.Mean(raw, t, 3));
        return (k, Loop.From(17, h.Count, t => Loop.Mean(k, t, 3)));
    }

    private static double Cci(double[] typical, int t, int n)
    {
        var mean = Loop.MeanFromNewest(typical, t, n);
        var deviation = 0.0;
        for (var i = t - n + 1; i <= t; i++) deviation += Math.Abs(typical[i] - mean) / n;
        return (typical[t] - mean) / (0.015 * deviation);
    }

    private static double Mfi(History h, int t, int n)
    {
        var (positive, negative) = (0.0, 0.0);
        for (var i = t - n + 1; i <= t; i++)
        {
            if (h.Typical[i] > h.Typical[i - 1]) positive += h.Typical[i] * h.Volume[i];
            if (h.Typical[i] < h.Typical[i - 1]) negative += h.Typical[i] * h.Volume[i];
        }
        return 100 * positive / (positive + negative);
    }
}
