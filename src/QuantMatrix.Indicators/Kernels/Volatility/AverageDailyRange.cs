using System.Numerics;
using QuantMatrix.Indicators.Kernels.Trend;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Volatility;

/// <summary>Average daily range: how far a session's high is above its low.</summary>
internal sealed class AverageDailyRange : IIndicatorFamily
{
    private const int Period = 20;

    public IEnumerable<Indicator> All =>
    [
        new([BarField.High, BarField.Low], [Helper("high_to_low")], 0, (in KernelContext k) => Quotient.Kernel(k.In(0), k.In(1), k.From, k.Out(0)))
        {
            Published = false,
        },
        Sma.Over("high_to_low", Helper("high_to_low_mean"), Period) with { Published = false },
        new(["high_to_low_mean"],
            [
                new($"adr_pct_{Period}", Unit.Percent, $"Average daily range of {Period} sessions, in percent of the low.",
                    $"100·(mean of H/L of the last {Period} sessions − 1)", "textbook") { Bounds = Bounds.NotNegative },
            ], 0, (in KernelContext k) => Percents(k.In(0), k.From, k.Out(0))),
    ];

    private static Column Helper(string name) => new(name, Unit.Ratio, "Helper column.", $"see adr_pct_{Period}", "textbook");

    private static void Percents(ReadOnlySpan<Vector<double>> mean, int from, Span<Vector<double>> y)
    {
        for (var t = from; t < mean.Length; t++) y[t] = Lanes.Hundred * Rounding.FromOne(mean[t]);
    }
}
