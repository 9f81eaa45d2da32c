namespace QuantMatrix.Tests.UnitTests.Indicators.Twins;

/// <summary>SuperTrend and the parabolic stop, bar by bar, as a chart draws them.</summary>
internal static class TrendStopsTwin
{
    public static Dictionary<string, double[]> Of(History h)
    {
        var (stop, up) = SuperTrend(h, 10, 3);
        return new() { ["supertrend"] = stop, ["supertrend_up"] = up, ["psar"] = Parabolic(h) };
    }

    private static (double[] Stop, double[] Up) SuperTrend(History h, int n, double factor)
    {
        var range = VolatilityTwin.AverageTrueRange(h, n);
        var (upper, lower, isUp) = (double.NaN, double.NaN, false);
        var up = new double[h.Count];
        var stop = Loop.From(n, h.Count, t =>
        {
            var (middle, isFirst) = ((h.High[t] + h.Low[t]) / 2, t == n);
            var (high, low) = (middle + factor * range[t], middle - factor * range[t]);
            if (isFirst || low > lower || h.Close[t - 1] < lower) lower = low;
            if (isFirst || high < upper || h.Close[t - 1] > upper) upper = high;
            if (!isFirst) isUp = isUp ? !(h.Close[t] < lower) : h.Close[t] > upper;
            up[t] = isUp ? 1 : 0;
            return isUp ? lower : upper;
        });
        return (stop, Loop.From(n, h.Count, t => up[t]));
    }

    private static double[] Parabolic(History h)
    {
        const double Step = 0.02, Most = 0.2;
        var values = Enumerable.Repeat(double.NaN, h.Count).ToArray();
        if (h.Count < 2) return values;
        var isLong = !(h.Low[0] - h.Low[1] > 0 && h.Low[0] - h.Low[1] > h.High[1] - h.High[0]);
        var (stop, extreme, acceleration) = isLong ? (h.Low[0], h.High[1], Step) : (h.High[0], h.Low[1], Step);
        for (var t = 1; t < h.Count; t++)
        {
            var before = Math.Max(1, t - 1);
            var (high, low) = (Math.Max(h.High[before], h.High[t]), Math.Min(h.Low[before], h.Low[t]));
            if (isLong ? h.Low[t] <= stop : h.High[t] >= stop)
            {
                stop = values[t] = isLong ? Math.Max(extreme, high) : Math.Min(extreme, low);
                (isLong, acceleration) = (!isLong, Step);
                extreme = isLong ? h.High[t] : h.Low[t];
            }
            else
            {
                values[t] = stop;
                var further = isLong ? h.High[t] > extreme : h.Low[t] < extreme;
                if (further) (extreme, acceleration) = (isLong ? h.High[t] : h.Low[t], Math.Min(Most, acceleration + Step));
            }
            stop += acceleration * (extreme - stop);
            stop = isLong ? Math.Min(stop, low) : Math.Max(stop, high);
        }
        return values;
    }
}

/// <summary>Keltner channel and squeeze, Ichimoku lines, TRIX, anchored averages and the extension in average ranges.</summary>
internal static class ChannelsTwin
{
    public static Dictionary<string, double[]> Of(History h)
    {
        var (mean, range) = (AveragesTwin.Exponential(h.Close, 20), VolatilityTwin.AverageTrueRange(h, 10));
        var bands = BollingerTwin.Of(h);
        double[] tenkan = Middle(h, 9), kijun = Middle(h, 26);
        var smooth = AveragesTwin.Exponential(AveragesTwin.Exponential(AveragesTwin.Exponential(h.Close, 15), 15, first: 14), 15, first: 28);
        var (fifty, atr) = (AveragesTwin.Simple(h.Close, 50), VolatilityTwin.AverageTrueRange(h, 14));
        return new()
        {
            ["keltner_upper_20"] = Loop.From(19, h.Count, t => mean[t] + 2 * range[t]),
            ["keltner_lower_20"] = Loop.From(19, h.Count, t => mean[t] - 2 * range[t]),
            ["squeeze"] = Loop.From(19, h.Count, t =>
                bands["bb_upper_20"][t] < mean[t] + 1.5 * range[t] && bands["bb_lower_20"][t] > mean[t] - 1.5 * range[t] ? 1 : 0),
            ["ichimoku_tenkan"] = tenkan,
            ["ichimoku_kijun"] = kijun,
            ["ichimoku_span_a"] = Loop.From(25, h.Count, t => (tenkan[t] + kijun[t]) / 2),
            ["ichimoku_span_b"] = Middle(h, 52),
            ["ichimoku_lagging_pct"] = Loop.From(26, h.Count, t => Loop.PercentOver(h.Close[t], h.Close[t - 26])),
            ["trix_15"] = Loop.From(43, h.Count, t => Loop.PercentOver(smooth[t], smooth[t - 1])),
            ["avwap_low_52w"] = Anchored(h, h.Low),
            ["avwap_high_52w"] = Anchored(h, Array.ConvertAll(h.High, x => -x)),
            ["atr_multiple_from_sma50"] = Loop.From(49, h.Count, t => Loop.PercentOver(h.Close[t], fifty[t]) / (100 * atr[t] / h.Close[t])),
        };
    }

    private static double[] Middle(History h, int n) => Loop.From(n - 1, h.Count, t => (Loop.Highest(h.High, t, n) + Loop.Lowest(h.Low, t, n)) / 2);

    /// <summary>From the last of the lowest values of a year on.</summary>
    private static double[] Anchored(History h, double[] x) => Loop.From(59, h.Count, t =>
    {
        var first = Math.Max(0, t - 251);
        var anchor = Enumerable.Range(first, t - first + 1).MinBy(i => (x[i], -i));
        var window = Enumerable.Range(anchor, t - anchor + 1).ToArray();
        return window.Sum(i => h.Typical[i] * h.Volume[i]) / window.Sum(i => h.Volume[i]);
    });
}
