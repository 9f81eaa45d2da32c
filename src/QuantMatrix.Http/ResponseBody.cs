using System.Buffers;

namespace QuantMatrix.Http;

/// <summary>The body of an answer in borrowed memory.</summary>
internal sealed class ResponseBody : IDisposable
{
    private const int UsualBytes = 64 << 10;

    private byte[] buffer;
    private int count;

    private ResponseBody(int bytes) => buffer = ArrayPool<byte>.Shared.Rent(bytes);

    public ReadOnlyMemory<byte> Bytes => buffer.AsMemory(0, count);

    public static Task<ResponseBody> ReadAsync(Stream stream, CancellationToken ct) => ReadAsync(stream, int.MaxValue, ct);

    /// <summary>As much of it as tells what is wrong.</summary>
    public static Task<ResponseBody> ReadStartAsync(Stream stream, CancellationToken ct) => ReadAsync(stream, UsualBytes, ct);

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
    }

    private static async Task<ResponseBody> ReadAsync(Stream stream, int enough, CancellationToken ct)
    {
        var body = new ResponseBody(UsualBytes);
        try
        {
            while (body.count < enough && await stream.ReadAsync(body.Free(), ct) is > 0 and var read) body.count += read;
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
        var grown = ArrayPool<byte>.Shared.Rent(2 * buffer.Length);
        buffer.CopyTo(grown, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = grown;
        return buffer.AsMemory(count);
    }
}
