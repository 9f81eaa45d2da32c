using System.Buffers.Binary;
using System.Text;
using QuantMatrix.Publish.Tables;

namespace QuantMatrix.Publish.Postgres;

/// <summary>Rows in the binary form of Postgres' COPY, gathered until they are worth sending.</summary>
/// <remarks>Written here rather than by Npgsql's importer: a value goes to the bytes sent without a task and a search for its type.</remarks>
internal sealed class CopyRows : IRowWriter
{
    private const int Worthwhile = 1 << 16;
    private const byte JsonbVersion = 1;
    private static readonly int Epoch = new DateOnly(2000, 1, 1).DayNumber;
    private static readonly DateTimeOffset EpochTime = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private byte[] bytes = new byte[2 * Worthwhile];
    private int length, row;
    private short columns;

    public CopyRows() => Header.CopyTo(Next(Header.Length));

    /// <summary>The signature, no flags, no extension.</summary>
    private static ReadOnlySpan<byte> Header => [(byte)'P', (byte)'G', (byte)'C', (byte)'O', (byte)'P', (byte)'Y', (byte)'\n', 0xFF, (byte)'\r', (byte)'\n', 0, 0, 0, 0, 0, 0, 0, 0, 0];

    public bool AreWorthSending => length >= Worthwhile;

    public ReadOnlyMemory<byte> Gathered => bytes.AsMemory(0, length);

    public void Sent() => length = 0;

    public void BeginRow()
    {
        (row, columns) = (length, 0);
        Next(2);
    }

    public void EndRow() => BinaryPrimitives.WriteInt16BigEndian(bytes.AsSpan(row), columns);

    /// <summary>After the last row.</summary>
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

    /// <summary>Room for the bytes of the next value.</summary>
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
