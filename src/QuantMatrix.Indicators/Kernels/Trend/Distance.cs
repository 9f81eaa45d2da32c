using System.Numerics;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Trend;

/// <summary>Distance of the close from its averages, in percent.</summary>
internal sealed class Distance : IIndicators
{
    private static readonly string[] Averages = ["ema_8", "ema_21", "ema_200", "sma_50", "sma_200"];

    public IEnumerable<Indicator> All =>
        Averages.Select(x => new Indicator([BarField.Close, x], [Column(x)], 0, (in KernelContext f) => Kernel(f.In(0), f.In(1), f.From, f.Out(0))));

    /// <summary>100·(C/x − 1).</summary>
    public static void Kernel(ReadOnlySpan<Vector<double>> c, ReadOnlySpan<Vector<double>> x, int from, Span<Vector<double>> y)
    {
        for (var t = from; t < c.Length; t++) y[t] = Lanes.PercentOver(c[t], x[t]);
    }

    private static Column Column(string x) => new($"pct_dist_{x}", Unit.Percent, $"How far the close stands over {x}.", $"100·(C/{x} − 1)", "textbook")
    {
        Bounds = new(-100, double.PositiveInfinity),
    };
}
