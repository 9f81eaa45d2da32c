using QuantMatrix.Indicators.Kernels.Trend;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Weekly;

/// <summary>Mansfield relative strength: the price ratio to the benchmark against its 52-week average.</summary>
internal sealed class Mansfield : IIndicatorFamily
{
    private const int Period = 52;

    public IEnumerable<Indicator> All =>
    [
        Weeks.Of("week_ratio", ["week_close", "week_benchmark"], 0, (in KernelContext k) => Quotient.Kernel(k.In(0), k.In(1), k.From, k.Out(0))),
        Weeks.Of("week_ratio_sma", ["week_ratio"], Period - 1, (in KernelContext k) =>
            Window.Fold<Window.Mean>(k.In(0), k.Start, Period, k.From, k.Scratch, k.Out(0))),
        Weeks.Of("week_rs", ["week_ratio", "week_ratio_sma"], 0, (in KernelContext k) => Distance.Kernel(k.In(0), k.In(1), k.From, k.Out(0))),
        Weeks.Daily(Column, "week_rs"),
    ];

    private static Column Column => new("rs_mansfield_pct", Unit.Percent,
        $"Mansfield relative strength: distance of the price ratio to the benchmark from its {Period}-week average, in percent.",
        $"100·(r/SMA{Period}(r) − 1), r = weekly close / the benchmark's close of the same week", "Mansfield; Weinstein 1988")
    {
        Bounds = new(-100, double.PositiveInfinity),
        Awaits = $"{Period} complete weeks of symbol and benchmark",
        Head = true,
    };
}
