using System.Collections.Concurrent;
using QuantMatrix.Http;

namespace QuantMatrix.Tests.Servers;

/// <summary>An in-memory key store.</summary>
internal sealed class KeysInMemory(TimeProvider time) : IKeyStore
{
    public ConcurrentDictionary<string, (string Value, DateTimeOffset Ends)> Keys { get; } = new();

    public Task<string?> GetAsync(string key, CancellationToken ct) =>
        Task.FromResult(Keys.TryGetValue(key, out var found) && found.Ends > time.GetUtcNow() ? found.Value : null);

    public Task SetAsync(IReadOnlyDictionary<string, string> values, TimeSpan timeToLive, CancellationToken ct)
    {
        foreach (var (key, value) in values) Keys[key] = (value, time.GetUtcNow() + timeToLive);
        return Task.CompletedTask;
    }
}
