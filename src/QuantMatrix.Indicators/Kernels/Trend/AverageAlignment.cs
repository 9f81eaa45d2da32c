using System.Numerics;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Trend;

/// <summary>Alignment of the close and its moving averages from fast to slow; averages that differ by a rounding are equal.</summary>
internal sealed class AverageAlignment : IIndicatorFamily
{
    private const double Lagging = 1, Neutral = 2, Leading = 3;

    public IEnumerable<Indicator> All =>
    [
        new([BarField.Close, "sma_5", "sma_8", "sma_21", "sma_50", "sma_100", "sma_200"], [Bucket], 0, Buckets),
        new(["ema_21", "sma_21", "sma_50", "sma_100", "sma_200"], [Aligned], 0, Alignments),
    ];

    private static Column Bucket => new("ma_bucket", Unit.Label,
        "Moving-average alignment: LEADING when each faster average is above the next slower one, LAGGING when below, otherwise NEUTRAL.",
        "C>SMA5>SMA8>SMA21>SMA50>SMA100>SMA200, all strict → LEADING; all < → LAGGING; any missing → UNKNOWN; otherwise NEUTRAL", "in-house")
    {
        Labels = ["UNKNOWN", "LAGGING", "NEUTRAL", "LEADING"],
        Head = true,
    };

    private static Column Aligned => new("ma_aligned", Unit.Flag,
        "Bullish alignment: each faster moving average at or above the next slower one.", "EMA21≥SMA21≥SMA50≥SMA100≥SMA200", "in-house");

    private static void Buckets(in KernelContext k)
    {
        ReadOnlySpan<Vector<double>> c = k.In(0), a = k.In(1), b = k.In(2), d = k.In(3), e = k.In(4), g = k.In(5), h = k.In(6);
        var y = k.Out(0);
        Vector<double> leading = Lanes.Of(Leading), lagging = Lanes.Of(Lagging), neutral = Lanes.Of(Neutral);
        for (var t = k.From; t < c.Length; t++)
        {
            var above = Rounding.IsAbove(c[t], a[t]) & Rounding.IsAbove(a[t], b[t]) & Rounding.IsAbove(b[t], d[t])
                & Rounding.IsAbove(d[t], e[t]) & Rounding.IsAbove(e[t], g[t]) & Rounding.IsAbove(g[t], h[t]);
            var below = Rounding.IsBelow(c[t], a[t]) & Rounding.IsBelow(a[t], b[t]) & Rounding.IsBelow(b[t], d[t])
                & Rounding.IsBelow(d[t], e[t]) & Rounding.IsBelow(e[t], g[t]) & Rounding.IsBelow(g[t], h[t]);
            y[t] = Vector.ConditionalSelect(above, leading, Vector.ConditionalSelect(below, lagging, neutral));
        }
    }

    private static void Alignments(in KernelContext k)
    {
        ReadOnlySpan<Vector<double>> a = k.In(0), b = k.In(1), c = k.In(2), d = k.In(3), e = k.In(4);
        var y = k.Out(0);
        for (var t = k.From; t < a.Length; t++)
        {
            var aligned = Rounding.IsNotBelow(a[t], b[t]) & Rounding.IsNotBelow(b[t], c[t])
                & Rounding.IsNotBelow(c[t], d[t]) & Rounding.IsNotBelow(d[t], e[t]);
            y[t] = Vector.ConditionalSelect(aligned, Vector<double>.One, Vector<double>.Zero);
        }
    }
}
