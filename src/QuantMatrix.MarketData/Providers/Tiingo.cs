using System.Globalization;
using QuantMatrix.Http;
using QuantMatrix.MarketData.Parsing;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Providers;

/// <summary>Tiingo: raw bars with total-return closes, splits and dividends, one call per symbol.</summary>
/// <remarks>
/// Its adjusted prices contain dividends, so split-adjusted ones are made from the raw prices and <c>splitFactor</c>. It documents no endpoint for all
/// symbols of a session: the batch endpoint of IEX has prices and volumes of that exchange alone.
/// </remarks>
public sealed class Tiingo : IBarProvider
{
    public const string Provider = "tiingo";

    private const string BarsPath = "/tiingo/daily/", KeyVariable = "TIINGO_API_KEY";
    private static readonly string[] Columns = ["date", "open", "high", "low", "close", "adjClose", "volume", "divCash", "splitFactor"];

    private readonly ProviderClient client;

    /// <exception cref="ConfigurationException">There is no key, or an option is out of range.</exception>
    public Tiingo(ProviderOptions options, IKeyStore store, TimeProvider time)
    {
        var key = options.Key ?? throw new ConfigurationException($"{Provider}: no API key; expected one in {KeyVariable}");
        client = new(Provider, options, new Dictionary<string, string> { ["Authorization"] = $"Token {key()}" }, store, time);
    }

    /// <summary>Limits of the smallest paid plan, 10,000 calls an hour; the free one allows 50 an hour.</summary>
    public static ProviderOptions Defaults => new() { BaseUrl = new("https://api.tiingo.com"), CallsPerMinute = 150, CallsPerDay = 100_000, Concurrency = 8 };

    public static ProviderKind Kind =>
        new(Provider, KeyVariable, "QM_TIINGO_URL", Defaults, (options, store, time) => new Tiingo(options, store, time));

    public string Name => Provider;

    public ProviderTally Tally => client.Tally;

    public int CallsFor(BarRequest request) => 1;

    public async Task<CallForecast?> ForecastAsync(IReadOnlyList<BarRequest> requests, CancellationToken ct) =>
        await client.ForecastAsync(requests.Sum(CallsFor), ct);

    public Task<ProviderResponse> FetchAsync(BarRequest request, CancellationToken ct) =>
        client.GetAsync(Query(request), body => Parse(body, request), optional: false, ct);

    public Task SaveAsync(CancellationToken ct) => client.SaveAsync(ct);

    public void Dispose() => client.Dispose();

    /// <summary>The bars of a response on the newest basis, with its splits and dividends; dividends per share are split-adjusted, as the bars are.</summary>
    /// <exception cref="ProviderException">The response is not an array of sessions.</exception>
    public static ProviderResponse Parse(ReadOnlySpan<byte> body, BarRequest request)
    {
        using var rows = JsonTable.In(body, Columns) ?? throw JsonTable.ErrorIn(body);
        var actions = Actions(rows, body, request);
        var response = new ProviderResponseBuilder(request, Provider, BarsPath + request.Symbol, rows.Rows).Build(rows, body);
        return response with { Bars = SplitBasis.Adjust(response.Bars, actions, withVolume: true), Actions = actions };
    }

    private static List<CorporateAction> Actions(JsonTable rows, ReadOnlySpan<byte> body, BarRequest request)
    {
        var lastRows = new SortedDictionary<DateOnly, int>();
        foreach (var row in rows.OldestFirst(0, body))
            if (DateText.TryParse(rows[row, 0].In(body), out var date) && !(date < request.From) && date <= request.To) lastRows[date] = row;
        var actions = new List<CorporateAction>();
        foreach (var (date, row) in lastRows)
        {
            if (rows[row, 8].Price("splitFactor", body, out var ratio) is null && ratio > 0 && double.IsFinite(ratio) && !ratio.Equals(1))
                actions.Add(new(request.Symbol, date, ActionKind.Split, ratio, Provider));
            if (rows[row, 7].Price("divCash", body, out var cash) is null && cash > 0 && double.IsFinite(cash))
                actions.Add(new(request.Symbol, date, ActionKind.Dividend, cash, Provider));
        }
        return actions.ConvertAll(a => a.Kind == ActionKind.Split ? a : a with { Value = a.Value / SplitBasis.RatioAfter(actions, a.ExDate) });
    }

    private static string Query(BarRequest request) => string.Create(CultureInfo.InvariantCulture,
        $"{BarsPath}{ProviderSymbols.Of(Provider, request.Symbol)}/prices?startDate={request.From ?? SessionCalendar.First:yyyy-MM-dd}"
        + $"&endDate={request.To:yyyy-MM-dd}&format=json");
}
