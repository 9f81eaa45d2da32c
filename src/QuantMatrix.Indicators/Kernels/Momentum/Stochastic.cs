using QuantMatrix.Indicators.Kernels.Structure;
using QuantMatrix.Indicators.Kernels.Trend;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Momentum;

/// <summary>Slow stochastic: position of the close in its n-session range, smoothed twice.</summary>
internal sealed class Stochastic : IIndicatorFamily
{
    private const string FlatRange = "TA-Lib returns 0 when HH = LL.";

    public IEnumerable<Indicator> All => Of(14, 3, 3);

    /// <summary>Requires the high and low of the same window in the same catalogue.</summary>
    internal static IEnumerable<Indicator> Of(int n, int smooth, int slow) =>
    [
        new([BarField.Close, $"high_{n}d", $"low_{n}d"], [Raw(n)], 0, (in KernelContext k) => Ranges.Positions(k.In(0), k.In(1), k.In(2), k.From, k.Out(0)))
        {
            Published = false,
        },
        Sma.Over($"stoch_raw_{n}", K(n, smooth), smooth),
        Sma.Over($"stoch_k_{n}_{smooth}", D(n, smooth, slow), slow),
    ];

    private static Column Raw(int n) => new($"stoch_raw_{n}", Unit.Ratio, "Fast stochastic %K: position of the close in the range.",
        $"100·(C−LL)/(HH−LL) of the last {n} sessions", "Lane")
    { Bounds = Bounds.Percent };

    private static Column K(int n, int smooth) =>
        new($"stoch_k_{n}_{smooth}", Unit.Ratio, $"Slow stochastic %K: {smooth}-session average of the close's position in the {n}-session range.",
            $"SMA{smooth} of 100·(C−LL{n})/(HH{n}−LL{n}), NULL when HH = LL in one of the {smooth} sessions", "Lane")
        {
            Bounds = Bounds.Percent,
            Differs = FlatRange,
        };

    private static Column D(int n, int smooth, int slow) =>
        new($"stoch_d_{slow}", Unit.Ratio, $"Slow stochastic %D: {slow}-session average of %K.",
            $"SMA{slow} of %K, NULL when one of the {slow} is NULL", "Lane")
        { Bounds = Bounds.Percent, Differs = FlatRange };
}
