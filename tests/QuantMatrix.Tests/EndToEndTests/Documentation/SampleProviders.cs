using System.Globalization;
using QuantMatrix.Model;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.EndToEndTests.Documentation;

/// <summary>A local server that stands in for every provider and serves the bars of <c>data/sample</c>, for documents that show live runs.</summary>
/// <remarks>
/// FMP lacks the newest session of MSFT, and Twelve Data answers for GE with another listing. Under the address of <c>BUSY</c> every call is throttled.
/// </remarks>
internal sealed class SampleProviders : IDisposable
{
    private const string NoSplits =
        """{"finance":{"result":[{"documents":[{"columns":[{"id":"ticker"},{"id":"startdatetime"},{"id":"old_share_worth"},"""
        + """{"id":"share_worth"}],"rows":[]}]}]}}""";

    private static readonly DateOnly Last = new(2018, 2, 7);

    private readonly ProviderServer server = new(Answer);

    public Dictionary<string, string> Variables => new()
    {
        ["BUSY"] = $"{server.Url}busy", ["QM_FMP_URL"] = $"{server.Url}", ["QM_YAHOO_URL"] = $"{server.Url}",
        ["QM_TWELVEDATA_URL"] = $"{server.Url}", ["QM_WIKIPEDIA_URL"] = $"{server.Url}",
    };

    public void Dispose() => server.Dispose();

    private static ProviderReply Answer(ProviderCall call)
    {
        if (call.Path.StartsWith("/busy", StringComparison.Ordinal)) return ProviderReply.TooMany("600");
        if (call.Method == "POST") return ProviderReply.Of(NoSplits);
        if (call.Path.EndsWith("eod-bulk", StringComparison.Ordinal)) return ProviderReply.Of(402, "Restricted Endpoint");
        if (call.Path.StartsWith("/time_series", StringComparison.Ordinal) && call.Symbol == "GE") return ProviderReply.Of(Elsewhere(call));
        if (call["symbol"] is null && call.Path.StartsWith("/stable", StringComparison.Ordinal)) return ProviderReply.Of("[]");
        var isLate = call.Path.StartsWith("/stable", StringComparison.Ordinal) && call.Symbol == "MSFT";
        return new SeriesReplies(BarsOf(call.Symbol, isLate ? Last.AddDays(-1) : Last)).To(call);
    }

    private static string Elsewhere(ProviderCall call) => $$"""
        {"meta":{"symbol":"{{call.Symbol}}","interval":"1day","currency":"EUR","exchange":"XETR","mic_code":"XETR","exchange_timezone":"Europe/Berlin",
        "type":"Common Stock"},"values":[],"status":"ok"}
        """;

    private static Bars BarsOf(string symbol, DateOnly last)
    {
        var bars = new BarsBuilder();
        foreach (var line in File.ReadLines(Path.Combine(Fixtures.Repository, "data", "sample", "bars.csv")))
        {
            var cells = line.Split(',');
            if (cells[0] != symbol || DateOnly.Parse(cells[1], CultureInfo.InvariantCulture) is var date && date > last) continue;
            var prices = cells[2..6].Select(c => double.Parse(c, CultureInfo.InvariantCulture)).ToArray();
            bars.Add(symbol, new Bar(Day.Of(date), prices[0], prices[1], prices[2], prices[3], double.NaN, long.Parse(cells[6], CultureInfo.InvariantCulture)),
                "sample");
        }
        return bars.Build();
    }
}
