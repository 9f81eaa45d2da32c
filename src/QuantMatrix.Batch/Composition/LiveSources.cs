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

/// <summary>The providers that jobs.yaml lists and the environment has keys for.</summary>
/// <remarks>No call is made before a job requests bars or members.</remarks>
/// <param name="responses">Keeps responses and call counts between runs.</param>
/// <param name="today">The newest session a replay folder among the providers may hold.</param>
internal sealed class LiveSources : IRunSources
{
    private const int SymbolsPerPart = 512;

    private readonly RunStart start;
    private readonly IKeyStore responses;
    private readonly DateOnly today;
    private readonly Dictionary<string, IBarProvider> open = [];
    private readonly List<string> leftOut = [];
    private readonly Wikipedia wikipedia;
    private readonly OpenedOnce<LiveSource> bars;

    public LiveSources(RunStart start, IKeyStore responses, DateOnly today)
    {
        (this.start, this.responses, this.today) = (start, responses, today);
        var userAgent = $"QuantMatrix.Batch/{CommandHelp.ProductVersion} ({start.Providers.Contact}; nightly index constituents)";
        wikipedia = new(start.Settings.At(Wikipedia.Defaults, "QM_WIKIPEDIA_URL"), userAgent, responses, start.Time);
        foreach (var name in start.Providers.Bars.Where(name => name != ProviderSettings.Folder))
            if (Open(name) is { } provider) open.Add(name, provider);
        bars = new(OpenBarsAsync);
    }

    public bool IsLocal => false;

    /// <summary>Live when the environment says so or a provider's key is set.</summary>
    public static bool AreWanted(Settings settings) =>
        settings.Source == SourceChoice.Live || (settings.Source == SourceChoice.Auto && (settings.FmpApiKey ?? settings.TwelveDataApiKey) is not null);

    /// <exception cref="ConfigurationException">No provider of bars is left, or an option is out of range.</exception>
    public async Task<IBarSource> BarsAsync(CancellationToken ct) => await bars.GetAsync(ct);

    public Task<IReadOnlyList<IConstituentSource>> ConstituentsAsync(IReadOnlyDictionary<string, IReadOnlyList<string>> pages, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<IConstituentSource>>(
    [
        .. open.Values.OfType<Fmp>().Select(fmp => new FmpConstituents(fmp.ReadAsync)),
        .. pages.SelectMany(p => p.Value, (p, page) => new WikipediaConstituents(wikipedia.ReadAsync, p.Key, page)),
        new FileConstituents(start.Settings.Home),
    ]);

    public void Dispose()
    {
        foreach (var provider in open.Values) provider.Dispose();
        wikipedia.Dispose();
    }

    private async Task<LiveSource> OpenBarsAsync(CancellationToken ct)
    {
        var names = start.Providers.Bars;
        var folder = names.Contains(ProviderSettings.Folder)
            ? new FolderProvider(await ReplaySources.ReadAsync(start.Settings.Replay, today, start, ct)) : null;
        var available = names.Select(name => name == ProviderSettings.Folder ? folder : open.GetValueOrDefault(name)).OfType<IBarProvider>().ToList();
        if (available.Count == 0) throw new ConfigurationException($"no provider of bars is available: {string.Join("; ", leftOut)}");
        return new(available, new LiveOptions
        {
            Concurrency = start.Providers.Concurrency, SymbolsPerPart = SymbolsPerPart, CurrencyOf = start.Market.CurrencyOf, LeftOut = leftOut,
        });
    }

    private IBarProvider? Open(string name)
    {
        var (settings, kind) = (start.Settings, ProviderKind.All.First(k => k.Name == name));
        var key = name switch { Fmp.Provider => settings.FmpApiKey, TwelveData.Provider => settings.TwelveDataApiKey, _ => null };
        if (kind.KeyVariable is not null && key is null)
        {
            leftOut.Add($"{name} is skipped: {kind.KeyVariable} is not set");
            return null;
        }
        var (perMinute, perDay) = start.Providers.Calls(name);
        var options = settings.At(kind.Defaults, kind.UrlVariable) with
        {
            Key = key is null ? null : key.Reveal,
            CallsPerMinute = perMinute,
            CallsPerDay = perDay,
        };
        return kind.Open(options, responses, start.Time);
    }
}
