using System.Runtime.CompilerServices;
using QuantMatrix.Http;
using QuantMatrix.MarketData.Providers;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Live;

/// <summary>Settings for fetching from all providers together.</summary>
public sealed record LiveOptions
{
    /// <summary>Symbols fetched concurrently, over all providers.</summary>
    public int Concurrency { get; init; } = 25;

    /// <summary>Symbols returned together; each part becomes one commit.</summary>
    public int SymbolsPerPart { get; init; } = 64;

    /// <summary>The currency that a symbol is quoted in, as an ISO code.</summary>
    public Func<string, string> CurrencyOf { get; init; } = _ => "USD";

    /// <summary>Percent of a symbol's rows that may be refused before the next provider is asked.</summary>
    public int RefusedPercent { get; init; } = 2;

    /// <summary>Warnings about providers that are not used.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <exception cref="ConfigurationException">Lists every fault.</exception>
    internal void Validate()
    {
        var faults = new List<string>();
        if (Concurrency < 1) faults.Add($"Concurrency is {Concurrency}; expected at least 1");
        if (SymbolsPerPart < 1) faults.Add($"SymbolsPerPart is {SymbolsPerPart}; expected at least 1");
        if (faults.Count > 0) throw new ConfigurationException("live source: " + string.Join("; ", faults));
    }
}

/// <summary>The market-data providers as one source of bars, fetched concurrently.</summary>
public sealed class LiveSource : IBarSource, IDisposable
{
    private readonly IReadOnlyList<IBarProvider> providers;
    private readonly ProviderFallback fallback;
    private readonly LiveOptions options;

    /// <param name="providers">In order of preference; at least one.</param>
    /// <exception cref="ConfigurationException">There is no provider, or an option is out of range.</exception>
    public LiveSource(IReadOnlyList<IBarProvider> providers, LiveOptions? options = null)
    {
        (this.providers, this.options) = (providers, options ?? new());
        fallback = new(providers, this.options.RefusedPercent);
        this.options.Validate();
        if (providers.Count == 0) throw new ConfigurationException("live source: no provider is configured; expected at least one");
        Intraday = new(providers, this.options);
    }

    /// <summary>The 5-minute bars of the same providers.</summary>
    public LiveIntraday Intraday { get; }

    public string Name => "live";

    public bool IsLocal => false;

    public string? Fingerprint => null;

    /// <summary>In order of preference.</summary>
    public IReadOnlyList<IBarProvider> Providers => providers;

    public IReadOnlyDictionary<string, long> Counters => providers.Counters();

    public IReadOnlyList<string> Samples => [.. providers.SelectMany(p => p.Tally.Samples.Select(fault => $"{p.Name}: {fault}"))];

    public IReadOnlyList<string> Faults => [.. Failing.Select(p => $"{p.Name}: {p.Tally.DisabledReason ?? p.Tally.FirstFault ?? "failed"}")];

    public IReadOnlyList<string> Warnings => [.. Failing.Select(Fault), .. options.LeftOut];

    /// <summary>Always empty: a provider's symbols are known only by requesting them.</summary>
    public IReadOnlyList<FetchFailure> Missing(IReadOnlyList<string> symbols) => [];

    public Task<CallForecast?> ForecastAsync(IReadOnlyList<BarRequest> requests, CancellationToken ct) => providers[0].ForecastAsync(requests, ct);

    /// <summary>Files of all symbols come with the calendars of their provider, which are counted with them.</summary>
    public IReadOnlyDictionary<string, int> CalendarCalls(CallForecast forecast) =>
        providers.Where(p => p.CalendarCalls > 0 && !(forecast.IsBulk && p.Name == forecast.Provider)).ToDictionary(p => p.Name, p => p.CalendarCalls);

    public Task<IReadOnlyList<CorporateAction>> SplitCalendarAsync(DateOnly first, DateOnly last, CancellationToken ct) =>
        CalendarAsync("split", provider => provider.SplitCalendarAsync(first, last, ct));

    public Task<IReadOnlyList<CorporateAction>> DividendCalendarAsync(DateOnly first, DateOnly last, CancellationToken ct) =>
        CalendarAsync("dividend", provider => provider.DividendCalendarAsync(first, last, ct));

    /// <exception cref="ArgumentException">A symbol is requested twice.</exception>
    public async IAsyncEnumerable<Fetched> FetchAsync(IReadOnlyList<BarRequest> requests, [EnumeratorCancellation] CancellationToken ct)
    {
        if (requests.CountBy(r => r.Symbol).FirstOrDefault(s => s.Value > 1) is { Key: not null } duplicate)
            throw new ArgumentException($"{duplicate.Key} is requested twice; expected one request per symbol", nameof(requests));
        foreach (var provider in providers) provider.Expect([.. requests.Where(r => FirstFor(r) == provider)]);
        var results = providers.FetchAsync(requests, options.Concurrency,
            (request, token) => fallback.FetchAsync(request with { Currency = options.CurrencyOf(request.Symbol) }, token), ct);
        await foreach (var part in PartsAsync(results)) yield return Combine(part);
    }

    public void Dispose()
    {
        foreach (var provider in providers) provider.Dispose();
    }

    private async Task<IReadOnlyList<CorporateAction>> CalendarAsync(string kind, Func<IBarProvider, Task<IReadOnlyList<CorporateAction>>> read)
    {
        var actions = new List<CorporateAction>();
        foreach (var provider in providers)
        {
            try
            {
                actions.AddRange(await read(provider));
            }
            catch (ProviderException e)
            {
                provider.Tally.AddFault($"{kind} calendar: {e.Message}");
            }
        }
        return actions;
    }

    private IBarProvider? FirstFor(BarRequest request) =>
        providers.Where(p => p.Name != request.Except).OrderByDescending(p => p.Name == request.Prefer).FirstOrDefault();

    private IEnumerable<IBarProvider> Failing => providers.Where(p => p.Tally.DisabledReason is not null || p.Tally["failed_symbols"] > 0);

    /// <summary>Why a provider is disabled or could not serve symbols, with the first message of its own.</summary>
    private static string Fault(IBarProvider provider)
    {
        var tally = provider.Tally;
        var (count, first) = ($"{Plural.Number(tally["failed_calls"])} of {Plural.Of(tally["calls"], "call")} failed", tally.FirstFault);
        if (tally.DisabledReason is not { } reason) return $"{provider.Name}: {count}{(first is null ? "" : $", the first with {first}")}";
        var cause = first is null || reason.Contains(first, StringComparison.Ordinal) ? "" : $", the first with {first}";
        return $"{provider.Name} disabled for the rest of this run: {reason} ({count}{cause})";
    }

    private async IAsyncEnumerable<List<SymbolResult>> PartsAsync(IAsyncEnumerable<SymbolResult> results)
    {
        var part = new List<SymbolResult>();
        await foreach (var result in results)
        {
            part.Add(result);
            if (part.Count < options.SymbolsPerPart) continue;
            yield return part;
            part = [];
        }
        if (part.Count > 0) yield return part;
    }

    private static Fetched Combine(List<SymbolResult> part)
    {
        part.Sort((a, b) => string.CompareOrdinal(a.Symbol, b.Symbol));
        var bars = new BarsBuilder(part.Sum(s => s.Response?.Bars.Count ?? 0));
        foreach (var response in part.Select(s => s.Response).OfType<ProviderResponse>())
        {
            bars.Add(response.Bars, 0, ..response.Bars.Count);
            response.Bars.Recycle();
        }
        return new(bars.Build(), [.. part.SelectMany(s => s.Rejected)], [.. part.Select(s => s.Failure).OfType<FetchFailure>()])
        {
            Actions = [.. part.SelectMany(s => s.Response?.Actions ?? [])],
            FirstTradeDates = part.Where(s => s.Response?.FirstTradeDate is not null).ToDictionary(s => s.Symbol, s => s.Response!.FirstTradeDate!.Value),
            Fallbacks = [.. part.Select(s => s.Fallback).OfType<Fallback>()],
        };
    }
}
