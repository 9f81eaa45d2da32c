using QuantMatrix.Http;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData;

/// <summary>A source of daily bars: a replay folder or the market-data providers.</summary>
public interface IBarSource
{
    /// <summary>Stored in <c>price_data.source</c> for bars whose row names no source of its own.</summary>
    string Name { get; }

    /// <summary>Whether bars cost no call, so that a backfill requests the full history.</summary>
    bool IsLocal { get; }

    /// <summary>Changes whenever the source may return different bars; null when that cannot be known without fetching.</summary>
    string? Fingerprint { get; }

    /// <summary>Request counters by provider, such as <c>yahoo.calls</c>.</summary>
    IReadOnlyDictionary<string, long> Counters => new Dictionary<string, long>();

    /// <summary>A few examples of faults.</summary>
    IReadOnlyList<string> Samples => [];

    /// <summary>Providers that are disabled or failed, each with its first reason in a few words.</summary>
    IReadOnlyList<string> Faults => [];

    /// <summary>Providers that are disabled or not configured, with the reason.</summary>
    IReadOnlyList<string> Warnings => [];

    /// <summary>What the requests would cost, assuming that the first provider serves every symbol; null for a local source.</summary>
    Task<CallForecast?> ForecastAsync(IReadOnlyList<BarRequest> requests, CancellationToken ct) => Task.FromResult<CallForecast?>(null);

    /// <summary>Calls for calendars of splits and dividends, by provider, in addition to those of a forecast.</summary>
    IReadOnlyDictionary<string, int> CalendarCalls(CallForecast forecast) => new Dictionary<string, int>();

    /// <summary>The symbols known to have no bars in the source.</summary>
    IReadOnlyList<FetchFailure> Missing(IReadOnlyList<string> symbols);

    /// <summary>The splits of all symbols with an ex-date within these days, from every provider with a calendar.</summary>
    /// <remarks>A calendar that cannot be read is counted as a fault and left out.</remarks>
    Task<IReadOnlyList<CorporateAction>> SplitCalendarAsync(DateOnly first, DateOnly last, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<CorporateAction>>([]);

    /// <summary>The same for dividends; a source whose bars come with their dividends needs no calendar.</summary>
    Task<IReadOnlyList<CorporateAction>> DividendCalendarAsync(DateOnly first, DateOnly last, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<CorporateAction>>([]);

    /// <summary>Fetches the requested bars in one or more parts; every symbol that cannot be served is reported as a failure.</summary>
    IAsyncEnumerable<Fetched> FetchAsync(IReadOnlyList<BarRequest> requests, CancellationToken ct);
}
