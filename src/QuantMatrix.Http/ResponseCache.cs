using System.Text.Json;

namespace QuantMatrix.Http;

/// <summary>Keeps whole responses for a while, so that a run repeated soon sends no request twice.</summary>
/// <remarks>
/// Responses are stored byte for byte as base64; those over 256 KiB (full histories) are not. A damaged entry counts as absent. An index key lists the
/// cached requests, so that a run without cached responses costs one look-up instead of one per symbol.
/// </remarks>
internal sealed class ResponseCache(string provider, string baseAddress, TimeSpan duration, IKeyStore store, TimeProvider time) : IDisposable
{
    private const int BatchSize = 64, MaxBytes = 256 << 10;

    private readonly SemaphoreSlim gate = new(1);
    private readonly Dictionary<string, string> pending = [];
    private Dictionary<string, DateTimeOffset>? expiryByKey;

    private string IndexKey => $"provider:{provider}:responses";

    /// <summary>The cached response to the same request, or null.</summary>
    public async Task<byte[]?> FindAsync(string pathAndQuery, CancellationToken ct)
    {
        if (duration <= TimeSpan.Zero || !await IsIndexedAsync(Key(pathAndQuery), ct)) return null;
        return await store.GetAsync(Key(pathAndQuery), ct) is { } text ? Decoded(text) : null;
    }

    public async Task AddAsync(string pathAndQuery, ReadOnlyMemory<byte> response, CancellationToken ct)
    {
        if (duration <= TimeSpan.Zero || response.Length > MaxBytes) return;
        var text = Convert.ToBase64String(response.Span);
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
            expiryByKey ??= await store.GetAsync(IndexKey, ct) is { } index ? Index(index) : [];
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

    /// <summary>Null for text that is not base64.</summary>
    private static byte[]? Decoded(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }

    /// <summary>Empty for an index that cannot be read.</summary>
    private static Dictionary<string, DateTimeOffset> Index(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, DateTimeOffset>>(json) ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private string Key(string pathAndQuery) => $"provider:{provider}:response:GET {baseAddress}{pathAndQuery}";
}
