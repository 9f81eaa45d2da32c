using System.Text;
using System.Text.Json;

namespace QuantMatrix.Http;

/// <summary>Good answers kept for a while by the request they answer, so that a run repeated soon asks nothing twice.</summary>
/// <remarks>
/// An answer is JSON and kept as it is; a long history, asked for once, is not kept. One key lists the requests remembered: a night with
/// nothing to remember costs one look-up, not one a symbol.
/// </remarks>
internal sealed class ResponseCache(string provider, string address, TimeSpan keep, IKeyStore store, TimeProvider time) : IDisposable
{
    private const int AnswersPerWrite = 64, MaxBytes = 256 << 10;

    private readonly SemaphoreSlim turn = new(1);
    private readonly Dictionary<string, string> unwritten = [];
    private Dictionary<string, DateTimeOffset>? known;

    private string ListKey => $"provider:{provider}:answers";

    /// <summary>The answer to the same request, or null.</summary>
    public async Task<byte[]?> FindAsync(string question, CancellationToken ct)
    {
        if (keep <= TimeSpan.Zero || !await IsKnownAsync(Key(question), ct)) return null;
        return await store.GetAsync(Key(question), ct) is { } text ? Encoding.UTF8.GetBytes(text) : null;
    }

    public async Task KeepAsync(string question, ReadOnlyMemory<byte> answer, CancellationToken ct)
    {
        if (keep <= TimeSpan.Zero || answer.Length > MaxBytes) return;
        var text = Encoding.UTF8.GetString(answer.Span);
        await turn.WaitAsync(ct);
        try
        {
            unwritten[Key(question)] = text;
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
}
