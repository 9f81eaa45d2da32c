using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Runs;
using QuantMatrix.MarketData.Constituents;
using QuantMatrix.MarketData.Live;
using QuantMatrix.MarketData.Providers;
using QuantMatrix.MarketData.Replay;
using QuantMatrix.MarketData;
using QuantMatrix.Model;
using QuantMatrix.Publish;

namespace QuantMatrix.Batch.Composition;

/// <summary>The providers that jobs.yaml names and the environment has keys for, opened once a run.</summary>
internal sealed class LiveSources : IDisposable
{
    private const int SymbolsPerPart = 512;

    private readonly Settings settings;
    private readonly ProviderSettings providers;
    private readonly TimeProvider time;
    private readonly PublishedKeyStore memory;
    private readonly LiveSource bars;
    private readonly Wikipedia wikipedia;

    /// <param name="sets">Remember answers and calls.</param>
    /// <param name="folder">Serves as the provider <c>folder</c>, when that is named.</param>
    /// <exception cref="ConfigurationException">No provider of bars is left to ask, or an option is out of range.</exception>
    public LiveSources(RunStart start, ISets sets, ReplaySource? folder)
    {
        (settings, providers, time, memory) = (start.Settings, start.Providers, start.Time, new(sets));
        wikipedia = new(settings.At(Wikipedia.Defaults, "QM_WIKIPEDIA_URL"), memory, time);
        var leftOut = new List<string>();
        var asked = providers.Bars.Select(name => name == ProviderSettings.Folder ? new FolderProvider(folder!) : Open(name, leftOut)).OfType<IBarProvider>().ToList();
        if (asked.Count == 0) throw new ConfigurationException($"no provider is left to ask for bars: {string.Join("; ", leftOut)}");
        bars = new LiveSource(asked, new LiveOptions { Concurrency = providers.Concurrency, SymbolsPerPart = SymbolsPerPart, LeftOut = leftOut });
    }

    public IBarSource Bars => bars;

    public IReadOnlyList<IConstituentSource> Constituents =>
        [.. bars.Providers.OfType<Fmp>().Select(fmp => new FmpConstituents(fmp.ReadAsync)), new WikipediaConstituents(wikipedia.ReadAsync), new FileConstituents(settings.Home)];

    /// <summary>Live when someone says so or a key is there.</summary>
    public static bool AreWanted(Settings settings) =>
        settings.Source == SourceChoice.Live || (settings.Source == SourceChoice.Auto && (settings.FmpApiKey ?? settings.TwelveDataApiKey) is not null);

    public void Dispose()
    {
        bars.Dispose();
        wikipedia.Dispose();
    }

    private IBarProvider? Open(string name, List<string> leftOut)
    {
        var kind = ProviderKind.All.First(k => k.Name == name);
        var key = name switch { Fmp.Provider => settings.FmpApiKey, TwelveData.Provider => settings.TwelveDataApiKey, _ => null };
        if (kind.KeyVariable is not null && key is null)
        {
            leftOut.Add($"{name} is left out: {kind.KeyVariable} is not set");
            return null;
        }
        var (perMinute, perDay) = providers.Calls(name);
        return kind.Open(settings.At(kind.Defaults, kind.UrlVariable) with { Key = key is null ? null : key.Reveal, CallsPerMinute = perMinute, CallsPerDay = perDay }, memory, time);
    }
}
