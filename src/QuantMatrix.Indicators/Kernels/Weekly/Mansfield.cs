using System.Numerics;
using QuantMatrix.Indicators.Kernels.Trend;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Weekly;

/// <summary>Mansfield's relative strength: whether a share does better against the benchmark than it did on average of a year.</summary>
internal sealed class Mansfield : IIndicators
{
    private const int Period = 52;

    public IEnumerable<Indicator> All =>
    [
        Weeks.Of("week_ratio", ["week_close", "week_benchmark"], 0, (in KernelContext f) => Divide(f.In(0), f.In(1), f.From, f.Out(0))),
        Weeks.Of("week_ratio_sma", ["week_ratio"], Period - 1, (in KernelContext f) => Window.Fold<Window.Mean>(f.In(0), f.Start, Period, f.From, f.Scratch, f.Out(0))),
        Weeks.Of("week_rs", ["week_ratio", "week_ratio_sma"], 0, (in KernelContext f) => Distance.Kernel(f.In(0), f.In(1), f.From, f.Out(0))),
        Weeks.Shown(Column, "week_rs"),
    ];

    private static Column Column => new("rs_mansfield_pct", Unit.Percent, "How far the share's price in benchmarks stands over its average of a year, by weeks.",
        $"100·(r/SMA{Period}(r) − 1), r = weekly close / the benchmark's close of the same week", "Mansfield; Weinstein 1988")
    {
        Bounds = new(-100, double.PositiveInfinity),
        Awaits = $"{Period} complete weeks, the benchmark's too",
        Head = true,
    };

    private static void Divide(ReadOnlySpan<Vector<double>> a, ReadOnlySpan<Vector<double>> b, int from, Span<Vector<double>> y)
    {
        for (var w = from; w < y.Length; w++) y[w] = a[w] / b[w];
    }
}
