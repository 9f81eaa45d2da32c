using QuantMatrix.Model;

namespace QuantMatrix.MarketData;

/// <summary>Where daily bars come from: a replay folder or a market-data provider.</summary>
public interface IBarSource
{
    /// <summary>Written to <c>price_data.source</c> of every bar whose row names no source of its own.</summary>
    string Name { get; }

    /// <summary>Whether bars cost no call, so that a backfill asks for all there are.</summary>
    bool IsLocal { get; }

    /// <summary>Changes when the source may answer otherwise than before; null when only asking can tell.</summary>
    string? Fingerprint { get; }

    /// <summary>Counts of what asking came to, by provider: <c>yahoo.calls</c>.</summary>
    IReadOnlyDictionary<string, long> Counters => new Dictionary<string, long>();

    /// <summary>A few examples of what went wrong.</summary>
    IReadOnlyList<string> Samples => [];

    /// <summary>What an operator should know of the source: who is not asked, and why.</summary>
    IReadOnlyList<string> Warnings => [];

    /// <summary>How many calls the requests cost when all goes well and nothing is remembered.</summary>
    int CallsFor(IEnumerable<BarRequest> requests) => 0;

    /// <summary>Those of the symbols the source is known to have nothing of.</summary>
    IReadOnlyList<FetchFailure> Missing(IReadOnlyList<string> symbols);

    /// <summary>The bars asked for, in as many parts as suit the source; what cannot be had is named, never dropped.</summary>
    IAsyncEnumerable<Fetched> FetchAsync(IReadOnlyList<BarRequest> requests, CancellationToken ct);
}
