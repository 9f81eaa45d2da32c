using System.Numerics;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Momentum;

/// <summary>The opening price against the previous close.</summary>
internal sealed class OpeningGap : IIndicatorFamily
{
    public IEnumerable<Indicator> All =>
    [
        new([BarField.Open, BarField.Close],
            [
                new("gap_pct", Unit.Percent, "Distance of the open from the previous close, in percent.", "100·(O/C[−1] − 1)", "textbook")
                {
                    Bounds = new(-100, double.PositiveInfinity),
                },
            ], 1, (in KernelContext k) => Kernel(k.In(0), k.In(1), k.From, k.Out(0))),
    ];

    private static void Kernel(ReadOnlySpan<Vector<double>> o, ReadOnlySpan<Vector<double>> c, int from, Span<Vector<double>> y)
    {
        for (var t = from; t < o.Length; t++) y[t] = Lanes.PercentOver(o[t], c[t - 1]);
    }
}
