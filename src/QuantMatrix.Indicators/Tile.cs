using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace QuantMatrix.Indicators;

/// <summary>Turns rows of four lanes into four series and back, four rows at a time: sixteen values in eight shuffles.</summary>
/// <remarks>Where a span begins is asked before each loop, and before any vector is held: in code compiled ahead that is a call, and a call keeps no vector in its register.</remarks>
internal static class Tile
{
    public const int Side = 4;

    /// <summary>Whether a row is four lanes and the processor can shuffle them; elsewhere a plain loop does the same.</summary>
    public static bool IsSupported => Avx.IsSupported && Vector<double>.Count == Side;

    /// <summary>Rows of the panel become four series of the same length.</summary>
    /// <remarks>The newest rows first: a kernel has just written them, so they are still in the nearest cache. The oldest tile may overlap the next.</remarks>
    /// <param name="rows">Four or more.</param>
    /// <returns>Whether every value is finite.</returns>
    public static bool ToSeries(ReadOnlySpan<Vector<double>> rows, Span<double> a, Span<double> b, Span<double> c, Span<double> d)
    {
        if (rows.Length < Side) throw new ArgumentException($"{rows.Length} rows; expected {Side} or more");
        RequireRoom(rows.Length, a.Length, b.Length, c.Length, d.Length);
        ref double ya = ref a[0], yb = ref b[0], yc = ref c[0], yd = ref d[0];
        var nothing = Vector256<double>.Zero;
        for (var end = rows.Length; end > 0; end -= Side)
        {
            var t = Math.Max(end - Side, 0);
            Vector256<double> r0 = rows[t].AsVector256(), r1 = rows[t + 1].AsVector256(), r2 = rows[t + 2].AsVector256(), r3 = rows[t + 3].AsVector256();
            // x − x is 0 for a finite x, NaN for any other, and a sum keeps a NaN.
            nothing += r0 - r0 + (r1 - r1) + (r2 - r2 + (r3 - r3));
            Transpose(ref r0, ref r1, ref r2, ref r3);
            Put(ref ya, t, r0);
            Put(ref yb, t, r1);
            Put(ref yc, t, r2);
            Put(ref yd, t, r3);
        }
        return nothing == Vector256<double>.Zero;
    }

    /// <summary>Four series become rows of the panel.</summary>
    /// <param name="rows">Four or a multiple of it, no longer than the series.</param>
    public static void ToRows(ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> c, ReadOnlySpan<double> d, Span<Vector<double>> rows)
    {
        RequireRoom(rows.Length, a.Length, b.Length, c.Length, d.Length);
        ref readonly double xa = ref a[0], xb = ref b[0], xc = ref c[0], xd = ref d[0];
        for (var t = 0; t + Side <= rows.Length; t += Side) Put(rows, t, Get(in xa, t), Get(in xb, t), Get(in xc, t), Get(in xd, t));
    }

    /// <summary>The same of whole numbers.</summary>
    public static void ToRows(ReadOnlySpan<long> a, ReadOnlySpan<long> b, ReadOnlySpan<long> c, ReadOnlySpan<long> d, Span<Vector<double>> rows)
    {
        RequireRoom(rows.Length, a.Length, b.Length, c.Length, d.Length);
        for (var t = 0; t + Side <= rows.Length; t += Side) Put(rows, t, Get(a, t), Get(b, t), Get(c, t), Get(d, t));
    }

    private static void RequireRoom(int rows, int a, int b, int c, int d)
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

    /// <summary>One by one: a vector of longs is converted by AVX-512 or by a detour, so that code would be compiled at the first call only.</summary>
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
