namespace QuantMatrix.Http;

/// <summary>Key-value store with expiry that outlives a run; holds cached responses and daily call counts.</summary>
public interface IKeyStore
{
    /// <summary>Null when the key does not exist or has expired.</summary>
    Task<string?> GetAsync(string key, CancellationToken ct);

    /// <summary>Sets all values or none; they expire after <paramref name="timeToLive"/>.</summary>
    Task SetAsync(IReadOnlyDictionary<string, string> values, TimeSpan timeToLive, CancellationToken ct);
}
