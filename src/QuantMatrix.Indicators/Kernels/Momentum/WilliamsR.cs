using System.Numerics;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Momentum;

/// <summary>Williams %R: how far the close stands under the high of the last sessions.</summary>
internal sealed class WilliamsR : IIndicators
{
    public IEnumerable<Indicator> All => [Of(14)];

    /// <summary>Needs the extremes of the same window beside it.</summary>
    internal static Indicator Of(int n) => new([BarField.Close, $"high_{n}d", $"low_{n}d"], [Column(n)], 0, (in KernelContext f) => Kernel(f.In(0), f.In(1), f.In(2), f.From, f.Out(0)));

    private static Column Column(int n) =>
        new($"willr_{n}", Unit.Ratio, $"How far the close stands under the high (0) towards the low (−100) of the last {n} sessions.",
            "−100·(HH−C)/(HH−LL), none when HH = LL", "Williams") { Bounds = new(-100, 0), Differs = "TA-Lib gives 0 when HH = LL." };

    /// <summary>0/0 (HH = LL) stays NaN.</summary>
    private static void Kernel(ReadOnlySpan<Vector<double>> c, ReadOnlySpan<Vector<double>> hh, ReadOnlySpan<Vector<double>> ll, int from, Span<Vector<double>> y)
    {
        for (var t = from; t < c.Length; t++) y[t] = Lanes.Hundred * ((c[t] - hh[t]) / (hh[t] - ll[t]));
    }
}
