using System.Numerics;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Volume;

/// <summary>Money flow index: share of positive money flow, a volume-weighted RSI.</summary>
internal sealed class MoneyFlow : IIndicatorFamily
{
    private const string Source = "Quong and Soudack 1989";

    public IEnumerable<Indicator> All => [Flow, Of(14)];

    /// <summary>Requires the typical price in the same catalogue.</summary>
    internal static Indicator Flow => new(["typical_price", BarField.Volume],
        [new("money_flow", Unit.Price, "Raw money flow, negative in a falling session.", "±TP·V by the sign of the change in TP", Source)], 1,
        (in KernelContext k) => Flows(k.In(0), k.In(1), k.From, k.Out(0)))
    { Published = false };

    internal static Indicator Of(int n) =>
        new(["money_flow"], [Column(n)], n - 1, (in KernelContext k) => Kernel(k.In(0), n, k.From, k.Out(0)));

    private static Column Column(int n) =>
        new($"mfi_{n}", Unit.Ratio, $"{n}-session money flow index; below 20 oversold, above 80 overbought.",
            "100·P/(P+N), P and N = sums of TP·V over rises and falls of TP = (H+L+C)/3; unchanged counts for neither; NULL when both are 0", Source)
        {
            Bounds = Bounds.Percent,
            Differs = "TA-Lib returns 0 when the total money flow is below 1.",
        };

    private static void Flows(ReadOnlySpan<Vector<double>> tp, ReadOnlySpan<Vector<double>> v, int from, Span<Vector<double>> y)
    {
        for (var t = from; t < tp.Length; t++) y[t] = tp[t] * Lanes.Signed(v[t], tp[t] - tp[t - 1]);
    }

    /// <summary>0/0 (no flow) stays NaN.</summary>
    private static void Kernel(ReadOnlySpan<Vector<double>> flow, int n, int from, Span<Vector<double>> y)
    {
        for (var t = from; t < flow.Length; t++)
        {
            Vector<double> zero = default, rising = default, falling = default;
            foreach (var x in flow.Slice(t - n + 1, n))
                (rising, falling) = (rising + Vector.Max(x, zero), falling - Vector.Min(x, zero));
            y[t] = Lanes.Hundred * (rising / (rising + falling));
        }
    }
}
