using System.Buffers.Binary;
using System.Text;

namespace QuantMatrix.Publish.Postgres;

/// <summary>Splits the byte stream of a binary COPY TO into rows; equal rows have equal bytes.</summary>
internal sealed class CopyReader
{
    /// <summary>Signature, flags and the length of the header extension, which servers leave empty.</summary>
    private const int HeaderSize = 19;
    private const int CountSize = 2, LengthSize = 4;

    private byte[] bytes = new byte[1 << 16];
    private int start, end, headerLeft = HeaderSize;

    /// <summary>Where the next bytes are read into; report their number to <see cref="Advance"/>.</summary>
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

    public void Advance(int count)
    {
        end += count;
        var skipped = Math.Min(headerLeft, end - start);
        (start, headerLeft) = (start + skipped, headerLeft - skipped);
    }

    /// <summary>Returns the next complete row; false when more bytes are needed or the stream has ended.</summary>
    /// <param name="row">Valid until the next read of <see cref="Free"/>.</param>
    public bool TryRead(out ReadOnlyMemory<byte> row)
    {
        row = default;
        var received = bytes.AsSpan(start..end);
        if (received.Length < CountSize) return false;
        var (columns, at) = (BinaryPrimitives.ReadInt16BigEndian(received), CountSize);
        for (var c = 0; c < columns; c++)
        {
            if (received.Length < at + LengthSize) return false;
            at += LengthSize + Math.Max(0, BinaryPrimitives.ReadInt32BigEndian(received[at..]));
        }
        if (columns < 0 || received.Length < at) return false;
        row = bytes.AsMemory(start, at);
        start += at;
        return true;
    }

    /// <summary>Text of the first column of a row.</summary>
    public static string Key(ReadOnlySpan<byte> row) =>
        Encoding.UTF8.GetString(row.Slice(CountSize + LengthSize, BinaryPrimitives.ReadInt32BigEndian(row[CountSize..])));
}
