using System.Numerics;
using System.Runtime.CompilerServices;

namespace QuantMatrix.Indicators;

/// <summary>Comparisons in which two prices or averages within 1e-12 of each other are equal: their difference is a rounding.</summary>
/// <remarks>
/// Averages that are equal in decimal arithmetic differ by less than 1e-13 in any order of summation. Different averages of up to 200 prices with four
/// decimals differ by more than 1e-12 up to a price of 500,000.
/// </remarks>
internal static class Rounding
{
    private const double Relative = 1e-12;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<long> IsAbove(Vector<double> a, Vector<double> b) => Vector.GreaterThan(a, Lanes.Of(1 + Relative) * b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<long> IsBelow(Vector<double> a, Vector<double> b) => Vector.LessThan(a, Lanes.Of(1 - Relative) * b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<long> IsNotBelow(Vector<double> a, Vector<double> b) => Vector.GreaterThanOrEqual(a, Lanes.Of(1 - Relative) * b);

    public static bool IsAbove(double a, double b) => a > (1 + Relative) * b;

    /// <summary>a − b; 0 when they are equal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Difference(Vector<double> a, Vector<double> b)
    {
        var difference = a - b;
        return Vector.ConditionalSelect(Vector.LessThanOrEqual(Vector.Abs(difference), Lanes.Of(Relative) * Vector.Abs(b)), default, difference);
    }

    /// <summary>A ratio minus 1; 0 when it is 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> FromOne(Vector<double> ratio)
    {
        var difference = ratio - Vector<double>.One;
        return Vector.ConditionalSelect(Vector.LessThanOrEqual(Vector.Abs(difference), Lanes.Of(Relative)), default, difference);
    }
}
