using System.Numerics;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Volatility;

/// <summary>Bollinger Bands: two standard deviations around the 20-session mean, with %B and BandWidth.</summary>
internal sealed class Bollinger : IIndicatorFamily
{
    /// <summary>Standard deviations between the middle and each band (Bollinger's default).</summary>
    private const double Multiplier = 2;

    public IEnumerable<Indicator> All => Of(20);

    internal static IEnumerable<Indicator> Of(int n) =>
    [
        new([BarField.Close], [Middle(n), Sigma(n)], n - 1, (in KernelContext k) => Deviations(k, n)) { Published = false },
        new([$"bb_middle_{n}", $"bb_deviation_{n}"], [Upper(n), Lower(n)], 0, (in KernelContext k) =>
            Bands(k.In(0), k.In(1), k.From, k.Out(0), k.Out(1))),
        new([BarField.Close, $"bb_upper_{n}", $"bb_lower_{n}"], [PercentB(n)], 0, (in KernelContext k) =>
            PercentBs(k, n)),
        new([$"bb_middle_{n}", $"bb_upper_{n}", $"bb_lower_{n}"], [BandWidth(n)], 0, (in KernelContext k) =>
            BandWidths(k.In(0), k.In(1), k.In(2), k.From, k.Out(0))),
    ];

    private static Column Middle(int n) => new($"bb_middle_{n}", Unit.Price, "Middle Bollinger Band.", $"mean of the last {n} closes", "Bollinger")
    {
        Bounds = Bounds.NotNegative,
    };

    private static Column Sigma(int n) => new($"bb_deviation_{n}", Unit.Price, "Standard deviation of the closes.",
        $"population standard deviation of the last {n} closes", "Bollinger")
    { Bounds = Bounds.NotNegative };

    private static Column Upper(int n) => new($"bb_upper_{n}", Unit.Price, $"Upper Bollinger Band: {n}-session mean plus {Multiplier} standard deviations.",
        $"SMA{n} + {Multiplier}·σ, σ = population standard deviation of the last {n} closes", "Bollinger")
    { Bounds = Bounds.NotNegative };

    private static Column Lower(int n) => new($"bb_lower_{n}", Unit.Price, $"Lower Bollinger Band: {n}-session mean minus {Multiplier} standard deviations.",
        $"SMA{n} − {Multiplier}·σ, σ = population standard deviation of the last {n} closes", "Bollinger");

    /// <summary>Bounded, because a value is at most √(n−1) population standard deviations from the mean of its own window.</summary>
    private static Column PercentB(int n) => new($"bb_pctb_{n}", Unit.Ratio,
        "Bollinger %B: position of the close between the lower band (0) and the upper band (1).",
        "(C − lower)/(upper − lower), NULL when the bands coincide", "Bollinger")
    {
        Bounds = PercentBounds(n),
    };

    private static Bounds PercentBounds(int n) => new(0.5 - Math.Sqrt(n - 1) / (2 * Multiplier), 0.5 + Math.Sqrt(n - 1) / (2 * Multiplier));

    private static Column BandWidth(int n) => new($"bb_width_{n}", Unit.Ratio,
        "Bollinger BandWidth: distance between the bands as a fraction of the middle band.",
        $"(upper − lower)/SMA{n}", "Bollinger")
    { Bounds = Bounds.NotNegative };

    private static void Deviations(in KernelContext k, int n)
    {
        var count = Lanes.Of(n);
        var deviation = k.Out(1);
        Deviation.Fold(k.In(0), k.Start, n, k.From, k.Out(0), deviation);
        for (var t = k.From; t < deviation.Length; t++) deviation[t] = Vector.SquareRoot(deviation[t] / count);
    }

    private static void Bands(ReadOnlySpan<Vector<double>> middle, ReadOnlySpan<Vector<double>> deviation, int from,
        Span<Vector<double>> upper, Span<Vector<double>> lower)
    {
        var multiplier = Lanes.Of(Multiplier);
        for (var t = from; t < middle.Length; t++)
            (upper[t], lower[t]) = (middle[t] + multiplier * deviation[t], middle[t] - multiplier * deviation[t]);
    }

    /// <summary>0/0 (the bands coincide) stays NaN.</summary>
    private static void PercentBs(in KernelContext k, int n)
    {
        ReadOnlySpan<Vector<double>> c = k.In(0), upper = k.In(1), lower = k.In(2);
        var bounds = PercentBounds(n);
        var y = k.Out(0);
        Vector<double> least = Lanes.Of(bounds.Low), most = Lanes.Of(bounds.High);
        for (var t = k.From; t < c.Length; t++) y[t] = Lanes.Clamp((c[t] - lower[t]) / (upper[t] - lower[t]), least, most);
    }

    private static void BandWidths(ReadOnlySpan<Vector<double>> middle, ReadOnlySpan<Vector<double>> upper, ReadOnlySpan<Vector<double>> lower, int from,
        Span<Vector<double>> y)
    {
        for (var t = from; t < middle.Length; t++) y[t] = (upper[t] - lower[t]) / middle[t];
    }
}
