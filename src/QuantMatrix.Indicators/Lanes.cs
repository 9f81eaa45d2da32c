using System.Numerics;
using System.Runtime.CompilerServices;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators;

/// <summary>Words of the trade that kernels share, a vector of symbols at a time.</summary>
internal static class Lanes
{
    /// <summary>The same value in every lane.</summary>
    /// <remarks>The vector's constructor does the same, but in code compiled ahead it is a call, which costs a loop its registers.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Of(double x) => Vector.Create(x);

    public static Vector<double> NaN => Of(double.NaN);

    public static Vector<double> Hundred => Of(100);

    /// <summary>No value in any of these rows.</summary>
    public static void Blank(Span<Vector<double>> rows)
    {
        for (var t = 0; t < rows.Length; t++) rows[t] = NaN;
    }

    /// <summary>100·(a/b − 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> PercentOver(Vector<double> a, Vector<double> b) => Hundred * (a / b - Vector<double>.One);

    /// <summary>x when the change is a rise, −x when a fall, 0 when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Signed(Vector<double> x, Vector<double> change) => Vector.ConditionalSelect(Vector.GreaterThan(change, default), x,
        Vector.ConditionalSelect(Vector.LessThan(change, default), -x, default));

    /// <summary>Natural logarithm of a positive normal number, less than 1 ulp off; NaN for anything else.</summary>
    /// <remarks>
    /// Our own, because a library's may differ between processors. x = 2ᵏ·(1+f) with √½ ≤ 1+f &lt; √2, s = f/(2+f), ln(1+f) = 2s + s·R(s²).
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

    /// <summary>Bars until a mean that keeps <paramref name="kept"/> of itself each bar holds less than 1e-6 of its seed.</summary>
    public static int Forgets(double kept)
    {
        var bars = 0;
        for (var weight = 1.0; weight > 1e-6; weight *= kept) bars++;
        return bars;
    }

    // Bits of 1, of √½ (as far as the polynomial cares), of 2⁵² and of the fraction.
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
