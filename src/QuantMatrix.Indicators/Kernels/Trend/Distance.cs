using System.Numerics;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Trend;

/// <summary>Distance of the close from its moving averages, in percent.</summary>
internal sealed class Distance : IIndicatorFamily
{
    private static readonly string[] Averages = ["ema_8", "ema_21", "ema_200", "sma_50", "sma_200"];

    public IEnumerable<Indicator> All => Averages.Select(x =>
        new Indicator([BarField.Close, x], [Column(x)], 0, (in KernelContext k) => Kernel(k.In(0), k.In(1), k.From, k.Out(0))));

    /// <summary>100·(C/x − 1).</summary>
    public static void Kernel(ReadOnlySpan<Vector<double>> c, ReadOnlySpan<Vector<double>> x, int from, Span<Vector<double>> y)
    {
        for (var t = from; t < c.Length; t++) y[t] = Lanes.PercentOver(c[t], x[t]);
    }

    /// <summary>A moving average as a chart labels it: <c>SMA 50</c> for <c>sma_50</c>.</summary>
    internal static string Label(string average) => average.ToUpperInvariant().Replace('_', ' ');

    private static Column Column(string x) =>
        new($"pct_dist_{x}", Unit.Percent, $"Distance of the close from {Label(x)}, in percent.", $"100·(C/{x} − 1)", "textbook")
        {
            Bounds = new(-100, double.PositiveInfinity),
        };
}

/// <summary>Distance of the close from its moving averages, in multiples of the average true range.</summary>
internal sealed class AtrDistance : IIndicatorFamily
{
    private static readonly string[] Averages = ["ema_8", "ema_21", "ema_200", "sma_21", "sma_50", "sma_100", "sma_150"];

    public IEnumerable<Indicator> All => Averages.Select(x =>
        new Indicator([BarField.Close, x, "atr_14"], [Column(x)], 0, (in KernelContext k) => Kernel(k.In(0), k.In(1), k.In(2), k.From, k.Out(0))));

    private static Column Column(string x) =>
        new($"atr_dist_{x}", Unit.AverageTrueRanges, $"Distance of the close from {Distance.Label(x)}, in multiples of ATR 14.",
            $"(C − {x})/ATR14, NULL when ATR14 = 0", "textbook");

    private static void Kernel(ReadOnlySpan<Vector<double>> c, ReadOnlySpan<Vector<double>> x, ReadOnlySpan<Vector<double>> atr, int from,
        Span<Vector<double>> y)
    {
        for (var t = from; t < c.Length; t++) y[t] = Rounding.Difference(c[t], x[t]) / atr[t];
    }
}
