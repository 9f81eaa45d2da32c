using System.Numerics;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Momentum;

/// <summary>The middle of a session's high, low and close; a helper of others.</summary>
internal sealed class TypicalPrice : IIndicators
{
    public IEnumerable<Indicator> All => [Of];

    internal static Indicator Of => new([BarField.High, BarField.Low, BarField.Close],
        [new("typical_price", Unit.Price, "Middle of the session.", "(H + L + C)/3", "textbook") { Bounds = Bounds.NotNegative }], 0,
        (in KernelContext f) => Kernel(f.In(0), f.In(1), f.In(2), f.From, f.Out(0))) { Published = false };

    private static void Kernel(ReadOnlySpan<Vector<double>> h, ReadOnlySpan<Vector<double>> l, ReadOnlySpan<Vector<double>> c, int from, Span<Vector<double>> y)
    {
        var three = Lanes.Of(3);
        for (var t = from; t < c.Length; t++) y[t] = (h[t] + l[t] + c[t]) / three;
    }
}
