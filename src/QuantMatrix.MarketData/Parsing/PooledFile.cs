using System.Buffers;
using System.IO.Compression;

namespace QuantMatrix.MarketData.Parsing;

/// <summary>The text of one file as UTF-8 with line feeds, in a pooled buffer; gzip is decompressed.</summary>
internal sealed class PooledFile : IDisposable
{
    private const int FirstBuffer = 1 << 20, UsualRatio = 4, LargestRatio = 100;
    private const long AlwaysUnpacked = 1 << 26, MaxUnpacked = 1 << 30;

    private byte[] buffer = [];
    private int length;

    public ReadOnlySpan<byte> Text => buffer.AsSpan(0, length);

    /// <summary>Reads the file; <paramref name="fault"/> states why it cannot be read.</summary>
    public static PooledFile Read(string path, out string? fault) =>
        Read(() => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan), out fault);

    /// <summary>Reads the stream to its end and closes it.</summary>
    public static PooledFile Read(Func<Stream> open, out string? fault) =>
        Read(open, (content, file) => content.Fill(file, file.CanSeek ? file.Length : FirstBuffer, Array.MaxLength), out fault);

    /// <summary>Reads the unpacked stream of an archive's entry to its end and closes it.</summary>
    /// <param name="packed">The compressed size.</param>
    public static PooledFile ReadPacked(Func<Stream> open, long packed, out string? fault) =>
        Read(open, (content, file) => content.Unpack(file, packed), out fault);

    /// <summary>The most bytes that this number of compressed bytes may unpack to: a small archive can otherwise fill the memory.</summary>
    public static long UnpackedLimit(long packed) => Math.Min(MaxUnpacked, Math.Max(AlwaysUnpacked, LargestRatio * packed));

    private static PooledFile Read(Func<Stream> open, Func<PooledFile, Stream, string?> fill, out string? fault)
    {
        var content = new PooledFile();
        try
        {
            using var file = open();
            fault = fill(content, file);
            if (fault is null && content.Text is [0x1F, 0x8B, ..]) fault = content.Decompress();
            if (fault is null) content.Normalize();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            fault = $"the file cannot be read ({e.GetType().Name})";
        }
        return content;
    }

    public void Dispose()
    {
        if (buffer.Length > 0) ArrayPool<byte>.Shared.Return(buffer);
        (buffer, length) = ([], 0);
    }

    /// <param name="size">Expected number of bytes.</param>
    /// <param name="limit">The most bytes to read.</param>
    private string? Fill(Stream stream, long size, long limit)
    {
        if (size > limit) return $"the file has {size} bytes; expected at most {limit}; split the file";
        if (size > 0) buffer = ArrayPool<byte>.Shared.Rent((int)size + 1);
        while (true)
        {
            if (length > limit || length == buffer.Length && !TryGrow()) return $"the file has more than {limit} bytes; split the file";
            var read = stream.Read(buffer, length, buffer.Length - length);
            if (read == 0) return null;
            length += read;
        }
    }

    private bool TryGrow()
    {
        if (length == Array.MaxLength) return false;
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Array.MaxLength, Math.Max(FirstBuffer, length * 2L)));
        Text.CopyTo(larger);
        var kept = length;
        Dispose();
        (buffer, length) = (larger, kept);
        return true;
    }

    private string? Decompress()
    {
        using var packed = new PooledFile { buffer = buffer, length = length };
        (buffer, length) = ([], 0);
        using var stream = new GZipStream(new MemoryStream(packed.buffer, 0, packed.length), CompressionMode.Decompress);
        return Unpack(stream, packed.length) ?? TruncationFault(packed.Text);
    }

    private string? Unpack(Stream stream, long packed)
    {
        var limit = UnpackedLimit(packed);
        var fault = Fill(stream, Math.Min(packed * UsualRatio, limit), limit);
        return fault is null ? null : $"the file unpacks to more than {limit} bytes, the limit for {packed} compressed bytes; replace it by the unpacked file";
    }

    /// <summary>The decompressor does not report missing bytes; the last four state the size, of the last part when there are several.</summary>
    private string? TruncationFault(ReadOnlySpan<byte> packed)
    {
        var stated = packed.Length < 4 ? -1L : System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(packed[^4..]);
        var hasParts = packed[1..].IndexOf(packed[..3]) >= 0;
        return stated == length || hasParts && stated < length ? null : "the gzip file is truncated; download it again";
    }

    private void Normalize()
    {
        if (TextEncoding.ToUtf8(Text) is { } utf8)
        {
            Dispose();
            (buffer, length) = (ArrayPool<byte>.Shared.Rent(utf8.Length), utf8.Length);
            utf8.CopyTo(buffer, 0);
        }
        TextEncoding.UseLineFeeds(buffer.AsSpan(0, length));
    }
}
