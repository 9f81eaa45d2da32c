using QuantMatrix.Http;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData;

/// <summary>A source of 5-minute bars: the providers that have them, a replay folder, or the synthetic market.</summary>
public interface IIntradaySource
{
    /// <summary>Whether bars cost no call, so that a backfill requests all there are.</summary>
    bool IsLocal { get; }

    /// <summary>Changes whenever a local source may return different bars; null when that cannot be known without fetching.</summary>
    string? Fingerprint => null;

    /// <summary>Request counters by provider, such as <c>yahoo.calls</c>.</summary>
    IReadOnlyDictionary<string, long> Counters => new Dictionary<string, long>();

    /// <summary>Providers that are disabled, failed or not used, with the reason.</summary>
    IReadOnlyList<string> Warnings => [];

    /// <summary>What the requests would cost, assuming that the first provider serves every symbol; null for a local source.</summary>
    Task<CallForecast?> ForecastAsync(IReadOnlyList<IntradayRequest> requests, CancellationToken ct) => Task.FromResult<CallForecast?>(null);

    /// <summary>Fetches the requested bars; one result per request, in any order.</summary>
    IAsyncEnumerable<IntradayFetched> FetchAsync(IReadOnlyList<IntradayRequest> requests, CancellationToken ct);
}

/// <summary>The result for one symbol: the bars of one source, or a failure.</summary>
/// <param name="Rejected">Rows that break a rule, from any provider tried.</param>
public sealed record IntradayFetched(string Symbol, IntradaySeries? Series, IReadOnlyList<RejectedRow> Rejected, FetchFailure? Failure = null)
{
    /// <summary>Why a provider before the one that served was not used; null when the first one served.</summary>
    public Fallback? Fallback { get; init; }

    /// <summary>The first session that the serving provider still has, when the request begins earlier; null otherwise.</summary>
    public DateOnly? Since { get; init; }

    /// <summary>Whether the bars are on the basis of the fetch: divided by the ratios of splits since then, as providers serve them.</summary>
    public bool IsSplitAdjusted { get; init; } = true;
}
