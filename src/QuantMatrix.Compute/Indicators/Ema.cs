using System.Numerics;
using System.Runtime.CompilerServices;

namespace QuantMatrix.Compute.Indicators;

/// <summary>Exponential moving averages of the close, seeded by the mean of the first n closes.</summary>
internal sealed class Ema : IIndicators
{
    private static readonly int[] Periods = [8, 10, 21, 200];
    private static readonly int[] HelperPeriods = [12, 26];

    public IEnumerable<Indicator> All =>
        Periods.Select(Of).Concat(HelperPeriods.Select(n => Of(n) with { Published = false }));

    /// <summary>How much of itself the mean keeps each bar: 1 − 2/(n+1).</summary>
    public static double Kept(int n) => 1 - 2.0 / (n + 1);

    /// <summary>E = E₋₁ + k(x − E₋₁), k = 2/(n+1), in this form exact where nothing moves; the seed, at row start+n−1, is the mean of the first n values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Kernel(ReadOnlySpan<Vector<double>> x, int start, int n, Span<Vector<double>> y)
    {
        var k = new Vector<double>(2.0 / (n + 1));
        var sum = x[start];
        for (var t = start + 1; t < start + n; t++) sum += x[t];
        var e = sum / new Vector<double>(n);
        y[start + n - 1] = e;
        for (var t = start + n; t < x.Length; t++)
        {
            e += k * (x[t] - e);
            y[t] = e;
        }
    }

    internal static Indicator Of(int n) => new([Field.Close], [Column(n)], n - 1, (in Frame f) => Kernel(f.In(0), f.Start, n, f.Out(0))) { Recursive = true };

    private static Column Column(int n) =>
        new($"ema_{n}", Unit.Price, $"Average close that weighs recent sessions more, span {n}.", "E₋₁ + k(C − E₋₁), k = 2/(n+1), seed = mean of the first n closes", "textbook")
        {
            StableAfter = Lanes.Forgets(Kept(n)),
            Bounds = Bounds.NotNegative,
            Head = n is 21,
        };
}
