using System.Numerics;
using QuantMatrix.Indicators.Kernels.Trend;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Volume;

/// <summary>Average value traded in a session: what the liquidity of a symbol is judged by.</summary>
internal sealed class DollarVolume : IIndicatorFamily
{
    private const int Period = 20;

    public IEnumerable<Indicator> All =>
    [
        new([BarField.Close, BarField.Volume], [new("value_traded", Unit.Price, "Value traded in the session.", "C·V", "textbook")], 0,
            (in KernelContext k) => Kernel(k.In(0), k.In(1), k.From, k.Out(0))) { Published = false },
        Sma.Over("value_traded", new($"dollar_volume_{Period}", Unit.Price, $"{Period}-session average of the value traded, in the quote currency.",
            $"mean of C·V of the last {Period} sessions", "textbook") { Bounds = Bounds.NotNegative }, Period),
    ];

    private static void Kernel(ReadOnlySpan<Vector<double>> c, ReadOnlySpan<Vector<double>> v, int from, Span<Vector<double>> y)
    {
        for (var t = from; t < c.Length; t++) y[t] = c[t] * v[t];
    }
}
