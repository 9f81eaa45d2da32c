using System.Numerics;

namespace QuantMatrix.Indicators.Kernels;

/// <summary>Wilder's moving average: ((n−1)·A₋₁ + x)/n, seeded with the mean of the first n values.</summary>
internal static class Wilder
{
    /// <summary>Weight of the previous average: 1 − 1/n.</summary>
    public static double Decay(int n) => 1 - 1.0 / n;

    /// <summary>The first value is at row start+n−1.</summary>
    public static void Kernel(ReadOnlySpan<Vector<double>> x, int start, int n, Span<Vector<double>> y)
    {
        var (decay, weight) = (Lanes.Of(Decay(n)), Lanes.Of(1.0 / n));
        var sum = x[start];
        for (var t = start + 1; t < start + n; t++) sum += x[t];
        var mean = sum / Lanes.Of(n);
        y[start + n - 1] = mean;
        for (var t = start + n; t < x.Length; t++)
        {
            mean = mean * decay + x[t] * weight;
            y[t] = mean;
        }
    }
}
