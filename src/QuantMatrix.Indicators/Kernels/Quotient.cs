using System.Numerics;

namespace QuantMatrix.Indicators.Kernels;

/// <summary>One series divided by another.</summary>
internal static class Quotient
{
    public static void Kernel(ReadOnlySpan<Vector<double>> a, ReadOnlySpan<Vector<double>> b, int from, Span<Vector<double>> y)
    {
        for (var t = from; t < y.Length; t++) y[t] = a[t] / b[t];
    }
}
