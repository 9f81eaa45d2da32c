namespace QuantMatrix.Http;

/// <summary>A place for small texts that outlive the run for a while: answers to use again, calls of the day.</summary>
public interface IKeyStore
{
    /// <summary>Null when the key does not exist or has expired.</summary>
    Task<string?> GetAsync(string key, CancellationToken ct);

    /// <summary>Sets JSON values by key, all or none, for <paramref name="timeToLive"/> from now.</summary>
    Task SetAsync(IReadOnlyDictionary<string, string> values, TimeSpan timeToLive, CancellationToken ct);
}
