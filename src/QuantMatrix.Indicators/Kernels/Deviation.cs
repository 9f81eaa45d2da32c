using System.Numerics;
using System.Runtime.CompilerServices;

namespace QuantMatrix.Indicators.Kernels;

/// <summary>Deviations of a window's values from their mean.</summary>
/// <remarks>Two passes over distances to the newest value, so that a flat window gives exactly 0 and no row outside the window matters.</remarks>
internal static class Deviation
{
    /// <summary>Sum of squared deviations from the mean; <paramref name="mean"/> is relative to the newest value.</summary>
    public static Vector<double> Squares(ReadOnlySpan<Vector<double>> window, out Vector<double> mean)
    {
        mean = Mean(window);
        var (newest, squares) = (window[^1], Vector<double>.Zero);
        foreach (var x in window)
        {
            var deviation = x - newest - mean;
            squares += deviation * deviation;
        }
        return squares;
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
