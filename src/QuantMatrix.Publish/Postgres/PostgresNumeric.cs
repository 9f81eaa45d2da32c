using System.Buffers.Binary;

namespace QuantMatrix.Publish.Postgres;

/// <summary>Encodes an amount in the binary format of <c>numeric</c>: base-10000 digits, the decimal point between two of them.</summary>
internal static class PostgresNumeric
{
    private const int GroupDigits = 4, GroupBase = 10_000, MaxGroups = 9;
    private const short Negative = 0x4000;

    /// <summary>Trailing zeros are dropped, so that equal amounts have equal bytes.</summary>
    public static void Write(decimal amount, CopyWriter to)
    {
        Span<short> groups = stackalloc short[MaxGroups];
        var (digits, scale) = Digits(amount);
        var (count, fraction) = (0, (scale + GroupDigits - 1) / GroupDigits);
        for (var pad = fraction * GroupDigits - scale; pad > 0; pad--) digits *= 10;
        for (; digits > 0; digits /= GroupBase) groups[count++] = (short)(int)(digits % GroupBase);
        var bytes = to.Value(8 + 2 * count);
        short[] head = [(short)count, (short)(count - fraction - 1), amount < 0 ? Negative : (short)0, (short)scale];
        for (var i = 0; i < head.Length; i++) BinaryPrimitives.WriteInt16BigEndian(bytes[(2 * i)..], head[i]);
        for (var i = 0; i < count; i++) BinaryPrimitives.WriteInt16BigEndian(bytes[(8 + 2 * i)..], groups[count - 1 - i]);
    }

    /// <summary>The amount as an integer and its scale, without trailing zeros.</summary>
    private static (UInt128 Digits, int Scale) Digits(decimal amount)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(amount, bits);
        var (digits, scale) = (((UInt128)(uint)bits[2] << 64) | ((UInt128)(uint)bits[1] << 32) | (uint)bits[0], amount.Scale);
        for (; scale > 0 && digits % 10 == 0; scale--) digits /= 10;
        return (digits, scale);
    }
}
