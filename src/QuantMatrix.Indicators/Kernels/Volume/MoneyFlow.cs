using System.Numerics;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Volume;

/// <summary>Money flow index: which share of the money that changed hands did so in rising sessions.</summary>
internal sealed class MoneyFlow : IIndicators
{
    public IEnumerable<Indicator> All => [Flow, Of(14)];

    /// <summary>Needs the typical price beside it.</summary>
    internal static Indicator Flow => new(["typical_price", BarField.Volume],
        [new("money_flow", Unit.Price, "Money that changed hands, negative in a falling session.", "±TP·V by the sign of the change of TP", "Quong and Soudack 1989")], 1,
        (in KernelContext f) => Flows(f.In(0), f.In(1), f.From, f.Out(0))) { Published = false };

    internal static Indicator Of(int n) => new(["money_flow"], [Column(n)], n - 1, (in KernelContext f) => Kernel(f.In(0), n, f.From, f.Out(0)));

    private static Column Column(int n) =>
        new($"mfi_{n}", Unit.Ratio, $"Share of the money that changed hands in the rising ones of the last {n} sessions; under 20 sold out, over 80 bought up.",
            "100·P/(P+N), sums of TP·V where TP = (H+L+C)/3 rose and fell; no change counts for neither; none when both are 0", "Quong and Soudack 1989")
        {
            Bounds = Bounds.Percent,
            Differs = "TA-Lib gives 0 when less than 1 changed hands.",
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
            foreach (var x in flow.Slice(t - n + 1, n)) (rising, falling) = (rising + Vector.Max(x, zero), falling - Vector.Min(x, zero));
            y[t] = Lanes.Hundred * (rising / (rising + falling));
        }
    }
}
