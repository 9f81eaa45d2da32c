using System.Globalization;
using System.Text;
using QuantMatrix.Http;
using QuantMatrix.MarketData.Parsing;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Providers;

/// <summary>Yahoo's chart API: split-adjusted bars, total-return closes, splits and dividends in one call, without a key.</summary>
/// <remarks>
/// It returns 429 to clients that do not send a browser's User-Agent, and may require a session (<see cref="YahooSession"/>). A session of trading is
/// stamped with the time it opened, the newest one with its last trade, and that one may come with both stamps, the later row being final. Whether it
/// is over is decided by the clock, as settled sessions are requested, not by its last trade: a thin share may not trade for hours before the close.
/// Prices are in single precision.
/// </remarks>
public sealed class Yahoo : IBarProvider, IIntradayProvider
{
    public const string Provider = "yahoo";

    /// <summary>A browser's: Yahoo throttles other clients.</summary>
    public const string DefaultUserAgent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36";

    internal const string BarsPath = "/v8/finance/chart/";
    private const int MaxCalendarPages = 5;
    internal static readonly string[] Quotes = ["open", "high", "low", "close", "volume"];

    private readonly ProviderClient client;

    /// <exception cref="ConfigurationException">An option is out of range.</exception>
    public Yahoo(ProviderOptions options, IKeyStore store, TimeProvider time)
        : this(options, YahooHosts.Of(new(options.BaseAddress)), store, time)
    {
    }

    internal Yahoo(ProviderOptions options, YahooHosts hosts, IKeyStore store, TimeProvider time)
    {
        var userAgent = options.UserAgent ?? DefaultUserAgent;
        var headers = new Dictionary<string, string> { ["User-Agent"] = userAgent, ["Accept"] = "application/json" };
        client = new(Provider, options with { BaseUrl = hosts.Query[0], Session = new YahooSession(hosts, userAgent) }, headers, store, time);
    }

    /// <summary>No limits are published; these are known to work.</summary>
    public static ProviderOptions Defaults => new() { BaseUrl = new("https://query2.finance.yahoo.com"), CallsPerMinute = 40, Concurrency = 8 };

    public static ProviderKind Kind =>
        new(Provider, KeyVariable: null, "QM_YAHOO_URL", Defaults, (options, store, time) => new Yahoo(options, store, time));

    public string Name => Provider;

    public ProviderTally Tally => client.Tally;

    public int CalendarCalls => 1;

    public int CallsFor(BarRequest request) => 1;

    public async Task<CallForecast?> ForecastAsync(IReadOnlyList<BarRequest> requests, CancellationToken ct) =>
        await client.ForecastAsync(requests.Sum(CallsFor), ct);

    public Task<ProviderResponse> FetchAsync(BarRequest request, CancellationToken ct) =>
        client.GetAsync(Query(request), body => Parse(body, request), optional: false, ct);

    public async Task<IReadOnlyList<CorporateAction>> SplitCalendarAsync(DateOnly first, DateOnly last, CancellationToken ct)
    {
        var splits = new List<CorporateAction>();
        for (var page = 0; page < MaxCalendarPages; page++)
        {
            var query = YahooSplits.Query(first, last, page * YahooSplits.PageSize);
            var (found, rows) = await client.GetAuxiliaryAsync(YahooSplits.Path, query, body => YahooSplits.Parse(body), ct);
            splits.AddRange(found);
            if (rows < YahooSplits.PageSize) return [.. splits.Distinct()];
        }
        Tally.AddFault($"split calendar: calendar cut after {Plural.Of(MaxCalendarPages * YahooSplits.PageSize, "row")}");
        return [.. splits.Distinct()];
    }

    public IntradayLimits Intraday => YahooIntraday.Limits;

    public Task<CallForecast> ForecastCallsAsync(int calls, CancellationToken ct) => client.ForecastAsync(calls, ct);

    public Task<IntradayResponse> FetchIntradayAsync(IntradayRequest request, CancellationToken ct) =>
        client.GetAsync(YahooIntraday.Query(request), body => YahooIntraday.Parse(body, request), optional: true, ct);

    public Task SaveAsync(CancellationToken ct) => client.SaveAsync(ct);

    public void Dispose() => client.Dispose();

    /// <summary>The bars and corporate actions in a chart response.</summary>
    /// <exception cref="ProviderException">The response does not match the request.</exception>
    public static ProviderResponse Parse(ReadOnlySpan<byte> body, BarRequest request)
    {
        using var chart = Chart(body, request, "1d");
        return Build(chart, body, request);
    }

    /// <summary>A chart about the request, with bars of this interval and one value a bar in every column.</summary>
    /// <exception cref="ProviderException">The response does not match the request.</exception>
    internal static YahooChart Chart(ReadOnlySpan<byte> body, BarRequest request, string interval)
    {
        var chart = JsonBody.Read(body, YahooChart.Read);
        if (chart.Fault is { } fault) throw new ProviderException(FaultKind.Symbol, fault);
        if (chart.Symbol.Length == 0) throw new ProviderException(FaultKind.Symbol, "the response has no result");
        ProviderResponse.RequireSymbol(request.Symbol, Encoding.UTF8.GetBytes(chart.Symbol));
        if (chart.Granularity != interval)
            throw new ProviderException(FaultKind.Symbol, $"the response has interval '{chart.Granularity}'; expected {interval}");
        chart.Listing.Require(request);
        RequireEqualLengths(chart);
        return chart;
    }

    private static string Query(BarRequest request) => string.Create(CultureInfo.InvariantCulture,
        $"{BarsPath}{ProviderSymbols.Of(Provider, request.Symbol)}?period1={Midnight(request.From ?? SessionCalendar.First)}"
        + $"&period2={Midnight(request.To.AddDays(1))}&interval=1d&events=div%2Csplits");

    private static long Midnight(DateOnly date) => new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeSeconds();

    /// <summary>Values are matched to sessions by position, so a column with missing entries is ambiguous.</summary>
    private static void RequireEqualLengths(YahooChart chart)
    {
        var sessions = chart.Timestamps?.Count ?? 0;
        foreach (var (name, column) in chart.Columns)
            if (column.Count != sessions)
                throw new ProviderException(FaultKind.Symbol,
                    $"the response has {Plural.Of(sessions, "timestamp")} but {Plural.Of(column.Count, "value")} of {name}");
        if (sessions > 0 && Quotes.FirstOrDefault(q => !chart.Columns.ContainsKey(q)) is { } missing)
            throw new ProviderException(FaultKind.Symbol, $"the response has no column {missing}");
    }

    private static ProviderResponse Build(YahooChart chart, ReadOnlySpan<byte> body, BarRequest request)
    {
        var sessions = chart.Timestamps?.Count ?? 0;
        var builder = new ProviderResponseBuilder(request, Provider, BarsPath + request.Symbol, sessions);
        var columns = Array.ConvertAll(Quotes, q => chart.Columns.GetValueOrDefault(q));
        var adjClose = chart.Columns.GetValueOrDefault("adjclose");
        for (var row = 0; row < sessions; row++)
        {
            var day = chart.DayOf(TimeAt(chart, row, body));
            var cells = new BarCells(columns[0]![row], columns[1]![row], columns[2]![row], columns[3]![row], adjClose?[row] ?? default, columns[4]![row]);
            builder.Add(row + 1, day, cells, body, isSingle: true);
        }
        var response = builder.Build();
        return response with { Actions = Actions(chart, request), FirstTradeDate = FirstTradeDate(chart, response.Bars) };
    }

    /// <summary>Unix seconds.</summary>
    internal static long TimeAt(YahooChart chart, int row, ReadOnlySpan<byte> body)
    {
        var timestamp = chart.Timestamps![row].In(body);
        return long.TryParse(timestamp, CultureInfo.InvariantCulture, out var time) ? time
            : throw new ProviderException(FaultKind.Symbol, $"timestamp {row + 1} is '{FieldText.Short(timestamp)}'; expected Unix seconds");
    }

    /// <summary>A date after a bar of the same response is wrong and ignored.</summary>
    private static DateOnly? FirstTradeDate(YahooChart chart, Bars bars) =>
        chart.FirstTradeDay is { } day && !(bars.Count > 0 && bars.Days[0] < day) ? Day.Date(day) : null;

    private static IReadOnlyList<CorporateAction> Actions(YahooChart chart, BarRequest request) => ActionRows.Within(request,
        chart.Events.Select(e => new CorporateAction(request.Symbol, Day.Date(chart.DayOf(e.Time)), e.Kind, e.Value, Provider)));
}
