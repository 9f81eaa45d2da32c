namespace QuantMatrix.Http;

/// <summary>The body of an answer on its way: no longer than allowed, and its accidents told apart from those of whoever writes it down.</summary>
internal sealed class ResponseStream(Stream body, int maxBytes) : Stream
{
    private long count;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => count; set => throw new NotSupportedException(); }

    /// <exception cref="HttpRequestException">The connection broke, or what comes cannot be unpacked.</exception>
    /// <exception cref="ProviderException">The body is longer than allowed.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await ReceiveAsync(buffer, cancellationToken);
        return (count += read) <= maxBytes ? read : throw new ProviderException(FaultKind.Symbol, $"the answer is longer than {maxBytes} bytes");
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
