using System.Numerics;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Volatility;

/// <summary>Average true range: the typical price range of a session including gaps, in price and as a percentage of the close.</summary>
internal sealed class Atr : IIndicatorFamily
{
    private static readonly int[] Periods = [14, 30];

    public IEnumerable<Indicator> All => Periods.SelectMany(Of).Prepend(TrueRange);

    internal static Indicator TrueRange => new([BarField.High, BarField.Low, BarField.Close],
        [new("true_range", Unit.Price, "True range: the session's range extended to the previous close.", "max(H−L, |H−C₋₁|, |L−C₋₁|)",
            "Wilder 1978")], 1,
        (in KernelContext k) => TrueRanges(k.In(0), k.In(1), k.In(2), k.From, k.Out(0)))
    { Published = false };

    internal static IEnumerable<Indicator> Of(int n) => [Average(n), Percent(n)];

    /// <summary>Requires the true range in the same catalogue.</summary>
    internal static Indicator Average(int n) => new(["true_range"], [AverageColumn(n)], n - 1,
        (in KernelContext k) => Wilder.Kernel(k.In(0), k.Start, n, k.Out(0)))
    { Recursive = true };

    private static Indicator Percent(int n) => new([$"atr_{n}", BarField.Close], [PercentColumn(n)], 0,
        (in KernelContext k) => Percents(k.In(0), k.In(1), k.From, k.Out(0)));

    private static Column AverageColumn(int n) =>
        new($"atr_{n}", Unit.Price, $"Wilder's average true range over {n} sessions.", "((n−1)·A₋₁ + TR)/n, seed = mean of TR[1..n]", "Wilder 1978")
        {
            StableAfter = Lanes.BarsToConverge(Wilder.Decay(n)),
            Bounds = Bounds.NotNegative,
            Head = n is 14,
        };

    private static Column PercentColumn(int n) =>
        new($"atrp_{n}", Unit.Percent, $"ATR {n} as a percentage of the close.", $"100·ATR{n}/C", "textbook") { Bounds = Bounds.NotNegative };

    /// <summary>True range; the first bar has no value because it has no previous close.</summary>
    private static void TrueRanges(ReadOnlySpan<Vector<double>> h, ReadOnlySpan<Vector<double>> l, ReadOnlySpan<Vector<double>> c, int from,
        Span<Vector<double>> y)
    {
        for (var t = from; t < c.Length; t++)
            y[t] = Vector.Max(h[t] - l[t], Vector.Max(Vector.Abs(h[t] - c[t - 1]), Vector.Abs(l[t] - c[t - 1])));
    }

    private static void Percents(ReadOnlySpan<Vector<double>> atr, ReadOnlySpan<Vector<double>> c, int from, Span<Vector<double>> y)
    {
        for (var t = from; t < c.Length; t++) y[t] = Lanes.Hundred * (atr[t] / c[t]);
    }
}
