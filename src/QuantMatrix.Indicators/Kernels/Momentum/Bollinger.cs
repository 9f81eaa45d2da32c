using System.Numerics;
using QuantMatrix.Indicators.Kernels.Trend;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Momentum;

/// <summary>Bollinger bands: two standard deviations about the mean of twenty closes, and where the close stands between them.</summary>
internal sealed class Bollinger : IIndicators
{
    private const double Widths = 2;

    public IEnumerable<Indicator> All => Of(20);

    internal static IEnumerable<Indicator> Of(int n) =>
    [
        new([BarField.Close], [Middle(n), Spread(n)], n - 1, (in KernelContext f) => Deviations(f.In(0), n, f.From, f.Out(0), f.Out(1))) { Published = false },
        new([$"bb_middle_{n}", $"bb_deviation_{n}"], [Upper(n), Lower(n)], 0, (in KernelContext f) => Bands(f.In(0), f.In(1), f.From, f.Out(0), f.Out(1))),
        new([BarField.Close, $"bb_upper_{n}", $"bb_lower_{n}"], [Position(n)], 0, (in KernelContext f) => Positions(f.In(0), f.In(1), f.In(2), f.From, f.Out(0))),
        new([$"bb_middle_{n}", $"bb_upper_{n}", $"bb_lower_{n}"], [Width(n)], 0, (in KernelContext f) => Quotients(f.In(0), f.In(1), f.In(2), f.From, f.Out(0))),
    ];

    private static Column Middle(int n) => new($"bb_middle_{n}", Unit.Price, "Mean close.", $"mean of the last {n} closes", "Bollinger") { Bounds = Bounds.NotNegative };

    private static Column Spread(int n) =>
        new($"bb_deviation_{n}", Unit.Price, "Spread of the closes.", $"population standard deviation of the last {n} closes", "Bollinger") { Bounds = Bounds.NotNegative };

    private static Column Upper(int n) => new($"bb_upper_{n}", Unit.Price, $"Upper Bollinger band: {Widths} standard deviations over the mean of {n} closes.",
        $"SMA{n} + {Widths}·σ, σ = population standard deviation of the last {n} closes", "Bollinger") { Bounds = Bounds.NotNegative };

    private static Column Lower(int n) => new($"bb_lower_{n}", Unit.Price, $"Lower Bollinger band: {Widths} standard deviations under the mean of {n} closes.",
        $"SMA{n} − {Widths}·σ, σ = population standard deviation of the last {n} closes", "Bollinger");

    /// <summary>A value lies no more than √(n−1) population deviations from the mean of its own window.</summary>
    private static Column Position(int n) => new($"bb_pctb_{n}", Unit.Ratio, "Where the close stands between the lower band (0) and the upper one (1).",
        "(C − lower)/(upper − lower), none when the bands meet", "Bollinger")
    {
        Bounds = new(0.5 - Math.Sqrt(n - 1) / (2 * Widths), 0.5 + Math.Sqrt(n - 1) / (2 * Widths)),
    };

    private static Column Width(int n) => new($"bb_width_{n}", Unit.Ratio, "Distance between the Bollinger bands as a share of the mean.", $"(upper − lower)/SMA{n}", "Bollinger")
    {
        Bounds = Bounds.NotNegative,
    };

    private static void Deviations(ReadOnlySpan<Vector<double>> c, int n, int from, Span<Vector<double>> middle, Span<Vector<double>> deviation)
    {
        var count = Lanes.Of(n);
        for (var t = from; t < c.Length; t++)
        {
            deviation[t] = Vector.SquareRoot(Deviation.Squares(c.Slice(t - n + 1, n), out var mean) / count);
            middle[t] = c[t] + mean;
        }
    }

    private static void Bands(ReadOnlySpan<Vector<double>> middle, ReadOnlySpan<Vector<double>> deviation, int from, Span<Vector<double>> upper, Span<Vector<double>> lower)
    {
        var widths = Lanes.Of(Widths);
        for (var t = from; t < middle.Length; t++) (upper[t], lower[t]) = (middle[t] + widths * deviation[t], middle[t] - widths * deviation[t]);
    }

    /// <summary>0/0 (the bands meet) stays NaN.</summary>
    private static void Positions(ReadOnlySpan<Vector<double>> c, ReadOnlySpan<Vector<double>> upper, ReadOnlySpan<Vector<double>> lower, int from, Span<Vector<double>> y)
    {
        for (var t = from; t < c.Length; t++) y[t] = (c[t] - lower[t]) / (upper[t] - lower[t]);
    }

    private static void Quotients(ReadOnlySpan<Vector<double>> middle, ReadOnlySpan<Vector<double>> upper, ReadOnlySpan<Vector<double>> lower, int from, Span<Vector<double>> y)
    {
        for (var t = from; t < middle.Length; t++) y[t] = (upper[t] - lower[t]) / middle[t];
    }
}
