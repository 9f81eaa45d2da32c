using System.Numerics;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Trend;

/// <summary>Alignment of the close and its moving averages from fast to slow.</summary>
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
            var above = Vector.GreaterThan(c[t], a[t]) & Vector.GreaterThan(a[t], b[t]) & Vector.GreaterThan(b[t], d[t])
                & Vector.GreaterThan(d[t], e[t]) & Vector.GreaterThan(e[t], g[t]) & Vector.GreaterThan(g[t], h[t]);
            var below = Vector.LessThan(c[t], a[t]) & Vector.LessThan(a[t], b[t]) & Vector.LessThan(b[t], d[t])
                & Vector.LessThan(d[t], e[t]) & Vector.LessThan(e[t], g[t]) & Vector.LessThan(g[t], h[t]);
            y[t] = Vector.ConditionalSelect(above, leading, Vector.ConditionalSelect(below, lagging, neutral));
        }
    }

    private static void Alignments(in KernelContext k)
    {
        ReadOnlySpan<Vector<double>> a = k.In(0), b = k.In(1), c = k.In(2), d = k.In(3), e = k.In(4);
        var y = k.Out(0);
        for (var t = k.From; t < a.Length; t++)
        {
            var aligned = Vector.GreaterThanOrEqual(a[t], b[t]) & Vector.GreaterThanOrEqual(b[t], c[t])
                & Vector.GreaterThanOrEqual(c[t], d[t]) & Vector.GreaterThanOrEqual(d[t], e[t]);
            y[t] = Vector.ConditionalSelect(aligned, Vector<double>.One, Vector<double>.Zero);
        }
    }
}
