using System.IO.Compression;
using System.Text.Json;

namespace QuantMatrix.Ingest;

/// <summary>Good answers kept for a while by the request they answer, so that a run repeated soon asks nothing twice.</summary>
/// <remarks>One key lists the requests remembered: a night with nothing to remember costs one look-up, not one a symbol.</remarks>
internal sealed class AnswerMemory(string provider, string address, TimeSpan keep, IKeyStore store, TimeProvider time) : IDisposable
{
    private const int AnswersPerWrite = 64;

    private readonly SemaphoreSlim turn = new(1);
    private readonly Dictionary<string, string> unwritten = [];
    private Dictionary<string, DateTimeOffset>? known;

    private string ListKey => $"provider:{provider}:answers";

    /// <summary>The answer to the same request, or null.</summary>
    public async Task<byte[]?> FindAsync(string question, CancellationToken ct)
    {
        if (keep <= TimeSpan.Zero || !await IsKnownAsync(Key(question), ct)) return null;
        return await store.GetAsync(Key(question), ct) is { } text ? Unpacked(text) : null;
    }

    public async Task KeepAsync(string question, ReadOnlyMemory<byte> answer, CancellationToken ct)
    {
        if (keep <= TimeSpan.Zero) return;
        var packed = Packed(answer.Span);
        await turn.WaitAsync(ct);
        try
        {
            unwritten[Key(question)] = packed;
            if (unwritten.Count >= AnswersPerWrite) await WriteAsync(ct);
        }
        finally
        {
            turn.Release();
        }
    }

    public async Task SaveAsync(CancellationToken ct)
    {
        await turn.WaitAsync(ct);
        try
        {
            if (unwritten.Count > 0) await WriteAsync(ct);
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();

    private async Task<bool> IsKnownAsync(string key, CancellationToken ct)
    {
        await turn.WaitAsync(ct);
        try
        {
            known ??= await store.GetAsync(ListKey, ct) is { } list ? JsonSerializer.Deserialize<Dictionary<string, DateTimeOffset>>(list)! : [];
            return known.TryGetValue(key, out var ends) && ends > time.GetUtcNow();
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task WriteAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        foreach (var (key, ends) in known ??= []) if (ends <= now) known.Remove(key);
        foreach (var key in unwritten.Keys) known[key] = now + keep;
        unwritten[ListKey] = JsonSerializer.Serialize(known);
        await store.SetAsync(unwritten, keep, ct);
        unwritten.Clear();
    }

    private string Key(string question) => $"provider:{provider}:answer:GET {address}{question}";

    /// <summary>As JSON values are: a string.</summary>
    private static string Packed(ReadOnlySpan<byte> answer)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(answer);
        return $"\"{Convert.ToBase64String(bytes.GetBuffer(), 0, (int)bytes.Length)}\"";
    }

    private static byte[] Unpacked(string text)
    {
        using var gzip = new GZipStream(new MemoryStream(Convert.FromBase64String(text.Trim('"'))), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        gzip.CopyTo(bytes);
        return bytes.ToArray();
    }
}
