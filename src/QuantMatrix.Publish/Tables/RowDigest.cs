using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using QuantMatrix.Model;

namespace QuantMatrix.Publish.Tables;

/// <summary>A digest of the values of a row: equal for equal values, whether they come from a statement or from a table.</summary>
internal sealed class RowDigest : IRowWriter
{
    private const int Bytes = 16;

    /// <summary>Zero with the scale of an amount: a sum with it has that scale.</summary>
    private static readonly decimal Zero = new(0, 0, 0, false, TypeMap.AmountScale);

    private readonly ArrayBufferWriter<byte> written = new();

    /// <summary>The digest of the values added since the previous call.</summary>
    public UInt128 Take()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(written.WrittenSpan, hash);
        written.ResetWrittenCount();
        return BinaryPrimitives.ReadUInt128LittleEndian(hash[..Bytes]);
    }

    public void Add(string? text)
    {
        Add((long?)text?.Length);
        if (text is not null) Encoding.UTF8.GetBytes(text, written);
    }

    public void Add(double? number) => Add(number is { } v ? BitConverter.DoubleToInt64Bits(v) : (long?)null);

    /// <summary>Targets return an amount with more or fewer trailing zeros: the digest is of its digits at a fixed scale.</summary>
    public void Add(decimal? amount)
    {
        Add((bool?)(amount is not null));
        if (amount is not { } v) return;
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(decimal.Round(v, TypeMap.AmountScale) + Zero, bits);
        foreach (var part in bits) BinaryPrimitives.WriteInt32LittleEndian(Next(sizeof(int)), part);
    }

    public void Add(long? number)
    {
        Next(1)[0] = number is null ? (byte)0 : (byte)1;
        BinaryPrimitives.WriteInt64LittleEndian(Next(sizeof(long)), number ?? 0);
    }

    public void Add(int? number) => Add((long?)number);

    public void Add(bool? flag) => Add(flag is { } v ? Convert.ToInt64(v) : (long?)null);

    public void Add(DateOnly? date) => Add((long?)date?.DayNumber);

    public void Add(DateTimeOffset time) => Add((long?)time.UtcTicks);

    public void Add(DateTime? clock) => Add(clock?.Ticks);

    public void AddJson(ReadOnlySpan<byte> json) => Add(Encoding.UTF8.GetString(json));

    private Span<byte> Next(int count)
    {
        var span = written.GetSpan(count)[..count];
        written.Advance(count);
        return span;
    }
}
