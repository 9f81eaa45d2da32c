using System.Text;
using System.Text.Json;

namespace QuantMatrix.Http;

/// <summary>Keeps successful responses for a while, so that a run repeated soon sends no request twice.</summary>
/// <remarks>
/// Responses are stored as received; those over 256 KiB (full histories) are not. An index key lists the cached requests, so that a run without
/// cached responses costs one look-up instead of one per symbol.
/// </remarks>
internal sealed class ResponseCache(string provider, string baseAddress, TimeSpan duration, IKeyStore store, TimeProvider time) : IDisposable
{
    private const int BatchSize = 64, MaxBytes = 256 << 10;

    private readonly SemaphoreSlim gate = new(1);
    private readonly Dictionary<string, string> pending = [];
    private Dictionary<string, DateTimeOffset>? expiryByKey;

    private string IndexKey => $"provider:{provider}:answers";

    /// <summary>The cached response to the same request, or null.</summary>
    public async Task<byte[]?> FindAsync(string pathAndQuery, CancellationToken ct)
    {
        if (duration <= TimeSpan.Zero || !await IsIndexedAsync(Key(pathAndQuery), ct)) return null;
        return await store.GetAsync(Key(pathAndQuery), ct) is { } text ? Encoding.UTF8.GetBytes(text) : null;
    }

    public async Task AddAsync(string pathAndQuery, ReadOnlyMemory<byte> response, CancellationToken ct)
    {
        if (duration <= TimeSpan.Zero || response.Length > MaxBytes) return;
        var text = Encoding.UTF8.GetString(response.Span);
        await gate.WaitAsync(ct);
        try
        {
            pending[Key(pathAndQuery)] = text;
            if (pending.Count >= BatchSize) await WriteAsync(ct);
        }
        finally
        {
            gate.Release();
        }
    }

    public async Task SaveAsync(CancellationToken ct)
    {
        await gate.WaitAsync(ct);
        try
        {
            if (pending.Count > 0) await WriteAsync(ct);
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    private async Task<bool> IsIndexedAsync(string key, CancellationToken ct)
    {
        await gate.WaitAsync(ct);
        try
        {
            expiryByKey ??= await store.GetAsync(IndexKey, ct) is { } index ? JsonSerializer.Deserialize<Dictionary<string, DateTimeOffset>>(index)! : [];
            return expiryByKey.TryGetValue(key, out var expiry) && expiry > time.GetUtcNow();
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task WriteAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        foreach (var (key, expiry) in expiryByKey ??= []) if (expiry <= now) expiryByKey.Remove(key);
        foreach (var key in pending.Keys) expiryByKey[key] = now + duration;
        pending[IndexKey] = JsonSerializer.Serialize(expiryByKey);
        await store.SetAsync(pending, duration, ct);
        pending.Clear();
    }

    private string Key(string pathAndQuery) => $"provider:{provider}:answer:GET {baseAddress}{pathAndQuery}";
}
