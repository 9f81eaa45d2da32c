using System.Numerics;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Trend;

/// <summary>Distance of the close from its averages, in average true ranges.</summary>
internal sealed class AtrDistance : IIndicators
{
    private static readonly string[] Averages = ["ema_8", "ema_21", "ema_200", "sma_21", "sma_50", "sma_100", "sma_150"];

    public IEnumerable<Indicator> All =>
        Averages.Select(x => new Indicator([BarField.Close, x, "atr_14"], [Column(x)], 0, (in KernelContext f) => Kernel(f.In(0), f.In(1), f.In(2), f.From, f.Out(0))));

    private static Column Column(string x) =>
        new($"atr_dist_{x}", Unit.AverageTrueRanges, $"How many average true ranges the close stands over {x}.", $"(C − {x})/ATR14, none when ATR14 = 0", "textbook");

    private static void Kernel(ReadOnlySpan<Vector<double>> c, ReadOnlySpan<Vector<double>> x, ReadOnlySpan<Vector<double>> atr, int from, Span<Vector<double>> y)
    {
        for (var t = from; t < c.Length; t++) y[t] = (c[t] - x[t]) / atr[t];
    }
}
