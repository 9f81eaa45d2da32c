using QuantMatrix.Indicators.Kernels.Trend;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Momentum;

/// <summary>Slow stochastic: where the close stands in the range of the last sessions, smoothed twice.</summary>
internal sealed class Stochastic : IIndicators
{
    private const string Flat = "TA-Lib gives 0 when HH = LL.";

    public IEnumerable<Indicator> All => Of(14, 3, 3);

    /// <summary>Needs the extremes of the same window beside it.</summary>
    internal static IEnumerable<Indicator> Of(int n, int smooth, int slow) =>
    [
        new([BarField.Close, $"high_{n}d", $"low_{n}d"], [Raw(n)], 0, (in KernelContext f) => Ranges.Positions(f.In(0), f.In(1), f.In(2), f.From, f.Out(0))) { Published = false },
        Sma.Over($"stoch_raw_{n}", K(n, smooth), smooth),
        Sma.Over($"stoch_k_{n}_{smooth}", D(n, smooth, slow), slow),
    ];

    private static Column Raw(int n) =>
        new($"stoch_raw_{n}", Unit.Ratio, "Where the close stands in the range.", $"100·(C−LL)/(HH−LL) of the last {n} sessions", "Lane") { Bounds = Bounds.Percent };

    private static Column K(int n, int smooth) =>
        new($"stoch_k_{n}_{smooth}", Unit.Ratio, $"Where the close stood between the low (0) and the high (100) of {n} sessions, mean of {smooth} sessions.",
            $"SMA{smooth} of 100·(C−LL{n})/(HH{n}−LL{n}), none when HH = LL in one of the {smooth}", "Lane") { Bounds = Bounds.Percent, Differs = Flat };

    private static Column D(int n, int smooth, int slow) =>
        new($"stoch_d_{slow}", Unit.Ratio, $"Mean of stoch_k_{n}_{smooth} over {slow} sessions.",
            $"SMA{slow} of %K, none when one of the {slow} has no value", "Lane") { Bounds = Bounds.Percent, Differs = Flat };
}
