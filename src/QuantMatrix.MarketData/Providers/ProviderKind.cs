using QuantMatrix.Http;

namespace QuantMatrix.MarketData.Providers;

/// <summary>A provider one may name in <c>jobs.yaml</c>, and what opening it takes.</summary>
/// <param name="KeyVariable">The environment variable of its key; null when it needs none.</param>
/// <param name="UrlVariable">The environment variable of a base address that stands in for the real one.</param>
public sealed record ProviderKind(
    string Name, string? KeyVariable, string UrlVariable, ProviderOptions Defaults, Func<ProviderOptions, IKeyStore, TimeProvider, IBarProvider> Open)
{
    /// <summary>In the order they are asked when nothing else is said.</summary>
    public static IReadOnlyList<ProviderKind> All { get; } =
    [
        new(Fmp.Provider, "FMP_API_KEY", "QM_FMP_URL", Fmp.Defaults, (options, store, time) => new Fmp(options, store, time)),
        new(TwelveData.Provider, "TWELVEDATA_API_KEY", "QM_TWELVEDATA_URL", TwelveData.Defaults, (options, store, time) => new TwelveData(options, store, time)),
        new(Yahoo.Provider, null, "QM_YAHOO_URL", Yahoo.Defaults, (options, store, time) => new Yahoo(options, store, time)),
    ];
}
