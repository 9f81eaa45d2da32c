namespace QuantMatrix.Publish;

/// <summary>Named symbol sets, JSON values and short JSON lists, read by screens and other programs.</summary>
/// <remarks>Every method is atomic: a reader sees the state before or after it. Expired entries are not returned.</remarks>
public interface ISets
{
    /// <summary>Replaces the members of a set; the set expires after <paramref name="timeToLive"/>, or never.</summary>
    Task ReplaceSetAsync(string name, IReadOnlyCollection<string> members, TimeSpan? timeToLive = null, CancellationToken ct = default) =>
        ReplaceSetsAsync(new Dictionary<string, IReadOnlyCollection<string>> { [name] = members }, timeToLive, ct);

    /// <summary>Replaces the members of sets, all or none; each expires after <paramref name="timeToLive"/>, or never.</summary>
    Task ReplaceSetsAsync(IReadOnlyDictionary<string, IReadOnlyCollection<string>> sets, TimeSpan? timeToLive = null, CancellationToken ct = default);

    /// <summary>Adds members and returns how many were new.</summary>
    /// <param name="timeToLiveFromFirst">Time to live from the first add; later adds do not extend it.</param>
    Task<int> AddToSetAsync(string name, IReadOnlyCollection<string> members, TimeSpan? timeToLiveFromFirst = null, CancellationToken ct = default);

    /// <summary>Members in ordinal order; empty when the set does not exist.</summary>
    Task<IReadOnlyList<string>> MembersAsync(string name, CancellationToken ct = default);

    /// <summary>Sets JSON values by key, all or none; they expire after <paramref name="timeToLive"/>, or never.</summary>
    Task SetKeysAsync(IReadOnlyDictionary<string, string> values, TimeSpan? timeToLive = null, CancellationToken ct = default);

    /// <summary>Null when the key does not exist.</summary>
    Task<string?> GetKeyAsync(string key, CancellationToken ct = default);

    /// <summary>Prepends a value to a list and trims the list to its newest <paramref name="keepLast"/> values.</summary>
    Task PushAsync(string key, string json, int keepLast, CancellationToken ct = default);

    /// <summary>Values, newest first; empty when the list does not exist.</summary>
    Task<IReadOnlyList<string>> ListAsync(string key, CancellationToken ct = default);
}

/// <summary>The order in which every target returns names.</summary>
internal static class OrdinalOrder
{
    /// <summary>Distinct names in ordinal order.</summary>
    public static IReadOnlyList<string> InOrder(this IEnumerable<string> names) => [.. names.Distinct().Order(StringComparer.Ordinal)];
}
