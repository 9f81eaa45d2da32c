using System.Numerics;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Trend;

/// <summary>How the close and its averages are stacked: a trend in one word.</summary>
internal sealed class AverageOrder : IIndicators
{
    private const double Lagging = 1, Neutral = 2, Leading = 3;

    public IEnumerable<Indicator> All =>
    [
        new([BarField.Close, "sma_5", "sma_8", "sma_21", "sma_50", "sma_100", "sma_200"], [Bucket], 0, Buckets),
        new(["ema_21", "sma_21", "sma_50", "sma_100", "sma_200"], [Aligned], 0, Alignments),
    ];

    private static Column Bucket => new("ma_bucket", Unit.Label, "LEADING when every faster average stands over every slower one, LAGGING when under, else NEUTRAL.",
        "C>SMA5>SMA8>SMA21>SMA50>SMA100>SMA200, all strict → LEADING; all < → LAGGING; any without value → UNKNOWN; else NEUTRAL", "house")
    {
        Labels = ["UNKNOWN", "LAGGING", "NEUTRAL", "LEADING"],
        Head = true,
    };

    private static Column Aligned => new("ma_aligned", Unit.Flag, "Whether the averages from fast to slow stand in falling order, equals allowed.",
        "EMA21≥SMA21≥SMA50≥SMA100≥SMA200", "house");

    private static void Buckets(in KernelContext f)
    {
        ReadOnlySpan<Vector<double>> c = f.In(0), a = f.In(1), b = f.In(2), d = f.In(3), e = f.In(4), g = f.In(5), h = f.In(6);
        var y = f.Out(0);
        Vector<double> leading = Lanes.Of(Leading), lagging = Lanes.Of(Lagging), neutral = Lanes.Of(Neutral);
        for (var t = f.From; t < c.Length; t++)
        {
            var above = Vector.GreaterThan(c[t], a[t]) & Vector.GreaterThan(a[t], b[t]) & Vector.GreaterThan(b[t], d[t])
                & Vector.GreaterThan(d[t], e[t]) & Vector.GreaterThan(e[t], g[t]) & Vector.GreaterThan(g[t], h[t]);
            var below = Vector.LessThan(c[t], a[t]) & Vector.LessThan(a[t], b[t]) & Vector.LessThan(b[t], d[t])
                & Vector.LessThan(d[t], e[t]) & Vector.LessThan(e[t], g[t]) & Vector.LessThan(g[t], h[t]);
            y[t] = Vector.ConditionalSelect(above, leading, Vector.ConditionalSelect(below, lagging, neutral));
        }
    }

    private static void Alignments(in KernelContext f)
    {
        ReadOnlySpan<Vector<double>> a = f.In(0), b = f.In(1), c = f.In(2), d = f.In(3), e = f.In(4);
        var y = f.Out(0);
        for (var t = f.From; t < a.Length; t++)
        {
            var falling = Vector.GreaterThanOrEqual(a[t], b[t]) & Vector.GreaterThanOrEqual(b[t], c[t])
                & Vector.GreaterThanOrEqual(c[t], d[t]) & Vector.GreaterThanOrEqual(d[t], e[t]);
            y[t] = Vector.ConditionalSelect(falling, Vector<double>.One, Vector<double>.Zero);
        }
    }
}
