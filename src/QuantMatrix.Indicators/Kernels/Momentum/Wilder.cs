using System.Numerics;

namespace QuantMatrix.Indicators.Kernels.Momentum;

/// <summary>Wilder's mean: ((n−1)·A₋₁ + x)/n, seeded by the mean of the first n values.</summary>
internal static class Wilder
{
    public static double Kept(int n) => 1 - 1.0 / n;

    /// <summary>The first value stands at row start+n−1.</summary>
    public static void Kernel(ReadOnlySpan<Vector<double>> x, int start, int n, Span<Vector<double>> y)
    {
        var (keep, share) = (Lanes.Of(Kept(n)), Lanes.Of(1.0 / n));
        var sum = x[start];
        for (var t = start + 1; t < start + n; t++) sum += x[t];
        var mean = sum / Lanes.Of(n);
        y[start + n - 1] = mean;
        for (var t = start + n; t < x.Length; t++)
        {
            mean = mean * keep + x[t] * share;
            y[t] = mean;
        }
    }
}
