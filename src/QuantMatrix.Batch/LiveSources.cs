using QuantMatrix.Compute;
using QuantMatrix.Ingest;
using QuantMatrix.Publish;

namespace QuantMatrix.Batch;

/// <summary>Opens the providers that jobs.yaml names and the environment has keys for.</summary>
internal sealed class LiveSources(Settings settings, Providers providers, ISets sets, TimeProvider time)
{
    private const int SymbolsPerPart = 512;

    private readonly KeyStore memory = new(sets);

    /// <summary>Live when someone says so or a key is there.</summary>
    public static bool AreWanted(Settings settings) =>
        settings.Source == SourceChoice.Live || (settings.Source == SourceChoice.Auto && (settings.FmpApiKey ?? settings.TwelveDataApiKey) is not null);

    /// <exception cref="ConfigurationException">No provider is left to ask.</exception>
    public LiveSource Bars()
    {
        var leftOut = new List<string>();
        var opened = providers.Bars.Select(name => Open(name, leftOut)).OfType<IBarProvider>().ToList();
        if (opened.Count == 0) throw new ConfigurationException($"no provider is left to ask for bars: {string.Join("; ", leftOut)}");
        return new LiveSource(opened, new LiveOptions { Concurrency = providers.Concurrency, SymbolsPerPart = SymbolsPerPart, LeftOut = leftOut });
    }

    private IBarProvider? Open(string name, List<string> leftOut)
    {
        switch (name)
        {
            case Providers.Fmp when settings.FmpApiKey is { } key: return new Fmp(Fmp(key), memory, time);
            case Providers.TwelveData when settings.TwelveDataApiKey is { } key:
                return new TwelveData(At(TwelveData.Defaults, "QM_TWELVEDATA_URL") with { Key = key.Reveal, CallsPerMinute = providers.TwelvedataCallsPerMinute, CallsPerDay = providers.TwelvedataCallsPerDay }, memory, time);
            case Providers.Yahoo: return new Yahoo(At(Yahoo.Defaults, "QM_YAHOO_URL") with { CallsPerMinute = providers.YahooCallsPerMinute }, memory, time);
            default:
                leftOut.Add($"{name} is left out: {(name == Providers.Fmp ? "FMP_API_KEY" : "TWELVEDATA_API_KEY")} is not set");
                return null;
        }
    }

    private ProviderOptions Fmp(Secret key) => At(Ingest.Fmp.Defaults, "QM_FMP_URL") with { Key = key.Reveal, CallsPerMinute = providers.FmpCallsPerMinute, CallsPerDay = providers.FmpCallsPerDay };

    private ProviderOptions At(ProviderOptions options, string variable) => settings.Urls.TryGetValue(variable, out var url) ? options with { BaseUrl = url } : options;
}
