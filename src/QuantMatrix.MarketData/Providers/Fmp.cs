using System.Globalization;
using QuantMatrix.Http;
using QuantMatrix.MarketData.Constituents;
using QuantMatrix.MarketData.Parsing;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Providers;

/// <summary>Financial Modeling Prep: one call per symbol for bars, two more for its splits and dividends, or one per session for all.</summary>
/// <remarks>
/// Of its three series <c>full</c> is split-adjusted, the basis used here; <c>non-split-adjusted</c> has raw prices under names containing adj, and
/// <c>dividend-adjusted</c> has total-return closes, which are computed here. Dividends of a night come from the calendar of all symbols.
/// </remarks>
public sealed class Fmp : IBarProvider, IIntradayProvider
{
    public const string Provider = "fmp";

    private const string BarsPath = "/stable/historical-price-eod/full";
    private const string SplitsPath = "/stable/splits", DividendsPath = "/stable/dividends", KeyVariable = "FMP_API_KEY";
    private const int CallsForActions = 2;
    private static readonly string[] BulkColumns = ["symbol", "date", "open", "high", "low", "close", "volume"];

    private readonly ProviderClient client;
    private readonly FmpCalendars calendars;
    private readonly BulkSource bulk;

    /// <exception cref="ConfigurationException">There is no key, or an option is out of range.</exception>
    public Fmp(ProviderOptions options, IKeyStore store, TimeProvider time)
    {
        var key = options.Key ?? throw new ConfigurationException($"{Provider}: no API key; expected one in {KeyVariable}");
        client = new(Provider, options, new Dictionary<string, string> { ["apikey"] = key() }, store, time);
        calendars = new(client);
        bulk = new(client, store, new(Provider, "eod-bulk", BulkQuery, BulkColumns, calendars.ActionsAsync)
        {
            FixedCalls = FmpCalendars.Calls, ErrorIn = body => ErrorIn(body),
        }, CallsFor);
    }

    /// <summary>Limits of the smallest paid plan; the free one allows 250 calls a day.</summary>
    public static ProviderOptions Defaults => new() { BaseUrl = new("https://financialmodelingprep.com"), CallsPerMinute = 300 };

    public static ProviderKind Kind =>
        new(Provider, KeyVariable, "QM_FMP_URL", Defaults, (options, store, time) => new Fmp(options, store, time));

    public string Name => Provider;

    public ProviderTally Tally => client.Tally;

    public int CalendarCalls => FmpCalendars.Calls;

    public IntradayLimits Intraday => FmpIntraday.Limits;

    public Task<CallForecast> ForecastCallsAsync(int calls, CancellationToken ct) => client.ForecastAsync(calls, ct);

    public int CallsFor(BarRequest request) => HistoryPager.MaxCalls(request) + (request.WithActions ? CallsForActions : 0);

    public async Task<CallForecast?> ForecastAsync(IReadOnlyList<BarRequest> requests, CancellationToken ct) =>
        await bulk.ForecastAsync(requests, ct);

    public void Expect(IReadOnlyList<BarRequest> requests) => bulk.Expect(requests);

    public Task<IReadOnlyList<CorporateAction>> SplitCalendarAsync(DateOnly first, DateOnly last, CancellationToken ct) =>
        calendars.SplitsAsync(first, last, ct);

    public Task<IReadOnlyList<CorporateAction>> DividendCalendarAsync(DateOnly first, DateOnly last, CancellationToken ct) =>
        calendars.DividendsAsync(first, last, ct);

    public async Task<ProviderResponse> FetchAsync(BarRequest request, CancellationToken ct)
    {
        if (await bulk.FindAsync(request, ct) is { } found) return found;
        var response = await HistoryPager.FetchAsync(request, page => client.GetAsync(Query(BarsPath, page), body => Parse(body, page), optional: false, ct));
        if (response.Bars.Count == 0 || !request.WithActions) return response;
        var symbol = ProviderSymbols.Of(Provider, request.Symbol);
        var splits = await GetOptionalAsync($"{SplitsPath}?symbol={symbol}", body => ParseActions(body, request, ActionKind.Split), ct) ?? [];
        var dividends = await GetOptionalAsync($"{DividendsPath}?symbol={symbol}", body => ParseActions(body, request, ActionKind.Dividend), ct);
        return response with { Actions = [.. splits, .. dividends ?? []] };
    }

    public Task<IntradayResponse> FetchIntradayAsync(IntradayRequest request, CancellationToken ct) =>
        client.GetAsync(FmpIntraday.Query(request), body => FmpIntraday.Parse(body, request), optional: true, ct);

    /// <inheritdoc cref="MemberReader"/>
    public Task<IReadOnlyList<IndexMember>> ReadAsync(string path, MemberParser parse, CancellationToken ct) =>
        client.GetPageAsync(path, body => parse(body), ct);

    public Task SaveAsync(CancellationToken ct) => client.SaveAsync(ct);

    public void Dispose() => client.Dispose();

    /// <summary>The bars in a response of <c>historical-price-eod/full</c>, which is newest first.</summary>
    /// <exception cref="ProviderException">The response does not match the request.</exception>
    public static ProviderResponse Parse(ReadOnlySpan<byte> body, BarRequest request)
    {
        using var rows = Rows(body, request.Symbol, "symbol", "date", "open", "high", "low", "close", "volume");
        var builder = new ProviderResponseBuilder(request, Provider, BarsPath, rows.Rows);
        foreach (var row in rows.OldestFirst(1, body))
            builder.Add(row + 1, rows[row, 1], new(rows[row, 2], rows[row, 3], rows[row, 4], rows[row, 5], default, rows[row, 6]), body);
        return builder.Build();
    }

    /// <summary>Splits or dividends within the requested sessions; dividends per share are split-adjusted, as the bars are.</summary>
    /// <exception cref="ProviderException">The response does not match the request.</exception>
    public static IReadOnlyList<CorporateAction> ParseActions(ReadOnlySpan<byte> body, BarRequest request, ActionKind kind)
    {
        using var rows = Rows(body, request.Symbol, ActionColumns(kind));
        return ActionRows.Within(request, Actions(rows, body, kind, request.Symbol));
    }

    /// <summary>The splits or dividends of all symbols in a calendar, and its number of rows.</summary>
    /// <exception cref="ProviderException">The response is an error.</exception>
    public static (int Rows, IReadOnlyList<CorporateAction> Actions) ParseCalendar(ReadOnlySpan<byte> body, ActionKind kind)
    {
        using var rows = Rows(body, null, ActionColumns(kind));
        return (rows.Rows, Actions(rows, body, kind, null));
    }

    private static string[] ActionColumns(ActionKind kind) => ["symbol", "date", kind == ActionKind.Split ? "numerator" : "adjDividend", "denominator"];

    /// <param name="symbol">Null to take each row's own.</param>
    private static List<CorporateAction> Actions(JsonTable rows, ReadOnlySpan<byte> body, ActionKind kind, string? symbol) =>
        new ActionRows(Provider, kind, symbol).Read(rows, body, (row, text) =>
        {
            rows[row, 2].Price("value", text, out var value);
            rows[row, 3].Price("divisor", text, out var divisor);
            return value / (kind == ActionKind.Split ? divisor : 1);
        });

    private static string BulkQuery(DateOnly session) => string.Create(CultureInfo.InvariantCulture, $"/stable/eod-bulk?date={session:yyyy-MM-dd}");

    private static string Query(string path, BarRequest request) => string.Create(CultureInfo.InvariantCulture,
        $"{path}?symbol={ProviderSymbols.Of(Provider, request.Symbol)}&from={request.From ?? SessionCalendar.First:yyyy-MM-dd}&to={request.To:yyyy-MM-dd}");

    internal static JsonTable Rows(ReadOnlySpan<byte> body, string? symbol, params string[] names)
    {
        var rows = JsonTable.In(body, names) ?? throw ErrorIn(body);
        for (var row = 0; symbol is not null && row < rows.Rows; row++) ProviderResponse.RequireSymbol(symbol, rows[row, 0].In(body));
        return rows;
    }

    /// <summary>Errors may be reported with HTTP 200.</summary>
    private static ProviderException ErrorIn(ReadOnlySpan<byte> body)
    {
        var message = ErrorText.Of(body);
        return message.StartsWith("Limit Reach", StringComparison.OrdinalIgnoreCase) ? ProviderException.FromStatus(429, message)
            : message.Contains("api key", StringComparison.OrdinalIgnoreCase) ? ProviderException.FromStatus(401, message)
            : JsonTable.ErrorIn(body);
    }

    /// <summary>Null when the plan does not include the endpoint; the fault is counted.</summary>
    private async Task<T?> GetOptionalAsync<T>(string pathAndQuery, Func<ReadOnlySpan<byte>, T> parse, CancellationToken ct) where T : class
    {
        try
        {
            return (await client.GetAsync(pathAndQuery, body => new Parsed<T>(parse(body)), optional: true, ct)).Content;
        }
        catch (ProviderException e)
        {
            Tally.AddFault($"{pathAndQuery.Split('?')[0]}: {e.Message}");
            return null;
        }
    }
}
