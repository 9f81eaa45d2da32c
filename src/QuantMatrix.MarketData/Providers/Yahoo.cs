using System.Globalization;
using System.Text;
using QuantMatrix.Http;
using QuantMatrix.MarketData.Csv;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Providers;

/// <summary>Yahoo's chart: split-adjusted bars, total-return closes, splits and dividends in one call, without a key.</summary>
/// <remarks>
/// It answers 429 at once to whoever does not look like a browser. A session is stamped with the moment it opened; the newest one is told while it is still
/// trading. Prices come in single precision.
/// </remarks>
public sealed class Yahoo : IBarProvider
{
    public const string Provider = "yahoo";

    private const string BarsPath = "/v8/finance/chart/";
    private const string Browser = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36";
    private static readonly string[] Quotes = ["open", "high", "low", "close", "volume"];

    private readonly ProviderClient client;

    /// <exception cref="ConfigurationException">An option is out of range.</exception>
    public Yahoo(ProviderOptions options, IKeyStore store, TimeProvider time) =>
        client = new(Provider, options, new Dictionary<string, string> { ["User-Agent"] = Browser, ["Accept"] = "application/json" }, store, time);

    /// <summary>No limit is published; this is what it is known to bear.</summary>
    public static ProviderOptions Defaults => new() { BaseUrl = new("https://query2.finance.yahoo.com"), CallsPerMinute = 60, Concurrency = 8 };

    public string Name => Provider;

    public ProviderTally Tally => client.Tally;

    public int CallsFor(BarRequest request) => 1;

    public Task<ProviderResponse> FetchAsync(BarRequest request, CancellationToken ct) =>
        client.GetAsync(Question(request), body => Parse(body, request), optional: false, ct);

    public Task SaveAsync(CancellationToken ct) => client.SaveAsync(ct);

    public void Dispose() => client.Dispose();

    /// <summary>The bars and actions in an answer of the chart.</summary>
    /// <exception cref="ProviderException">It is no answer to this request.</exception>
    public static ProviderResponse Parse(ReadOnlySpan<byte> body, BarRequest request)
    {
        using var chart = JsonBody.Read(body, YahooChart.Read);
        if (chart.Fault is { } fault) throw new ProviderException(FaultKind.Symbol, fault);
        if (chart.Symbol.Length == 0) throw new ProviderException(FaultKind.Symbol, "the answer has no result");
        SymbolResponse.Require(request.Symbol, Encoding.UTF8.GetBytes(chart.Symbol));
        if (chart.Granularity != "1d") throw new ProviderException(FaultKind.Symbol, $"the answer is of interval '{chart.Granularity}'; expected 1d");
        RequireEqualLengths(chart);
        return Answer(chart, body, request);
    }

    private static string Question(BarRequest request) => string.Create(CultureInfo.InvariantCulture,
        $"{BarsPath}{request.Symbol}?period1={Start(request.From ?? SessionCalendar.First)}&period2={Start(request.To.AddDays(1))}&interval=1d&events=div%2Csplits");

    private static long Start(DateOnly date) => new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeSeconds();

    /// <summary>When a column lacks an entry nobody knows which session it belongs to.</summary>
    private static void RequireEqualLengths(YahooChart chart)
    {
        var sessions = chart.Timestamps?.Count ?? 0;
        foreach (var (name, column) in chart.Columns)
            if (column.Count != sessions)
                throw new ProviderException(FaultKind.Symbol, $"the answer has {sessions} timestamps and {column.Count} entries of {name}; expected as many");
        if (sessions > 0 && Quotes.FirstOrDefault(q => !chart.Columns.ContainsKey(q)) is { } missing)
            throw new ProviderException(FaultKind.Symbol, $"the answer has no column {missing}");
    }

    private static ProviderResponse Answer(YahooChart chart, ReadOnlySpan<byte> body, BarRequest request)
    {
        var draft = new ProviderResponseBuilder(request, Provider, BarsPath + request.Symbol, chart.Timestamps?.Count ?? 0);
        var (unfinishedDay, unfinished) = (chart.UnfinishedDay, 0);
        var columns = Array.ConvertAll(Quotes, q => chart.Columns.GetValueOrDefault(q));
        var adjusted = chart.Columns.GetValueOrDefault("adjclose");
        for (var row = 0; row < (chart.Timestamps?.Count ?? 0); row++)
        {
            if (!long.TryParse(chart.Timestamps![row].In(body), CultureInfo.InvariantCulture, out var time))
                throw new ProviderException(FaultKind.Symbol, $"timestamp {row + 1} of the answer is '{FieldText.Short(chart.Timestamps[row].In(body))}'; expected seconds");
            var day = chart.DayOf(time);
            var cells = new BarCells(columns[0]![row], columns[1]![row], columns[2]![row], columns[3]![row], adjusted?[row] ?? default, columns[4]![row]);
            if (day >= unfinishedDay) unfinished++;
            else draft.Take(row + 1, day, cells, body, single: true);
        }
        return draft.Finish() with { Actions = Actions(chart, request), Unfinished = unfinished };
    }

    private static List<CorporateAction> Actions(YahooChart chart, BarRequest request) =>
        [.. chart.Events.Select(e => new CorporateAction(request.Symbol, Day.Date(chart.DayOf(e.Time)), e.Kind, e.Value, Provider))
            .Where(a => !(a.ExDate < request.From) && a.ExDate <= request.To).OrderBy(a => a.ExDate)];
}
