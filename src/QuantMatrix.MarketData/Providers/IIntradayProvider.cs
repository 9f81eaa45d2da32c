using QuantMatrix.Http;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Providers;

/// <summary>A provider that also has 5-minute bars.</summary>
public interface IIntradayProvider
{
    IntradayLimits Intraday { get; }

    /// <summary>What this many calls would cost.</summary>
    Task<CallForecast> ForecastCallsAsync(int calls, CancellationToken ct);

    /// <summary>Fetches the 5-minute bars of the request in one call; bars before and after the session's hours are left out.</summary>
    /// <exception cref="ProviderException">The provider does not serve the symbol, now or at all.</exception>
    Task<IntradayResponse> FetchIntradayAsync(IntradayRequest request, CancellationToken ct);
}

/// <summary>How much a provider serves.</summary>
/// <param name="DaysPerCall">Calendar days that one response can hold.</param>
/// <param name="Days">Calendar days back from today; null for all.</param>
public sealed record IntradayLimits(int DaysPerCall, int? Days = null)
{
    /// <summary>The first day served; null when there is no such limit.</summary>
    public DateOnly? First(DateOnly today) => Days is { } days ? today.AddDays(1 - days) : null;

    /// <summary>The calls of a request, newest days first; none when all of it is too old.</summary>
    public IEnumerable<IntradayRequest> Calls(IntradayRequest request)
    {
        var from = First(request.Today) is { } first && first > request.From ? first : request.From;
        for (var to = request.To; to >= from; to = to.AddDays(-DaysPerCall))
            yield return request with { From = to.AddDays(1 - DaysPerCall) is var start && start > from ? start : from, To = to };
    }
}

/// <summary>A provider's response for the 5-minute bars of one symbol.</summary>
/// <param name="Bars">Valid bars of the requested sessions, sorted.</param>
/// <param name="Rejected">Rows that break a rule.</param>
public sealed record IntradayResponse(IReadOnlyList<IntradayBar> Bars, IReadOnlyList<RejectedRow> Rejected) : ICacheable
{
    /// <summary>The newest session came and no row was rejected; a slot without a trade has no bar.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Number of slots returned without a price.</summary>
    public int Nulls { get; init; }

    /// <summary>Number of rows superseded by a later row of the same slot.</summary>
    public int Superseded { get; init; }
}
