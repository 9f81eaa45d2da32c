using System.Numerics;
using QuantMatrix.Indicators.Kernels.Trend;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Momentum;

/// <summary>TRIX: change of a close smoothed three times.</summary>
internal sealed class Trix : IIndicatorFamily
{
    private const int Period = 15;
    private const string Source = "Hutson 1983; TA-Lib";

    public IEnumerable<Indicator> All =>
    [
        Smoothed(BarField.Close, "trix_ema_1"), Smoothed("trix_ema_1", "trix_ema_2"), Smoothed("trix_ema_2", "trix_ema_3"),
        new(["trix_ema_3"],
            [
                new($"trix_{Period}", Unit.Percent, $"TRIX: daily change of the {Period}-session exponential mean of a mean of a mean, in percent.",
                    $"100·(E/E[−1] − 1), E = EMA{Period} of EMA{Period} of EMA{Period} of C, each seeded with its own SMA", Source)
                {
                    Bounds = new(-100, double.PositiveInfinity),
                },
            ], 1, (in KernelContext k) => Performance.Kernel(k.In(0), 1, k.From, k.Out(0))),
    ];

    private static Indicator Smoothed(string input, string name) => new([input],
        [new(name, Unit.Price, "Helper column.", $"see trix_{Period}", Source) { StableAfter = 3 * Lanes.BarsToConverge(Ema.Decay(Period)) }], Period - 1,
        (in KernelContext k) => Ema.Kernel(k.In(0), k.Start, Period, k.Out(0)))
    { Recursive = true, Published = false };
}
