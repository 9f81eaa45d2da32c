using System.Numerics;
using System.Runtime.CompilerServices;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Trend;

/// <summary>Exponential moving averages of the close, seeded with the mean of the first n closes.</summary>
internal sealed class Ema : IIndicatorFamily
{
    public IEnumerable<Indicator> All => [Of(8, 10), Of(21, 200), Of(12, 26) with { Published = false }];

    /// <summary>Weight of the previous average: 1 − 2/(n+1).</summary>
    internal static double Decay(int n) => 1 - 2.0 / (n + 1);

    /// <summary>E = E₋₁ + k(x − E₋₁), k = 2/(n+1); the seed, at row start+n−1, is the mean of the first n values.</summary>
    /// <remarks>This form is exact on a flat series.</remarks>
    public static void Kernel(ReadOnlySpan<Vector<double>> x, int start, int n, Span<Vector<double>> y)
    {
        var k = Lanes.Of(2.0 / (n + 1));
        var e = y[start + n - 1] = Mean(x, start, n);
        for (var t = start + n; t < x.Length; t++) y[t] = e += k * (x[t] - e);
    }

    /// <summary>Two spans in one loop: their dependency chains overlap, so both take the time of one.</summary>
    private static void Kernel(ReadOnlySpan<Vector<double>> x, int start, int shorter, int longer, Span<Vector<double>> y, Span<Vector<double>> z)
    {
        var both = Math.Min(start + longer, x.Length);
        Kernel(x[..both], start, shorter, y);
        if (both < start + longer) return;
        Vector<double> ky = Lanes.Of(2.0 / (shorter + 1)), kz = Lanes.Of(2.0 / (longer + 1));
        var ey = y[both - 1];
        var ez = z[both - 1] = Mean(x, start, longer);
        for (var t = both; t < x.Length; t++)
        {
            y[t] = ey += ky * (x[t] - ey);
            z[t] = ez += kz * (x[t] - ez);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Mean(ReadOnlySpan<Vector<double>> x, int start, int n)
    {
        var sum = x[start];
        for (var t = start + 1; t < start + n; t++) sum += x[t];
        return sum / Lanes.Of(n);
    }

    internal static Indicator Of(int n) =>
        new([BarField.Close], [Column(n)], n - 1, (in KernelContext k) => Kernel(k.In(0), k.Start, n, k.Out(0))) { Recursive = true };

    private static Indicator Of(int n, int longer) => new([BarField.Close], [Column(n), Column(longer) with { ExtraLookback = longer - n }], n - 1,
        (in KernelContext k) => Kernel(k.In(0), k.Start, n, longer, k.Out(0), k.Out(1)))
    { Recursive = true };

    private static Column Column(int n) =>
        new($"ema_{n}", Unit.Price, $"{n}-session exponential moving average of the close.",
            "E₋₁ + k(C − E₋₁), k = 2/(n+1), seed = mean of the first n closes", "textbook")
        {
            StableAfter = Lanes.BarsToConverge(Decay(n)),
            Bounds = Bounds.NotNegative,
            Head = n is 21,
        };
}
