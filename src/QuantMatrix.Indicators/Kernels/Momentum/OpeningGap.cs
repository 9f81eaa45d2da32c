using System.Numerics;
using QuantMatrix.Indicators.Kernels.Trend;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Momentum;

/// <summary>The opening price against the previous close, and the close against the opening price.</summary>
internal sealed class OpeningGap : IIndicatorFamily
{
    public IEnumerable<Indicator> All =>
    [
        new([BarField.Open, BarField.Close], [Percent("gap_pct", "Distance of the open from the previous close, in percent.", "100·(O/C[−1] − 1)")], 1,
            (in KernelContext k) => Kernel(k.In(0), k.In(1), k.From, k.Out(0))),
        new([BarField.Close, BarField.Open], [Percent("change_from_open", "Price change since the open, in percent.", "100·(C/O − 1)")], 0,
            (in KernelContext k) => Distance.Kernel(k.In(0), k.In(1), k.From, k.Out(0))),
    ];

    private static Column Percent(string name, string meaning, string formula) =>
        new(name, Unit.Percent, meaning, formula, "textbook") { Bounds = new(-100, double.PositiveInfinity) };

    private static void Kernel(ReadOnlySpan<Vector<double>> o, ReadOnlySpan<Vector<double>> c, int from, Span<Vector<double>> y)
    {
        for (var t = from; t < o.Length; t++) y[t] = Lanes.PercentOver(o[t], c[t - 1]);
    }
}
