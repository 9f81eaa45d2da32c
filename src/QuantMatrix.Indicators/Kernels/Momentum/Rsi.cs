using System.Numerics;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Momentum;

/// <summary>Relative strength index: share of gains in Wilder-smoothed price changes.</summary>
internal sealed class Rsi : IIndicatorFamily
{
    public IEnumerable<Indicator> All => [Of(14)];

    internal static Indicator Of(int n) =>
        new([BarField.Close], [Column(n)], n, (in KernelContext k) => Kernel(k.In(0), n, k.Out(0))) { Recursive = true };

    private static Column Column(int n) => new($"rsi_{n}", Unit.Ratio, $"{n}-session relative strength index; below 30 oversold, above 70 overbought.",
        "100·AG/(AG+AL), AG and AL = Wilder averages of gains and losses; NULL when both are 0", "Wilder 1978")
    {
        StableAfter = Lanes.BarsToConverge(Wilder.Decay(n)),
        Bounds = Bounds.Percent,
        Differs = "NULL when the price has not moved, where TA-Lib returns 0 and TradingView 100.",
        Head = true,
    };

    /// <summary>The seed is the mean of the first n changes, so the first value is at row n. 0/0 (no movement) stays NaN.</summary>
    private static void Kernel(ReadOnlySpan<Vector<double>> c, int n, Span<Vector<double>> y)
    {
        var (decay, weight) = (Lanes.Of(Wilder.Decay(n)), Lanes.Of(1.0 / n));
        Vector<double> up = default, down = default;
        for (var t = 1; t <= n; t++)
        {
            var change = c[t] - c[t - 1];
            up += Vector.Max(change, Vector<double>.Zero) * weight;
            down += Vector.Max(-change, Vector<double>.Zero) * weight;
        }
        y[n] = Lanes.Hundred * (up / (up + down));
        for (var t = n + 1; t < c.Length; t++)
        {
            var change = c[t] - c[t - 1];
            up = up * decay + Vector.Max(change, Vector<double>.Zero) * weight;
            down = down * decay + Vector.Max(-change, Vector<double>.Zero) * weight;
            y[t] = Lanes.Hundred * (up / (up + down));
        }
    }
}
