namespace QuantMatrix.Publish;

/// <summary>Named sets of symbols, JSON values and short JSON lists that screens and other programs read.</summary>
/// <remarks>Every method is atomic: a reader sees the state before or after, never half of it. What has expired is not there.</remarks>
public interface ISets
{
    /// <summary>Makes the set hold exactly these members, for <paramref name="timeToLive"/> from now or for good.</summary>
    Task ReplaceSetAsync(string name, IReadOnlyCollection<string> members, TimeSpan? timeToLive = null, CancellationToken ct = default);

    /// <summary>Adds members and tells how many were new.</summary>
    /// <param name="timeToLiveFromFirst">The set ends so long after its first add; later adds do not extend it.</param>
    Task<int> AddToSetAsync(string name, IReadOnlyCollection<string> members, TimeSpan? timeToLiveFromFirst = null, CancellationToken ct = default);

    /// <summary>In ordinal order; none when the set does not exist.</summary>
    Task<IReadOnlyList<string>> MembersAsync(string name, CancellationToken ct = default);

    /// <summary>Sets JSON values by key, all or none, for <paramref name="timeToLive"/> from now or for good.</summary>
    Task SetKeysAsync(IReadOnlyDictionary<string, string> values, TimeSpan? timeToLive = null, CancellationToken ct = default);

    /// <summary>Null when the key does not exist.</summary>
    Task<string?> GetKeyAsync(string key, CancellationToken ct = default);

    /// <summary>Puts a value at the head of a list and keeps only its newest <paramref name="keepLast"/> values.</summary>
    Task PushAsync(string key, string json, int keepLast, CancellationToken ct = default);

    /// <summary>Newest first; none when the list does not exist.</summary>
    Task<IReadOnlyList<string>> ListAsync(string key, CancellationToken ct = default);
}
