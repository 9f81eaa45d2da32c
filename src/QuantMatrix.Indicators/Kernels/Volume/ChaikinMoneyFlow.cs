using System.Numerics;
using QuantMatrix.Indicators.Kernels.Trend;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Volume;

/// <summary>Chaikin money flow: volume weighted by where sessions close in their range.</summary>
internal sealed class ChaikinMoneyFlow : IIndicatorFamily
{
    private const int Period = 20;
    private const string Source = "Chaikin";

    public IEnumerable<Indicator> All =>
    [
        new([BarField.High, BarField.Low, BarField.Close, BarField.Volume], [Helper("chaikin_flow")], 0, Flows) { Published = false },
        Sma.Over("chaikin_flow", Helper("chaikin_flow_mean"), Period) with { Published = false },
        Sma.Over(BarField.Volume, Helper("chaikin_volume_mean"), Period) with { Published = false },
        new(["chaikin_flow_mean", "chaikin_volume_mean"],
            [
                new($"cmf_{Period}", Unit.Ratio, "Chaikin money flow: volume near the highs minus volume near the lows, −1 to 1.",
                    $"Σ V·((C−L)−(H−C))/(H−L) / Σ V of the last {Period} sessions, a session without range counts 0; NULL when Σ V = 0", Source)
                {
                    Bounds = new(-1, 1),
                },
            ], 0, (in KernelContext k) => Ratios(k.In(0), k.In(1), k.From, k.Out(0))),
    ];

    private static Column Helper(string name) => new(name, Unit.Shares, "Helper column.", $"see cmf_{Period}", Source);

    private static void Flows(in KernelContext k)
    {
        ReadOnlySpan<Vector<double>> h = k.In(0), l = k.In(1), c = k.In(2), v = k.In(3);
        var y = k.Out(0);
        for (var t = k.From; t < c.Length; t++)
        {
            var range = h[t] - l[t];
            var flow = v[t] * ((c[t] - l[t] - (h[t] - c[t])) / range);
            y[t] = Vector.ConditionalSelect(Vector.Equals(range, default), default, flow);
        }
    }

    /// <summary>0/0 (no volume) stays NaN.</summary>
    private static void Ratios(ReadOnlySpan<Vector<double>> flow, ReadOnlySpan<Vector<double>> volume, int from, Span<Vector<double>> y)
    {
        for (var t = from; t < y.Length; t++) y[t] = Lanes.Clamp(flow[t] / volume[t], -Vector<double>.One, Vector<double>.One);
    }
}
