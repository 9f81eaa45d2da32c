using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace QuantMatrix.Compute;

/// <summary>Turns rows of four lanes into four series and back, four rows at a time: sixteen values in eight shuffles.</summary>
internal static class Tile
{
    public const int Side = 4;

    /// <summary>Whether a row is four lanes and the processor can shuffle them; elsewhere a plain loop does the same.</summary>
    public static bool IsSupported => Avx.IsSupported && Vector<double>.Count == Side;

    /// <summary>Rows of the panel become four series of the same length.</summary>
    /// <param name="rows">A multiple of four.</param>
    /// <returns>Whether every value is finite.</returns>
    public static bool ToSeries(ReadOnlySpan<Vector<double>> rows, Span<double> a, Span<double> b, Span<double> c, Span<double> d)
    {
        var finite = Vector256<double>.AllBitsSet;
        if (Math.Min(Math.Min(a.Length, b.Length), Math.Min(c.Length, d.Length)) < rows.Length) throw new ArgumentException("a series is shorter than the rows");
        for (var t = 0; t + Side <= rows.Length; t += Side)
        {
            Vector256<double> r0 = rows[t].AsVector256(), r1 = rows[t + 1].AsVector256(), r2 = rows[t + 2].AsVector256(), r3 = rows[t + 3].AsVector256();
            finite &= Finite(r0) & Finite(r1) & Finite(r2) & Finite(r3);
            Transpose(ref r0, ref r1, ref r2, ref r3);
            Put(a, t, r0);
            Put(b, t, r1);
            Put(c, t, r2);
            Put(d, t, r3);
        }
        return finite.AsInt64() == Vector256<long>.AllBitsSet;
    }

    /// <summary>Four series become rows of the panel.</summary>
    /// <param name="rows">A multiple of four, no longer than the series.</param>
    public static void ToRows(ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> c, ReadOnlySpan<double> d, Span<Vector<double>> rows)
    {
        if (Math.Min(Math.Min(a.Length, b.Length), Math.Min(c.Length, d.Length)) < rows.Length) throw new ArgumentException("a series is shorter than the rows");
        for (var t = 0; t + Side <= rows.Length; t += Side)
        {
            Vector256<double> r0 = Get(a, t), r1 = Get(b, t), r2 = Get(c, t), r3 = Get(d, t);
            Transpose(ref r0, ref r1, ref r2, ref r3);
            (rows[t], rows[t + 1], rows[t + 2], rows[t + 3]) = (r0.AsVector(), r1.AsVector(), r2.AsVector(), r3.AsVector());
        }
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

    /// <summary>x − x is 0 for a finite x, NaN for any other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Finite(Vector256<double> x) => Vector256.Equals(x - x, Vector256<double>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Get(ReadOnlySpan<double> series, int t) => Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(series), (nuint)t);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(Span<double> series, int t, Vector256<double> values) => values.StoreUnsafe(ref MemoryMarshal.GetReference(series), (nuint)t);
}
