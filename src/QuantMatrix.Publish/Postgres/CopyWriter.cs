using System.Buffers.Binary;
using System.Text;
using QuantMatrix.Publish.Tables;

namespace QuantMatrix.Publish.Postgres;

/// <summary>Encodes rows in the binary format of COPY FROM and buffers them until a block is full.</summary>
/// <remarks>Replaces Npgsql's importer, which costs a task and a type lookup per value.</remarks>
internal sealed class CopyWriter : IRowWriter
{
    private const int BlockSize = 1 << 16;
    private const byte JsonbVersion = 1;
    private static readonly int Epoch = new DateOnly(2000, 1, 1).DayNumber;
    private static readonly DateTimeOffset EpochTime = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Signature, no flags, no header extension.</summary>
    private static readonly byte[] Header = [.. "PGCOPY\n"u8, 0xFF, .. "\r\n\0"u8, 0, 0, 0, 0, 0, 0, 0, 0];

    private byte[] bytes = new byte[2 * BlockSize];
    private int length, row;
    private short columns;

    public CopyWriter() => Header.CopyTo(Next(Header.Length));

    public bool IsBlockFull => length >= BlockSize;

    public ReadOnlyMemory<byte> Buffered => bytes.AsMemory(0, length);

    public void Clear() => length = 0;

    public void BeginRow()
    {
        (row, columns) = (length, 0);
        Next(2);
    }

    public void EndRow() => BinaryPrimitives.WriteInt16BigEndian(bytes.AsSpan(row), columns);

    /// <summary>Writes the trailer, after the last row.</summary>
    public void End() => BinaryPrimitives.WriteInt16BigEndian(Next(2), -1);

    public void Add(string? text)
    {
        if (text is null) AddNull();
        else Encoding.UTF8.GetBytes(text, Value(Encoding.UTF8.GetByteCount(text)));
    }

    public void Add(double? number)
    {
        if (number is { } v) BinaryPrimitives.WriteDoubleBigEndian(Value(8), v);
        else AddNull();
    }

    public void Add(decimal? amount)
    {
        if (amount is { } v) PostgresNumeric.Write(v, this);
        else AddNull();
    }

    public void Add(long? number)
    {
        if (number is { } v) BinaryPrimitives.WriteInt64BigEndian(Value(8), v);
        else AddNull();
    }

    public void Add(int? number)
    {
        if (number is { } v) BinaryPrimitives.WriteInt32BigEndian(Value(4), v);
        else AddNull();
    }

    public void Add(bool? flag)
    {
        if (flag is { } v) Value(1)[0] = v ? (byte)1 : (byte)0;
        else AddNull();
    }

    public void Add(DateOnly? date) => Add(date?.DayNumber - Epoch);

    public void Add(DateTimeOffset time) => Add((long?)((time - EpochTime).Ticks / TimeSpan.TicksPerMicrosecond));

    public void Add(DateTime? clock) => Add((clock - EpochTime.DateTime)?.Ticks / TimeSpan.TicksPerMicrosecond);

    public void AddJson(ReadOnlySpan<byte> json)
    {
        var value = Value(json.Length + 1);
        value[0] = JsonbVersion;
        json.CopyTo(value[1..]);
    }

    private void AddNull()
    {
        BinaryPrimitives.WriteInt32BigEndian(Next(4), -1);
        columns++;
    }

    /// <summary>Reserves the bytes of the next value.</summary>
    public Span<byte> Value(int size)
    {
        BinaryPrimitives.WriteInt32BigEndian(Next(4), size);
        columns++;
        return Next(size);
    }

    private Span<byte> Next(int size)
    {
        if (length + size > bytes.Length) Array.Resize(ref bytes, Math.Max(2 * bytes.Length, length + size));
        length += size;
        return bytes.AsSpan(length - size, size);
    }
}

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
