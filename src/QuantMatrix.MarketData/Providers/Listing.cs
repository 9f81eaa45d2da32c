using System.Collections.Frozen;
using QuantMatrix.Http;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Providers;

/// <summary>What a response states about its instrument; a property is empty when the response does not state it.</summary>
/// <remarks>Providers serve another instrument of the same ticker without an error: a foreign listing, a currency pair, a coin.</remarks>
internal sealed record Listing
{
    private const string UsDollar = "USD";

    /// <summary>Exchanges and venues of the United States: MICs, Yahoo's codes, and names that providers use.</summary>
    private static readonly FrozenSet<string> UsExchanges = new[]
    {
        "XNAS", "XNGS", "XNMS", "XNCM", "XBOS", "XPHL", "XNYS", "ARCX", "XASE", "XCIS", "XCHI", "BATS", "BATY", "EDGA", "EDGX", "XCBO", "IEXG",
        "MEMX", "LTSE", "EPRL", "24EX", "TXSE", "OTCM", "OTCB", "OTCQ", "OTCI", "PINX", "PINL", "PINI", "PINC", "PSGM", "EXPM", "XOTC",
        "NMS", "NGM", "NCM", "NYQ", "NYS", "ASE", "PCX", "BTS", "IEX", "NAS", "NIM", "PNK", "OQB", "OQX", "OEM", "OBB", "OTC", "SNP", "DJI", "WCB", "CBOE",
        "NASDAQ", "NYSE", "AMEX", "NYSE ARCA", "NYSE AMERICAN", "NYSE MKT", "NYSEARCA", "OTC MARKETS", "US",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> UsTimeZones = new[] { "America/New_York", "America/Chicago", "US/Eastern", "US/Central" }.ToFrozenSet();

    /// <summary>Quotes in hundredths of a currency: pence, cents and agorot.</summary>
    private static readonly FrozenDictionary<string, string> Hundredths =
        new Dictionary<string, string> { ["GBp"] = "GBP", ["GBX"] = "GBP", ["ZAc"] = "ZAR", ["ZAC"] = "ZAR", ["ILA"] = "ILS" }.ToFrozenDictionary();

    private static readonly string[] OtherTypes = ["currency", "crypto", "future", "option", "commodity", "bond", "forex"];

    public string Currency { get; init; } = "";

    /// <summary>MIC, or the provider's own code.</summary>
    public string Exchange { get; init; } = "";

    /// <summary>IANA time zone of the exchange.</summary>
    public string TimeZone { get; init; } = "";

    /// <summary>In the provider's words: <c>EQUITY</c>, <c>Common Stock</c> …</summary>
    public string Type { get; init; } = "";

    /// <summary>Checks that a response is about the requested listing; what it does not state is not checked.</summary>
    /// <exception cref="ProviderException">It is about another listing.</exception>
    public void Require(BarRequest request)
    {
        if (Fault(request) is { } fault) throw new ProviderException(FaultKind.Symbol, fault);
    }

    /// <summary>A listing in another currency than the dollar may be on any exchange.</summary>
    private string? Fault(BarRequest request)
    {
        var isUs = request.Currency == UsDollar;
        if (OtherTypes.Any(t => Type.Contains(t, StringComparison.OrdinalIgnoreCase)))
            return $"the response is for {request.Symbol} of type {Type}{Place}; expected a share, a fund or an index";
        if ((Currency.Length == 0 || Currency == request.Currency) && (!isUs || IsUs)) return null;
        return $"the response is for {request.Symbol}{Place}; expected a {request.Currency} listing{(isUs ? " on a US exchange" : "")}";
    }

    private bool IsUs => (Exchange.Length == 0 || UsExchanges.Contains(Exchange)) && (TimeZone.Length == 0 || UsTimeZones.Contains(TimeZone));

    private string Place
    {
        get
        {
            var exchange = Exchange.Length == 0 ? "" : $" on {Exchange}";
            var zone = TimeZone.Length == 0 || UsTimeZones.Contains(TimeZone) ? "" : $" ({TimeZone})";
            var unit = Hundredths.TryGetValue(Currency, out var whole) ? $", hundredths of {whole}" : "";
            return exchange + zone + (Currency.Length == 0 ? "" : $" in {Currency}{unit}");
        }
    }
}
