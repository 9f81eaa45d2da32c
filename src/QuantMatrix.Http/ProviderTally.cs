using System.Collections.Concurrent;

namespace QuantMatrix.Http;

/// <summary>Counts and faults of the requests to one provider in this run.</summary>
public sealed class ProviderTally
{
    /// <summary>Every name of a counter.</summary>
    public static readonly IReadOnlyList<string> Names =
    [
        "symbols", "fallbacks", "calls", "failed_calls", "failed_symbols", "cache_hits", "retries", "bars", "rejected", "null_rows", "superseded",
    ];

    private const int MaxSamples = 5;
    private readonly ConcurrentDictionary<string, long> counts = new();
    private readonly ConcurrentDictionary<string, long> faults = new();
    private string? firstFault;
    private Disabling? disabling;

    /// <summary>Why the provider is disabled for the rest of the run; null while it is enabled.</summary>
    public string? DisabledReason => Volatile.Read(ref disabling)?.Reason;

    /// <summary>It is disabled because it is unavailable or throttles beyond the limit; a later run may succeed.</summary>
    public bool IsDown => Volatile.Read(ref disabling) is { MayPass: true };

    /// <summary>The first fault of the provider itself, in its own words; null without one.</summary>
    /// <remarks>A fault of one symbol is not one, and neither is what follows from earlier faults, such as an open circuit breaker.</remarks>
    public string? FirstFault => firstFault;

    /// <summary>
    /// Non-zero counters by name, one of <see cref="Names"/>: <c>symbols</c> served, <c>fallbacks</c> (served after another provider failed),
    /// <c>calls</c>, <c>failed_calls</c>, <c>failed_symbols</c> (because of the provider, not the symbol), <c>cache_hits</c>, <c>retries</c>,
    /// <c>bars</c>, <c>rejected</c>, <c>null_rows</c>, <c>superseded</c>.
    /// </summary>
    public IReadOnlyDictionary<string, long> Counts => counts;

    public long this[string name] => counts.GetValueOrDefault(name);

    /// <summary>The most frequent faults, each with its count.</summary>
    public IReadOnlyList<string> Samples =>
        [.. faults.OrderByDescending(f => f.Value).ThenBy(f => f.Key, StringComparer.Ordinal).Take(MaxSamples)
            .Select(f => f.Value == 1 ? f.Key : $"{f.Key} ({f.Value} times)")];

    internal void Add(string name, long count = 1)
    {
        if (count != 0) counts.AddOrUpdate(name, count, (_, total) => total + count);
    }

    /// <summary>Makes a call and counts it as failed when it fails because of the provider, not because of the symbol.</summary>
    /// <param name="timeout">The fault of a call that is canceled although <paramref name="ct"/> is not.</param>
    internal async ValueTask<T> CountAsync<T>(Func<Task<T>> call, string timeout, CancellationToken ct)
    {
        try
        {
            return await call();
        }
        catch (ProviderException e) when (e.Kind != FaultKind.Symbol)
        {
            AddFailedCall(e.Message);
            throw;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            AddFailedCall(timeout);
            throw;
        }
    }

    /// <summary>Disables the provider for the rest of the run; the first reason is kept.</summary>
    /// <param name="mayPass">Whether a later run may succeed.</param>
    internal void Disable(string reason, bool mayPass) => Interlocked.CompareExchange(ref disabling, new(reason, mayPass), null);

    /// <summary>Enables a provider that a later run may reach, for another attempt within the run.</summary>
    public void Renew()
    {
        if (Volatile.Read(ref disabling) is { MayPass: true } known) Interlocked.CompareExchange(ref disabling, null, known);
    }

    internal void AddFault(string fault) => faults.AddOrUpdate(fault, 1, (_, total) => total + 1);

    private void AddFailedCall(string fault)
    {
        Add("failed_calls");
        Interlocked.CompareExchange(ref firstFault, fault, null);
    }

    private sealed record Disabling(string Reason, bool MayPass);
}
