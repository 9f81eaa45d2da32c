using System.Numerics;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Momentum;

/// <summary>Relative strength index: how much of the recent movement was upwards.</summary>
internal sealed class Rsi : IIndicators
{
    public IEnumerable<Indicator> All => [Of(14)];

    internal static Indicator Of(int n) => new([BarField.Close], [Column(n)], n, (in KernelContext f) => Kernel(f.In(0), n, f.Out(0))) { Recursive = true };

    private static Column Column(int n) => new($"rsi_{n}", Unit.Ratio, "Share of upward movement in recent sessions; under 30 sold out, over 70 bought up.",
        "100·AG/(AG+AL), Wilder means of rises and falls; no movement at all gives no value", "Wilder 1978")
    {
        StableAfter = Lanes.Forgets(Wilder.Kept(n)),
        Bounds = Bounds.Percent,
        Differs = "TA-Lib gives 0 when nothing moved.",
        Head = true,
    };

    /// <summary>The seed is the mean of the first n changes, so the first value stands at row n. 0/0 (no movement) stays NaN.</summary>
    private static void Kernel(ReadOnlySpan<Vector<double>> c, int n, Span<Vector<double>> y)
    {
        var (keep, share) = (Lanes.Of(Wilder.Kept(n)), Lanes.Of(1.0 / n));
        Vector<double> up = default, down = default;
        for (var t = 1; t <= n; t++)
        {
            var change = c[t] - c[t - 1];
            up += Vector.Max(change, Vector<double>.Zero) * share;
            down += Vector.Max(-change, Vector<double>.Zero) * share;
        }
        y[n] = Lanes.Hundred * (up / (up + down));
        for (var t = n + 1; t < c.Length; t++)
        {
            var change = c[t] - c[t - 1];
            up = up * keep + Vector.Max(change, Vector<double>.Zero) * share;
            down = down * keep + Vector.Max(-change, Vector<double>.Zero) * share;
            y[t] = Lanes.Hundred * (up / (up + down));
        }
    }
}
