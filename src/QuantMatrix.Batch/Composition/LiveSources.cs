using QuantMatrix.Batch.Cli;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Http;
using QuantMatrix.MarketData;
using QuantMatrix.MarketData.Constituents;
using QuantMatrix.MarketData.Live;
using QuantMatrix.MarketData.Providers;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Composition;

/// <summary>The providers that jobs.yaml lists and the environment has keys for, each opened at its first use.</summary>
/// <remarks>No call is made before a job requests bars or members.</remarks>
internal sealed class LiveSources : IRunSources
{
    private const int SymbolsPerPart = 512;

    private readonly RunStart start;
    private readonly IKeyStore responses;
    private readonly DateOnly today;
    private readonly IReadOnlyDictionary<string, Lazy<IBarProvider>> providers;
    private readonly Lazy<Wikipedia> wikipedia;
    private readonly OpenedOnce<LiveSource> bars;

    /// <param name="responses">Keeps responses and call counts between runs.</param>
    /// <param name="today">The newest session a replay folder among the providers may hold.</param>
    public LiveSources(RunStart start, IKeyStore responses, DateOnly today)
    {
        (this.start, this.responses, this.today) = (start, responses, today);
        providers = ProviderKind.All.ToDictionary(k => k.Name, k => new Lazy<IBarProvider>(() => Open(k)));
        var userAgent = $"QuantMatrix.Batch/{ProgramVersion.Current.Version} ({start.Providers.Contact}; nightly index constituents)";
        var pages = start.Settings.At(Wikipedia.Defaults, "QM_WIKIPEDIA_URL") with { Telemetry = start.Resilience };
        wikipedia = new(() => new(pages, userAgent, responses, start.Time));
        bars = new(OpenBarsAsync);
    }

    public bool IsLocal => false;

    /// <summary>Live when the environment says so or a provider's key is set.</summary>
    public static bool AreWanted(Settings settings) =>
        settings.Source == SourceChoice.Live || (settings.Source == SourceChoice.Auto && settings.ApiKeys.Count > 0);

    /// <exception cref="ConfigurationException">No provider of bars is left, or an option is out of range.</exception>
    public async Task<IBarSource> BarsAsync(CancellationToken ct) => await bars.GetAsync(ct);

    public async Task<IIntradaySource> IntradayAsync(CancellationToken ct) => (await bars.GetAsync(ct)).Intraday;

    public void Renew()
    {
        bars.Renew();
        foreach (var provider in providers.Values.Where(p => p.IsValueCreated)) provider.Value.Tally.Renew();
    }

    public Task<IReadOnlyList<IConstituentSource>> ConstituentsAsync(IReadOnlyDictionary<string, IReadOnlyList<string>> pages, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<IConstituentSource>>(
    [
        .. Kinds.Where(k => k.Name == Fmp.Provider && HasKey(k)).Select(k => new FmpConstituents(((Fmp)providers[k.Name].Value).ReadAsync)),
        .. pages.SelectMany(p => p.Value, (p, page) => new WikipediaConstituents(wikipedia.Value.ReadAsync, p.Key, page)),
        new FileConstituents(start.Settings.Home),
    ]);

    public void Dispose()
    {
        foreach (var provider in providers.Values.Where(p => p.IsValueCreated)) provider.Value.Dispose();
        if (wikipedia.IsValueCreated) wikipedia.Value.Dispose();
    }

    /// <summary>In order of preference; without the folder.</summary>
    private IEnumerable<ProviderKind> Kinds => start.Providers.Bars.Select(name => ProviderKind.All.FirstOrDefault(k => k.Name == name)).OfType<ProviderKind>();

    private bool HasKey(ProviderKind kind) => kind.KeyVariable is null || start.Settings.ApiKeys.ContainsKey(kind.KeyVariable);

    private async Task<LiveSource> OpenBarsAsync(CancellationToken ct)
    {
        var available = new List<IBarProvider>();
        foreach (var name in start.Providers.Bars)
            if (name == ProviderSettings.Folder) available.Add(new FolderProvider(await ReplaySources.ReadAsync(start.Settings.Replay, today, start, ct)));
            else if (HasKey(ProviderKind.All.First(k => k.Name == name))) available.Add(providers[name].Value);
        var leftOut = string.Join(", ", Kinds.Where(k => !HasKey(k)).Select(k => $"{k.Name} ({k.KeyVariable})"));
        if (available.Count == 0) throw new ConfigurationException($"no provider of bars is available: without a key: {leftOut}");
        return new(available, new LiveOptions
        {
            Concurrency = start.Providers.Concurrency, SymbolsPerPart = SymbolsPerPart, RefusedPercent = start.Checks.RefusedPercent,
            CurrencyOf = start.Market.CurrencyOf, LeftOut = leftOut.Length == 0 ? [] : [$"skipped without a key: {leftOut}"],
        });
    }

    private IBarProvider Open(ProviderKind kind)
    {
        var (perMinute, perDay) = start.Providers.Calls(kind.Name);
        var options = start.Settings.At(kind.Defaults, kind.UrlVariable) with
        {
            Key = kind.KeyVariable is null ? null : start.Settings.ApiKeys[kind.KeyVariable].Reveal,
            CallsPerMinute = perMinute,
            CallsPerDay = perDay,
            Telemetry = start.Resilience,
            UserAgent = kind.Name == Yahoo.Provider ? start.Providers.YahooUserAgent : null,
        };
        return kind.Open(options, responses, start.Time);
    }
}
