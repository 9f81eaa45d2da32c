using System.Numerics;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Trend;

/// <summary>Whether the 200-day average is higher than a month ago.</summary>
internal sealed class RisingAverage : IIndicatorFamily
{
    private const int Sessions = 20;

    public IEnumerable<Indicator> All =>
    [
        new(["sma_200"],
            [
                new($"sma200_rising_{Sessions}d", Unit.Flag, $"Whether SMA 200 is higher than {Sessions} sessions earlier.",
                    $"sma_200 > sma_200[−{Sessions}]", "textbook"),
            ], Sessions, (in KernelContext k) => Kernel(k.In(0), k.From, k.Out(0))),
    ];

    private static void Kernel(ReadOnlySpan<Vector<double>> x, int from, Span<Vector<double>> y)
    {
        for (var t = from; t < x.Length; t++)
            y[t] = Vector.ConditionalSelect(Rounding.IsAbove(x[t], x[t - Sessions]), Vector<double>.One, Vector<double>.Zero);
    }
}
