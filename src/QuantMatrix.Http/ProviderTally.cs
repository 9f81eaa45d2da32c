using System.Collections.Concurrent;

namespace QuantMatrix.Http;

/// <summary>What has come of the questions to one provider.</summary>
public sealed class ProviderTally
{
    private const int MaxSamples = 5;
    private readonly ConcurrentDictionary<string, long> counts = new();
    private readonly ConcurrentDictionary<string, long> faults = new();

    /// <summary>Why the provider is not asked any more in this run, or null.</summary>
    public string? GivenUp { get; internal set; }

    /// <summary>It does not answer, or wants to be left alone: a later run may be served.</summary>
    public bool IsDown { get; internal set; }

    /// <summary>
    /// By name: <c>symbols</c> served, <c>fallbacks</c> among them (in another's place), <c>calls</c>, <c>cache_hits</c>, <c>retries</c>, <c>bars</c>,
    /// <c>rejected</c>, <c>null_rows</c>, <c>unfinished</c>; those of 0 are left out.
    /// </summary>
    public IReadOnlyDictionary<string, long> Counts => counts;

    public long this[string name] => counts.GetValueOrDefault(name);

    /// <summary>The most frequent faults, each once with its number.</summary>
    public IReadOnlyList<string> Samples =>
        [.. faults.OrderByDescending(f => f.Value).ThenBy(f => f.Key, StringComparer.Ordinal).Take(MaxSamples)
            .Select(f => f.Value == 1 ? f.Key : $"{f.Key} ({f.Value} times)")];

    internal void Add(string name, long count = 1)
    {
        if (count != 0) counts.AddOrUpdate(name, count, (_, before) => before + count);
    }

    internal void AddFault(string fault) => faults.AddOrUpdate(fault, 1, (_, before) => before + 1);
}
