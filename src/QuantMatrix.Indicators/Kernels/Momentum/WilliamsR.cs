using System.Numerics;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Momentum;

/// <summary>Williams %R: distance of the close below the n-session high, as a percentage of the range.</summary>
internal sealed class WilliamsR : IIndicatorFamily
{
    public IEnumerable<Indicator> All => [Of(14)];

    /// <summary>Requires the high and low of the same window in the same catalogue.</summary>
    internal static Indicator Of(int n) => new([BarField.Close, $"high_{n}d", $"low_{n}d"], [Column(n)], 0, (in KernelContext k) =>
        Kernel(k.In(0), k.In(1), k.In(2), k.From, k.Out(0)));

    private static Column Column(int n) =>
        new($"willr_{n}", Unit.Ratio, $"Williams %R: position of the close in the {n}-session range, from 0 at the high to −100 at the low.",
            "−100·(HH−C)/(HH−LL), NULL when HH = LL", "Williams")
        { Bounds = new(-100, 0), Differs = "TA-Lib returns 0 when HH = LL." };

    /// <summary>0/0 (HH = LL) stays NaN.</summary>
    private static void Kernel(ReadOnlySpan<Vector<double>> c, ReadOnlySpan<Vector<double>> hh, ReadOnlySpan<Vector<double>> ll, int from,
        Span<Vector<double>> y)
    {
        for (var t = from; t < c.Length; t++) y[t] = Lanes.Hundred * ((c[t] - hh[t]) / (hh[t] - ll[t]));
    }
}
