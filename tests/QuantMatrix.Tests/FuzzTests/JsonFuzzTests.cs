using System.Text;
using QuantMatrix.Http;
using QuantMatrix.MarketData.Constituents;
using QuantMatrix.MarketData.Providers;
using QuantMatrix.Model;
using QuantMatrix.Tests.UnitTests.MarketData.Live;

namespace QuantMatrix.Tests.FuzzTests;

/// <summary>Damaged responses of every provider: each parser gives valid bars, actions or members, or the exception it documents.</summary>
[Trait("class", "slow")]
public class JsonFuzzTests
{
    private const string Symbol = "ACME";

    private static readonly BarRequest Asked = new(Symbol, new(2024, 1, 2), new(2024, 7, 31));

    private static readonly string[] Tokens =
    [
        "{", "}", "[", "]", "null", "[null]", "{}", ":", ",", "\"", "\\u0000", "\\ud800", "\"symbol\":\"ACME\"", "\"date\":\"2024-06-12\"", "\"close\":",
        "\"\"", "1e999", "-0", "true", "\"status\":\"error\"", "\"code\":401", "\"Error Message\":\"Limit Reach\"", "4/0", "NaN", "\uFEFF", "<html>", "\0",
        "\"rows\":[null]", "\"columns\":[null]", "\"timestamp\":[", "99999999999999999999", "[[[[[[[[[[[[[[[[", "\"meta\":null", "\"quote\":[{}]", "2024-13-45",
    ];

    public static TheoryData<string, string> BarParsers => new()
    {
        { Fmp.Provider, "fmp/full.json" }, { TwelveData.Provider, "twelvedata/time_series.json" }, { Tiingo.Provider, "tiingo/prices.json" },
        { Eodhd.Provider, "eodhd/eod.json" }, { Yahoo.Provider, "yahoo/chart.json" },
    };

    [Theory]
    [MemberData(nameof(BarParsers))]
    public Task Bars_are_valid_and_of_the_response_or_refused(string provider, string payload) => FuzzAsync(provider, payload, bytes =>
    {
        var response = Responses.Parsers[provider](bytes, Asked);
        return response.Rejected.FirstOrDefault(r => r.Reason.Length == 0 || r.Symbol != Symbol) is { } row ? $"rejected without a reason: {row}"
            : response.Bars.Symbols.Any(s => s != Symbol) ? $"bars of {response.Bars.Symbols[0]}"
            : ActionFault(response.Actions)
            ?? BarFileFuzzTests.Fault(response.Bars, provider == Tiingo.Provider ? null : new(bytes), new BarRules(Asked.To),
                provider == Yahoo.Provider ? 1e-6 : 0);
    });

    public static TheoryData<string, string> ActionParsers => new()
    {
        { "fmp splits", "fmp/splits-calendar.json" }, { "fmp dividends", "fmp/dividends.json" }, { "fmp calendar", "fmp/splits-calendar.json" },
        { "eodhd splits", "eodhd/splits.json" }, { "eodhd dividends", "eodhd/div.json" },
        { "eodhd bulk", "eodhd/splits.json" }, { "yahoo splits", "yahoo-splits.json" },
    };

    [Theory]
    [MemberData(nameof(ActionParsers))]
    public Task Splits_and_dividends_are_positive_numbers_or_refused(string parser, string payload) => FuzzAsync(parser, payload, bytes => parser switch
    {
        "fmp splits" => ActionFault(Fmp.ParseActions(bytes, Asked, ActionKind.Split)),
        "fmp dividends" => ActionFault(Fmp.ParseActions(bytes, Asked, ActionKind.Dividend)),
        "fmp calendar" => ActionFault(Fmp.ParseCalendar(bytes, ActionKind.Split).Actions),
        "eodhd splits" => ActionFault(Eodhd.ParseActions(bytes, Asked, ActionKind.Split)),
        "eodhd dividends" => ActionFault(Eodhd.ParseActions(bytes, Asked, ActionKind.Dividend)),
        "eodhd bulk" => ActionFault(Eodhd.ParseBulkActions(bytes, ActionKind.Split)),
        _ => ActionFault(YahooSplits.Parse(bytes).Splits),
    });

    public static TheoryData<string, string> MemberParsers => new() { { "fmp members", "fmp/sp500-constituent.json" }, { "wikipedia", "wikipedia.html" } };

    [Theory]
    [MemberData(nameof(MemberParsers))]
    public Task Members_are_tickers_or_refused(string parser, string payload) => FuzzAsync(parser, payload, bytes =>
    {
        var members = parser == "wikipedia" ? WikipediaConstituents.Parse(bytes, "the page") : FmpConstituents.Parse(bytes);
        return members.FirstOrDefault(m => !Symbols.TryCanonical(m.Symbol, out var s) || s != m.Symbol) is { } wrong ? $"no ticker: {wrong}" : null;
    });

    [Fact]
    public Task Rows_of_a_file_of_all_symbols_are_of_its_session() => FuzzAsync("bulk", "fmp/eod-bulk.csv", bytes =>
    {
        var symbols = new Dictionary<string, string> { [Symbol] = Symbol, ["OTHR"] = "OTHR" };
        string[] columns = ["symbol", "date", "open", "high", "low", "close", "volume"];
        var row = BulkFile.Read(bytes, new(2024, 6, 12), columns, symbols)[Symbol];
        return row is null || Encoding.UTF8.GetString(row.Date.In(row.Body)).Length > 0 ? null : "a row without a date";
    });

    private static async Task FuzzAsync(string parser, string payload, Func<byte[], string?> parse)
    {
        var own = Path.Combine(TestData.Path("payloads"), payload);
        IReadOnlyList<byte[]> seeds = File.Exists(own) ? [await File.ReadAllBytesAsync(own)] : Fuzzer.Corpus("json", payload);
        seeds = [.. seeds, .. Fuzzer.Corpus("json", parser.Replace(' ', '-')), .. Fuzzer.Corpus("json", "error")];
        await new Fuzzer(parser, seeds, Tokens).RunAsync(Fuzzer.Inputs(500), bytes =>
        {
            try
            {
                return parse(bytes);
            }
            catch (Exception e) when (e is ProviderException or DataUnfitException or TemporaryException)
            {
                return e.Message.Length > 0 ? null : "refused without a reason";
            }
        });
    }

    private static string? ActionFault(IReadOnlyList<CorporateAction> actions) =>
        actions.FirstOrDefault(a => a.Value is not (> 0 and < double.PositiveInfinity) || !Symbols.TryCanonical(a.Symbol, out _)) is { } wrong
            ? $"accepted {wrong}" : null;
}
