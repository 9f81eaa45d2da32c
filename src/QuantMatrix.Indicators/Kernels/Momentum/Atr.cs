using System.Numerics;
using QuantMatrix.Indicators.Kernels.Trend;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Momentum;

/// <summary>Average true range: how far price moves in a session, gaps included; and the same in percent of the close.</summary>
internal sealed class Atr : IIndicators
{
    private static readonly int[] Periods = [14, 30];

    public IEnumerable<Indicator> All => Periods.SelectMany(Of).Prepend(TrueRange);

    internal static Indicator TrueRange => new([BarField.High, BarField.Low, BarField.Close],
        [new("true_range", Unit.Price, "Range of the session, from yesterday's close if that lies outside.", "max(H−L, |H−C₋₁|, |L−C₋₁|)", "Wilder 1978")], 1,
        (in KernelContext f) => Ranges(f.In(0), f.In(1), f.In(2), f.From, f.Out(0))) { Published = false };

    internal static IEnumerable<Indicator> Of(int n) => [Average(n), Percent(n)];

    private static Indicator Average(int n) => new(["true_range"], [AverageColumn(n)], n - 1,
        (in KernelContext f) => Wilder.Kernel(f.In(0), f.Start, n, f.Out(0))) { Recursive = true };

    private static Indicator Percent(int n) => new([$"atr_{n}", BarField.Close], [PercentColumn(n)], 0,
        (in KernelContext f) => Percents(f.In(0), f.In(1), f.From, f.Out(0)));

    private static Column AverageColumn(int n) =>
        new($"atr_{n}", Unit.Price, $"Average true range, Wilder span {n}.", "((n−1)·A₋₁ + TR)/n, seed = mean of TR[1..n]", "Wilder 1978")
        {
            StableAfter = Lanes.Forgets(Wilder.Kept(n)),
            Bounds = Bounds.NotNegative,
            Head = n is 14,
        };

    private static Column PercentColumn(int n) =>
        new($"atrp_{n}", Unit.Percent, $"atr_{n} in percent of the close.", $"100·ATR{n}/C", "textbook") { Bounds = Bounds.NotNegative };

    /// <summary>True range; the first bar has no previous close, so no value.</summary>
    private static void Ranges(ReadOnlySpan<Vector<double>> h, ReadOnlySpan<Vector<double>> l, ReadOnlySpan<Vector<double>> c, int from, Span<Vector<double>> y)
    {
        for (var t = from; t < c.Length; t++)
            y[t] = Vector.Max(h[t] - l[t], Vector.Max(Vector.Abs(h[t] - c[t - 1]), Vector.Abs(l[t] - c[t - 1])));
    }

    private static void Percents(ReadOnlySpan<Vector<double>> atr, ReadOnlySpan<Vector<double>> c, int from, Span<Vector<double>> y)
    {
        for (var t = from; t < c.Length; t++) y[t] = Lanes.Hundred * (atr[t] / c[t]);
    }
}
