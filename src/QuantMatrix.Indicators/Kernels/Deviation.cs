using System.Numerics;
using System.Runtime.CompilerServices;

namespace QuantMatrix.Indicators.Kernels;

/// <summary>Deviations of a window's values from their mean.</summary>
/// <remarks>A flat window gives exactly 0, and no row outside the window matters.</remarks>
internal static class Deviation
{
    /// <summary>Mean and sum of squared deviations of the last <paramref name="n"/> rows, at every row from <paramref name="from"/> on.</summary>
    /// <remarks>
    /// Of blocks, as <see cref="Window.Fold"/> takes them: the moments of the tail of one block and of the head of the next make those of a window.
    /// (Chan, Golub and LeVeque 1979.)
    /// </remarks>
    public static void Fold(ReadOnlySpan<Vector<double>> x, int start, int n, int from, Span<Vector<double>> means, Span<Vector<double>> squares)
    {
        Span<Vector<double>> tailMeans = stackalloc Vector<double>[n], tailSquares = stackalloc Vector<double>[n];
        for (var block = start + (from - start + 1) / n * n; block <= x.Length; block += n)
        {
            Vector<double> mean = default, square = default;
            for (var i = n - 1; i >= 0; i--)
            {
                Add(x[block - n + i], n - i, ref mean, ref square);
                (tailMeans[i], tailSquares[i]) = (mean, square);
            }
            (means[block - 1], squares[block - 1]) = (mean, square);

            (mean, square) = (default, default);
            var end = Math.Min(block + n - 1, x.Length);
            for (var t = block; t < end; t++)
            {
                var head = t - block + 1;
                Add(x[t], head, ref mean, ref square);
                var apart = mean - tailMeans[head];
                means[t] = tailMeans[head] + apart * Lanes.Of((double)head / n);
                squares[t] = tailSquares[head] + square + apart * apart * Lanes.Of((double)head * (n - head) / n);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(Vector<double> x, int count, ref Vector<double> mean, ref Vector<double> square)
    {
        var deviation = x - mean;
        mean += deviation * Lanes.Of(1.0 / count);
        square += deviation * (x - mean);
    }

    /// <summary>Sum of absolute deviations from the mean; <paramref name="mean"/> is relative to the newest value.</summary>
    public static Vector<double> Absolutes(ReadOnlySpan<Vector<double>> window, out Vector<double> mean)
    {
        mean = Mean(window);
        var (newest, sum) = (window[^1], Vector<double>.Zero);
        foreach (var x in window) sum += Vector.Abs(x - newest - mean);
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Mean(ReadOnlySpan<Vector<double>> window)
    {
        var (newest, sum) = (window[^1], Vector<double>.Zero);
        foreach (var x in window) sum += x - newest;
        return sum / Lanes.Of(window.Length);
    }
}
