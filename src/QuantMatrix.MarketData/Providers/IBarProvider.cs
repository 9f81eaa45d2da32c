using QuantMatrix.Http;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Providers;

/// <summary>A market-data provider queried symbol by symbol.</summary>
public interface IBarProvider : IDisposable
{
    /// <summary>As written in <c>jobs.yaml</c> and <c>price_data.source</c>.</summary>
    string Name { get; }

    /// <summary>Counts and faults of the requests so far.</summary>
    ProviderTally Tally { get; }

    /// <summary>Maximum number of calls a request costs without faults.</summary>
    int CallsFor(BarRequest request);

    /// <summary>Calls for the calendars of splits and dividends that a night reads, whatever its requests.</summary>
    int CalendarCalls => 0;

    /// <summary>What the requests cost together; null when they cost no call.</summary>
    Task<CallForecast?> ForecastAsync(IReadOnlyList<BarRequest> requests, CancellationToken ct);

    /// <summary>Announces requests that follow, so that a provider with files of all symbols can serve them together.</summary>
    void Expect(IReadOnlyList<BarRequest> requests)
    {
    }

    /// <summary>Fetches the requested bars, all on one basis: split-adjusted, not dividend-adjusted.</summary>
    /// <exception cref="ProviderException">The provider does not serve the symbol, now or at all.</exception>
    Task<ProviderResponse> FetchAsync(BarRequest request, CancellationToken ct);

    /// <summary>The splits of all symbols with an ex-date within these days, in one call; empty without a calendar.</summary>
    /// <exception cref="ProviderException">The calendar cannot be read now, or the plan does not include it.</exception>
    Task<IReadOnlyList<CorporateAction>> SplitCalendarAsync(DateOnly first, DateOnly last, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<CorporateAction>>([]);

    /// <summary>The dividends of all symbols with an ex-date within these days; empty without a calendar.</summary>
    /// <exception cref="ProviderException">The calendar cannot be read now, or the plan does not include it.</exception>
    Task<IReadOnlyList<CorporateAction>> DividendCalendarAsync(DateOnly first, DateOnly last, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<CorporateAction>>([]);

    /// <summary>Stores what must outlive the run: cached responses and call counts.</summary>
    Task SaveAsync(CancellationToken ct);
}

/// <summary>A provider that can be named in <c>jobs.yaml</c> and how to open it.</summary>
/// <param name="KeyVariable">The environment variable of its API key; null when it needs none.</param>
/// <param name="UrlVariable">The environment variable that overrides its base address.</param>
public sealed record ProviderKind(
    string Name, string? KeyVariable, string UrlVariable, ProviderOptions Defaults, Func<ProviderOptions, IKeyStore, TimeProvider, IBarProvider> Open)
{
    /// <summary>All providers in default order of preference.</summary>
    public static IReadOnlyList<ProviderKind> All { get; } = [Fmp.Kind, TwelveData.Kind, Tiingo.Kind, Eodhd.Kind, Yahoo.Kind];
}
