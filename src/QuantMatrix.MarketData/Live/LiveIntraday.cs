using System.Collections.Concurrent;
using QuantMatrix.Http;
using QuantMatrix.MarketData.Providers;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Live;

/// <summary>The providers of 5-minute bars as one source, in the order of the daily ones, with their rate limits and budgets.</summary>
/// <remarks>
/// A provider serves a symbol when a bar of the newest session due came; else the one with the newest bar is taken. A provider that refuses the
/// interval as a whole, such as a plan without it, is not asked again; its daily bars are not affected.
/// </remarks>
/// <param name="providers">In order of preference; those without 5-minute bars are passed over.</param>
public sealed class LiveIntraday(IReadOnlyList<IBarProvider> providers, LiveOptions options) : IIntradaySource
{
    private readonly List<IBarProvider> able = [.. providers.Where(p => p is IIntradayProvider)];
    private readonly ConcurrentDictionary<string, string> refused = new();

    public bool IsLocal => false;

    public IReadOnlyDictionary<string, long> Counters => able.Counters();

    public IReadOnlyList<string> Warnings =>
        [.. refused.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => $"{r.Key}: no 5-minute bars in this run: {r.Value}"), .. options.LeftOut];

    public async Task<CallForecast?> ForecastAsync(IReadOnlyList<IntradayRequest> requests, CancellationToken ct)
    {
        var first = (IIntradayProvider)First;
        return await first.ForecastCallsAsync(requests.Sum(r => first.Intraday.Calls(r).Count()), ct);
    }

    public IAsyncEnumerable<IntradayFetched> FetchAsync(IReadOnlyList<IntradayRequest> requests, CancellationToken ct)
    {
        _ = First;
        return able.FetchAsync(requests, options.Concurrency,
            (request, token) => FetchAsync(request with { Currency = options.CurrencyOf(request.Symbol) }, token), ct);
    }

    /// <exception cref="ConfigurationException">No provider has 5-minute bars.</exception>
    private IBarProvider First => able.Count > 0 ? able[0] : throw new ConfigurationException(
        $"no provider of 5-minute bars is available among {string.Join(", ", providers.Select(p => p.Name))}; "
        + "expected fmp, twelvedata or yahoo in providers.bars");

    private async Task<IntradayFetched> FetchAsync(IntradayRequest request, CancellationToken ct)
    {
        var (lacks, rejected, mayPass) = (new List<(string Provider, string Text)>(), new List<RejectedRow>(), false);
        (IBarProvider Provider, IReadOnlyList<IntradayBar> Bars)? best = null;
        foreach (var provider in able)
        {
            try
            {
                var bars = await BarsAsync(provider, request, rejected, ct);
                if (bars.Count > 0 && !(best?.Bars[^1].Day >= bars[^1].Day)) best = (provider, bars);
                if (bars.Count > 0 && bars[^1].Day == Day.Of(request.To)) break;
                lacks.Add((provider.Name, bars.Count == 0 ? "no 5-minute bars of these sessions"
                    : $"newest bar {Day.Text(bars[^1].Day)}, expected {Day.Text(Day.Of(request.To))}"));
            }
            catch (ProviderException e)
            {
                if (e.Kind == FaultKind.Provider && provider.Tally.DisabledReason is null) refused.TryAdd(provider.Name, e.Message);
                provider.Tally.AddFault(e.Message);
                lacks.Add((provider.Name, e.Message));
                mayPass |= e.MayPass;
            }
        }
        return best is null ? new(request.Symbol, null, rejected, new(request.Symbol, Reasons(lacks), mayPass))
            : Served(request, best.Value.Provider, best.Value.Bars, rejected, [.. lacks.Where(l => l.Provider != best.Value.Provider.Name)]);
    }

    private IntradayFetched Served(IntradayRequest request, IBarProvider provider, IReadOnlyList<IntradayBar> bars, List<RejectedRow> rejected,
        List<(string Provider, string Text)> lacks)
    {
        var first = ((IIntradayProvider)provider).Intraday.First(request.Today);
        provider.Tally.Add("symbols");
        provider.Tally.Add("bars", bars.Count);
        provider.Tally.Add("fallbacks", provider == able[0] ? 0 : 1);
        return new(request.Symbol, new(request.Symbol, bars, provider.Name), rejected)
        {
            Fallback = provider == able[0] ? null : new(request.Symbol, provider.Name, Reasons(lacks)), Since = first > request.From ? first : null,
        };
    }

    /// <summary>All windows of the request; an older one that the provider does not have ends it.</summary>
    /// <exception cref="ProviderException">The provider does not serve the newest window.</exception>
    private async Task<IReadOnlyList<IntradayBar>> BarsAsync(IBarProvider provider, IntradayRequest request, List<RejectedRow> rejected, CancellationToken ct)
    {
        if (refused.TryGetValue(provider.Name, out var reason)) throw new ProviderException(FaultKind.Symbol, reason);
        var bars = new List<IntradayBar>();
        var limits = ((IIntradayProvider)provider).Intraday;
        foreach (var window in limits.Calls(request))
        {
            if (await WindowAsync((IIntradayProvider)provider, window, isNewest: window.To == request.To, ct) is not { } response) break;
            rejected.AddRange(response.Rejected);
            provider.Tally.Add("rejected", response.Rejected.Count);
            provider.Tally.Add("null_rows", response.Nulls);
            provider.Tally.Add("superseded", response.Superseded);
            bars.InsertRange(0, response.Bars);
        }
        return bars.Count > 0 || limits.First(request.Today) is not { } first || first <= request.To ? bars
            : throw new ProviderException(FaultKind.Symbol, $"5-minute bars before {first:yyyy-MM-dd} are no longer served");
    }

    private static async Task<IntradayResponse?> WindowAsync(IIntradayProvider provider, IntradayRequest window, bool isNewest, CancellationToken ct)
    {
        try
        {
            return await provider.FetchIntradayAsync(window, ct);
        }
        catch (ProviderException e) when (!isNewest && e.Kind == FaultKind.Symbol)
        {
            return null;
        }
    }

    private static string Reasons(IEnumerable<(string Provider, string Text)> lacks) => string.Join("; ", lacks.Select(l => $"{l.Provider}: {l.Text}"));
}
