using System.Buffers;

namespace QuantMatrix.Ingest;

/// <summary>The whole body of an answer in borrowed memory.</summary>
internal sealed class ResponseBody : IDisposable
{
    private const int UsualBytes = 64 << 10;

    private byte[] buffer;
    private int count;

    private ResponseBody(int bytes) => buffer = ArrayPool<byte>.Shared.Rent(bytes);

    public ReadOnlyMemory<byte> Bytes => buffer.AsMemory(0, count);

    /// <exception cref="ProviderException">It is longer than <paramref name="maxBytes"/>.</exception>
    public static async Task<ResponseBody> ReadAsync(HttpResponseMessage response, int maxBytes, CancellationToken ct)
    {
        var body = new ResponseBody(UsualBytes);
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(ct);
            while (await stream.ReadAsync(body.Free(), ct) is > 0 and var read)
                if ((body.count += read) > maxBytes) throw new ProviderException(FaultKind.Symbol, $"the answer is longer than {maxBytes} bytes");
            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
    }

    private Memory<byte> Free()
    {
        if (count < buffer.Length) return buffer.AsMemory(count);
        var grown = ArrayPool<byte>.Shared.Rent(2 * buffer.Length);
        buffer.CopyTo(grown, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = grown;
        return buffer.AsMemory(count);
    }
}
