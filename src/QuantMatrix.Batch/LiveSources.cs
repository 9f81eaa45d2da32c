using QuantMatrix.Compute;
using QuantMatrix.Ingest;
using QuantMatrix.Publish;

namespace QuantMatrix.Batch;

/// <summary>The providers that jobs.yaml names and the environment has keys for, opened once a run.</summary>
internal sealed class LiveSources : IDisposable
{
    private const int SymbolsPerPart = 512;

    private readonly Settings settings;
    private readonly Providers providers;
    private readonly TimeProvider time;
    private readonly KeyStore memory;
    private readonly LiveSource bars;
    private readonly Fmp? fmp;
    private readonly Wikipedia wikipedia;

    /// <param name="sets">Remember answers and calls.</param>
    /// <exception cref="ConfigurationException">No provider of bars is left to ask, or an option is out of range.</exception>
    public LiveSources(Settings settings, Providers providers, ISets sets, TimeProvider time)
    {
        (this.settings, this.providers, this.time, memory) = (settings, providers, time, new(sets));
        fmp = OpenFmp();
        wikipedia = new(At(Wikipedia.Defaults, "QM_WIKIPEDIA_URL"), memory, time);
        var leftOut = new List<string>();
        var asked = providers.Bars.Select(name => Open(name, leftOut)).OfType<IBarProvider>().ToList();
        if (asked.Count == 0) throw new ConfigurationException($"no provider is left to ask for bars: {string.Join("; ", leftOut)}");
        bars = new LiveSource(asked, new LiveOptions { Concurrency = providers.Concurrency, SymbolsPerPart = SymbolsPerPart, LeftOut = leftOut });
    }

    public IBarSource Bars => bars;

    public IReadOnlyList<IConstituentSource> Constituents =>
        [.. fmp is null ? [] : new[] { new FmpConstituents(fmp.ReadAsync) }, new WikipediaConstituents(wikipedia.ReadAsync), new FileConstituents(settings.Home)];

    /// <summary>Live when someone says so or a key is there.</summary>
    public static bool AreWanted(Settings settings) =>
        settings.Source == SourceChoice.Live || (settings.Source == SourceChoice.Auto && (settings.FmpApiKey ?? settings.TwelveDataApiKey) is not null);

    public void Dispose()
    {
        bars.Dispose();
        fmp?.Dispose();
        wikipedia.Dispose();
    }

    private IBarProvider? Open(string name, List<string> leftOut)
    {
        IBarProvider? opened = name switch
        {
            Fmp.Provider => fmp,
            TwelveData.Provider => OpenTwelveData(),
            _ => new Yahoo(At(Yahoo.Defaults, "QM_YAHOO_URL") with { CallsPerMinute = providers.YahooCallsPerMinute }, memory, time),
        };
        if (opened is null) leftOut.Add($"{name} is left out: {(name == Fmp.Provider ? "FMP_API_KEY" : "TWELVEDATA_API_KEY")} is not set");
        return opened;
    }

    private Fmp? OpenFmp() => settings.FmpApiKey is not { } key ? null
        : new(At(Fmp.Defaults, "QM_FMP_URL") with { Key = key.Reveal, CallsPerMinute = providers.FmpCallsPerMinute, CallsPerDay = providers.FmpCallsPerDay }, memory, time);

    private TwelveData? OpenTwelveData() => settings.TwelveDataApiKey is not { } key ? null
        : new(At(TwelveData.Defaults, "QM_TWELVEDATA_URL") with { Key = key.Reveal, CallsPerMinute = providers.TwelvedataCallsPerMinute, CallsPerDay = providers.TwelvedataCallsPerDay }, memory, time);

    private ProviderOptions At(ProviderOptions options, string variable) => settings.Urls.TryGetValue(variable, out var url) ? options with { BaseUrl = url } : options;
}
