using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Trend;

/// <summary>How many average true ranges, in percent, the close is above its 50-session average.</summary>
internal sealed class AtrMultiple : IIndicatorFamily
{
    public IEnumerable<Indicator> All =>
    [
        new(["pct_dist_sma_50", "atrp_14"],
            [
                new("atr_multiple_from_sma50", Unit.Ratio, "Extension: distance from SMA 50 in percent, as a multiple of ATR 14 in percent of the close.",
                    "pct_dist_sma_50/atrp_14, NULL when ATR14 = 0", "in-house, after Sun"),
            ], 0, (in KernelContext k) => Quotient.Kernel(k.In(0), k.In(1), k.From, k.Out(0))),
    ];
}
