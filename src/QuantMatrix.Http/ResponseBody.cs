using System.Buffers;

namespace QuantMatrix.Http;

/// <summary>A response body in a pooled buffer.</summary>
internal sealed class ResponseBody : IDisposable
{
    private const int InitialBytes = 64 << 10;

    private byte[] buffer;
    private int count;

    private ResponseBody(int bytes) => buffer = ArrayPool<byte>.Shared.Rent(bytes);

    public ReadOnlyMemory<byte> Bytes => buffer.AsMemory(0, count);

    public static Task<ResponseBody> ReadAsync(Stream stream, CancellationToken ct) => ReadAsync(stream, int.MaxValue, ct);

    /// <summary>The first 64 KiB, enough for an error message.</summary>
    public static Task<ResponseBody> ReadStartAsync(Stream stream, CancellationToken ct) => ReadAsync(stream, InitialBytes, ct);

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
    }

    private static async Task<ResponseBody> ReadAsync(Stream stream, int limit, CancellationToken ct)
    {
        var body = new ResponseBody(InitialBytes);
        try
        {
            while (body.count < limit && await stream.ReadAsync(body.Free(), ct) is > 0 and var read) body.count += read;
            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    private Memory<byte> Free()
    {
        if (count < buffer.Length) return buffer.AsMemory(count);
        var larger = ArrayPool<byte>.Shared.Rent(2 * buffer.Length);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
        return buffer.AsMemory(count);
    }
}

/// <summary>A response body as it arrives: enforces the maximum length and reports transport errors as <see cref="HttpRequestException"/>.</summary>
/// <remarks>The caller may copy it to a file; an <see cref="IOException"/> then comes from the file, not from the network.</remarks>
internal sealed class ResponseStream(Stream body, int maxBytes) : Stream
{
    private long count;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => count; set => throw new NotSupportedException(); }

    /// <exception cref="HttpRequestException">The connection broke, or the content cannot be decompressed.</exception>
    /// <exception cref="ProviderException">The body is longer than allowed.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await ReceiveAsync(buffer, cancellationToken);
        return (count += read) <= maxBytes ? read : throw new ProviderException(FaultKind.Symbol, $"the response exceeds the limit of {maxBytes} bytes");
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) body.Dispose();
        base.Dispose(disposing);
    }

    private async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken ct)
    {
        try
        {
            return await body.ReadAsync(buffer, ct);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidDataException)
        {
            ct.ThrowIfCancellationRequested();
            throw new HttpRequestException(e.Message, e.InnerException);
        }
    }
}
