using System.Buffers.Binary;
using System.Text;

namespace QuantMatrix.Publish.Postgres;

/// <summary>Takes rows out of the binary form of Postgres' COPY as its bytes arrive; equal rows have equal bytes.</summary>
internal sealed class CopiedRows
{
    /// <summary>The signature, the flags and the length of an extension, which no server sends.</summary>
    private const int Header = 19;
    private const int CountSize = 2, LengthSize = 4;

    private byte[] bytes = new byte[1 << 16];
    private int start, end, headerLeft = Header;

    /// <summary>Where the next bytes go; tell how many came by <see cref="Arrived"/>.</summary>
    public Memory<byte> Free
    {
        get
        {
            bytes.AsSpan(start..end).CopyTo(bytes);
            (start, end) = (0, end - start);
            if (end == bytes.Length) Array.Resize(ref bytes, 2 * bytes.Length);
            return bytes.AsMemory(end);
        }
    }

    public void Arrived(int count)
    {
        end += count;
        var skipped = Math.Min(headerLeft, end - start);
        (start, headerLeft) = (start + skipped, headerLeft - skipped);
    }

    /// <summary>The next whole row; false when more bytes are needed or the rows have ended.</summary>
    /// <param name="row">Good until <see cref="Free"/> is asked for.</param>
    public bool TryTake(out ReadOnlyMemory<byte> row)
    {
        row = default;
        var arrived = bytes.AsSpan(start..end);
        if (arrived.Length < CountSize) return false;
        var (columns, at) = (BinaryPrimitives.ReadInt16BigEndian(arrived), CountSize);
        for (var c = 0; c < columns; c++)
        {
            if (arrived.Length < at + LengthSize) return false;
            at += LengthSize + Math.Max(0, BinaryPrimitives.ReadInt32BigEndian(arrived[at..]));
        }
        if (columns < 0 || arrived.Length < at) return false;
        row = bytes.AsMemory(start, at);
        start += at;
        return true;
    }

    /// <summary>The text in a row's first column.</summary>
    public static string Key(ReadOnlySpan<byte> row) =>
        Encoding.UTF8.GetString(row.Slice(CountSize + LengthSize, BinaryPrimitives.ReadInt32BigEndian(row[CountSize..])));
}
