using System.Numerics;
using System.Runtime.CompilerServices;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators;

/// <summary>Arithmetic shared by kernels, one vector of symbols at a time.</summary>
internal static class Lanes
{
    /// <summary>The same value in every lane.</summary>
    /// <remarks>Instead of the vector's constructor, which in code compiled ahead is a call that spills a loop's registers.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Of(double x) => Vector.Create(x);

    public static Vector<double> NaN => Of(double.NaN);

    public static Vector<double> Hundred => Of(100);

    /// <summary>Sets all rows to NaN.</summary>
    public static void Blank(Span<Vector<double>> rows)
    {
        for (var t = 0; t < rows.Length; t++) rows[t] = NaN;
    }

    /// <summary>100·(a/b − 1), exactly 0 for equal values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> PercentOver(Vector<double> a, Vector<double> b) => Hundred * Rounding.FromOne(a / b);

    /// <summary>x within limits that algebra gives it and rounding may exceed; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Clamp(Vector<double> x, Vector<double> low, Vector<double> high) =>
        Vector.ConditionalSelect(Vector.GreaterThan(x, high), high, Vector.ConditionalSelect(Vector.LessThan(x, low), low, x));

    /// <summary>x when the change is positive, −x when negative, 0 when zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Signed(Vector<double> x, Vector<double> change) => Vector.ConditionalSelect(Vector.GreaterThan(change, default), x,
        Vector.ConditionalSelect(Vector.LessThan(change, default), -x, default));

    /// <summary>Natural logarithm of a positive normal number with an error below 1 ulp; NaN for anything else.</summary>
    /// <remarks>
    /// Implemented here because a library's result may differ between processors.
    /// x = 2ᵏ·(1+f) with √½ ≤ 1+f &lt; √2, s = f/(2+f), ln(1+f) = 2s + s·R(s²).
    /// (FreeBSD msun e_log.c, Sun Microsystems 1993.)
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Log(Vector<double> x)
    {
        var bits = Vector.AsVectorInt64(x) + Vector.Create(One - SquareRootOfHalf);
        var k = Vector.AsVectorDouble(Vector.ShiftRightLogical(bits, 52) | Vector.Create(TwoTo52)) - Of((1L << 52) + 1023);
        var f = Vector.AsVectorDouble((bits & Vector.Create(Mantissa)) + Vector.Create(SquareRootOfHalf)) - Vector<double>.One;
        var s = f / (f + Of(2));
        var (z, half) = (s * s, f * f * Of(0.5));
        var log = k * Of(Ln2High) - (half - (s * (half + Polynomial(z)) + k * Of(Ln2Low)) - f);
        var normal = Vector.GreaterThanOrEqual(x, Of(2.2250738585072014e-308)) & Vector.LessThanOrEqual(x, Of(double.MaxValue));
        return Vector.ConditionalSelect(normal, log, NaN);
    }

    /// <summary>Bars until an exponential mean with this decay a bar retains less than 1e-6 of its seed.</summary>
    public static int BarsToConverge(double decay)
    {
        var bars = 0;
        for (var weight = 1.0; weight > 1e-6; weight *= decay) bars++;
        return bars;
    }

    // Bit patterns of 1, √½ (to the precision the polynomial needs), 2⁵² and the mantissa.
    private const long One = 0x3FF0_0000_0000_0000, SquareRootOfHalf = 0x3FE6_A09E_0000_0000, TwoTo52 = 0x4330_0000_0000_0000, Mantissa = (1L << 52) - 1;

    private const double Ln2High = 6.93147180369123816490e-01, Ln2Low = 1.90821492927058770002e-10;

    /// <summary>Remez fit of R = (ln(1+f) − 2s)/s over z = s².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Polynomial(Vector<double> z)
    {
        var w = z * z;
        var even = w * (Of(3.999999999940941908e-01) + w * (Of(2.222219843214978396e-01) + w * Of(1.531383769920937332e-01)));
        var odd = w * (Of(2.857142874366239149e-01) + w * (Of(1.818357216161805012e-01) + w * Of(1.479819860511658591e-01)));
        return even + z * (Of(6.666666666666735130e-01) + odd);
    }
}
