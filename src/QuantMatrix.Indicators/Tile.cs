using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace QuantMatrix.Indicators;

/// <summary>Transposes rows of four lanes into four series and back, four rows at a time: sixteen values in eight shuffles.</summary>
/// <remarks>
/// Span starts are taken before each loop, while no vector is live: in code compiled ahead that is a call, which spills vector registers.
/// </remarks>
internal static class Tile
{
    public const int Side = 4;

    /// <summary>True when a row has four lanes and the processor has AVX; otherwise callers use a scalar loop.</summary>
    public static bool IsSupported => Avx.IsSupported && Vector<double>.Count == Side;

    /// <summary>Transposes panel rows into four series of the same length.</summary>
    /// <remarks>Starts at the newest rows, which the kernel wrote last and which are still in L1. The oldest tile may overlap the next one.</remarks>
    /// <param name="rows">Four or more.</param>
    /// <returns>True when all values are finite.</returns>
    public static bool ToSeries(ReadOnlySpan<Vector<double>> rows, Span<double> a, Span<double> b, Span<double> c, Span<double> d)
    {
        if (rows.Length < Side) throw new ArgumentException($"{rows.Length} rows; expected {Side} or more");
        RequireLength(rows.Length, a.Length, b.Length, c.Length, d.Length);
        ref double ya = ref a[0], yb = ref b[0], yc = ref c[0], yd = ref d[0];
        var check = Vector256<double>.Zero;
        for (var end = rows.Length; end > 0; end -= Side)
        {
            var t = Math.Max(end - Side, 0);
            Vector256<double> r0 = rows[t].AsVector256(), r1 = rows[t + 1].AsVector256(), r2 = rows[t + 2].AsVector256(), r3 = rows[t + 3].AsVector256();
            // x − x is 0 for finite x and NaN otherwise; a sum propagates NaN.
            check += r0 - r0 + (r1 - r1) + (r2 - r2 + (r3 - r3));
            Transpose(ref r0, ref r1, ref r2, ref r3);
            Put(ref ya, t, r0);
            Put(ref yb, t, r1);
            Put(ref yc, t, r2);
            Put(ref yd, t, r3);
        }
        return check == Vector256<double>.Zero;
    }

    /// <summary>Transposes four series into panel rows.</summary>
    /// <param name="rows">A multiple of four rows, no longer than the series.</param>
    public static void ToRows(ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> c, ReadOnlySpan<double> d, Span<Vector<double>> rows)
    {
        RequireLength(rows.Length, a.Length, b.Length, c.Length, d.Length);
        ref readonly double xa = ref a[0], xb = ref b[0], xc = ref c[0], xd = ref d[0];
        for (var t = 0; t + Side <= rows.Length; t += Side) Put(rows, t, Get(in xa, t), Get(in xb, t), Get(in xc, t), Get(in xd, t));
    }

    /// <summary>Transposes four integer series into panel rows.</summary>
    public static void ToRows(ReadOnlySpan<long> a, ReadOnlySpan<long> b, ReadOnlySpan<long> c, ReadOnlySpan<long> d, Span<Vector<double>> rows)
    {
        RequireLength(rows.Length, a.Length, b.Length, c.Length, d.Length);
        for (var t = 0; t + Side <= rows.Length; t += Side) Put(rows, t, Get(a, t), Get(b, t), Get(c, t), Get(d, t));
    }

    private static void RequireLength(int rows, int a, int b, int c, int d)
    {
        if (Math.Min(Math.Min(a, b), Math.Min(c, d)) < rows) throw new ArgumentException("a series is shorter than the rows");
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(ref Vector256<double> r0, ref Vector256<double> r1, ref Vector256<double> r2, ref Vector256<double> r3)
    {
        Vector256<double> even01 = Avx.UnpackLow(r0, r1), odd01 = Avx.UnpackHigh(r0, r1), even23 = Avx.UnpackLow(r2, r3), odd23 = Avx.UnpackHigh(r2, r3);
        r0 = Avx.Permute2x128(even01, even23, 0x20);
        r1 = Avx.Permute2x128(odd01, odd23, 0x20);
        r2 = Avx.Permute2x128(even01, even23, 0x31);
        r3 = Avx.Permute2x128(odd01, odd23, 0x31);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Get(in double series, int t) => Vector256.LoadUnsafe(in series, (nuint)t);

    /// <summary>Converts one value at a time: vectorized conversion of longs needs AVX-512 or emulation, which could not be compiled ahead.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Get(ReadOnlySpan<long> series, int t) => Vector256.Create((double)series[t], series[t + 1], series[t + 2], series[t + 3]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(ref double series, int t, Vector256<double> values) => values.StoreUnsafe(ref series, (nuint)t);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(Span<Vector<double>> rows, int t, Vector256<double> a, Vector256<double> b, Vector256<double> c, Vector256<double> d)
    {
        Transpose(ref a, ref b, ref c, ref d);
        (rows[t], rows[t + 1], rows[t + 2], rows[t + 3]) = (a.AsVector(), b.AsVector(), c.AsVector(), d.AsVector());
    }
}
