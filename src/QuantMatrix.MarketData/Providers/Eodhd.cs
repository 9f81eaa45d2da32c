using System.Globalization;
using System.Text;
using QuantMatrix.Http;
using QuantMatrix.MarketData.Parsing;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Providers;

/// <summary>EODHD: raw bars with total-return closes, one call per symbol or 300 per session; splits and dividends cost one more each.</summary>
/// <remarks>
/// Prices are as traded, volumes and dividends are split-adjusted. Splits and dividends are requested where the bars show an action: the ratio of
/// total-return close to close moves. The key is accepted only in the query.
/// </remarks>
public sealed class Eodhd : IBarProvider
{
    public const string Provider = "eodhd";

    private const string KeyVariable = "EODHD_API_KEY", BarsPath = "/api/eod/", SplitsPath = "/api/splits/", DividendsPath = "/api/div/";
    private const int CallsForActions = 2;

    /// <summary>Splits and dividends that matter are larger; rounding is smaller, except of penny stocks, which then cost two calls more.</summary>
    private const double RatioTolerance = 5e-5;

    private static readonly string[] Columns = ["date", "open", "high", "low", "close", "adjusted_close", "volume"];

    private readonly ProviderClient client;
    private readonly BulkSource bulk;

    /// <exception cref="ConfigurationException">There is no key, or an option is out of range.</exception>
    public Eodhd(ProviderOptions options, IKeyStore store, TimeProvider time)
    {
        if (options.Key is null) throw new ConfigurationException($"{Provider}: no API key; expected one in {KeyVariable}");
        client = new(Provider, options with { KeyParameter = "api_token" }, new Dictionary<string, string>(), store, time);
        bulk = new(client, store, EodhdBulk.Of(client), CallsFor);
    }

    /// <summary>Limits of the paid plans; the free one allows 20 calls a day.</summary>
    public static ProviderOptions Defaults => new() { BaseUrl = new("https://eodhd.com"), CallsPerMinute = 1_000, CallsPerDay = 100_000, Concurrency = 8 };

    public static ProviderKind Kind =>
        new(Provider, KeyVariable, "QM_EODHD_URL", Defaults, (options, store, time) => new Eodhd(options, store, time));

    public string Name => Provider;

    public ProviderTally Tally => client.Tally;

    public int CallsFor(BarRequest request) => 1 + (request.WithActions ? CallsForActions : 0);

    public async Task<CallForecast?> ForecastAsync(IReadOnlyList<BarRequest> requests, CancellationToken ct) =>
        await bulk.ForecastAsync(requests, ct);

    public void Expect(IReadOnlyList<BarRequest> requests) => bulk.Expect(requests);

    public async Task<ProviderResponse> FetchAsync(BarRequest request, CancellationToken ct)
    {
        if (await bulk.FindAsync(request, ct) is { } found) return found;
        var raw = await client.GetAsync(Query(BarsPath, request), body => Parse(body, request), optional: false, ct);
        if (raw.Bars.Count == 0 || !(request.WithActions || HasAction(raw.Bars))) return raw;
        var actions = await ActionsAsync(SplitsPath, request, ActionKind.Split, ct);
        var bars = SplitBasis.Adjust(raw.Bars, actions, withVolume: false);
        var dividends = await ActionsAsync(DividendsPath, request, ActionKind.Dividend, ct);
        return raw with { Bars = bars, Actions = [.. actions, .. dividends] };
    }

    public Task SaveAsync(CancellationToken ct) => client.SaveAsync(ct);

    public void Dispose() => client.Dispose();

    /// <summary>The bars of a response of <c>eod</c>, as traded.</summary>
    /// <exception cref="ProviderException">The response is not an array of sessions.</exception>
    public static ProviderResponse Parse(ReadOnlySpan<byte> body, BarRequest request)
    {
        using var rows = JsonTable.In(body, Columns) ?? throw JsonTable.ErrorIn(body);
        return new ProviderResponseBuilder(request, Provider, BarsPath + request.Symbol, rows.Rows).Build(rows, body);
    }

    /// <summary>Splits (<c>4.000000/1.000000</c>) or dividends within the requested sessions.</summary>
    /// <exception cref="ProviderException">The response is not an array.</exception>
    public static IReadOnlyList<CorporateAction> ParseActions(ReadOnlySpan<byte> body, BarRequest request, ActionKind kind)
    {
        using var rows = JsonTable.In(body, "code", "date", kind == ActionKind.Split ? "split" : "value") ?? throw JsonTable.ErrorIn(body);
        return ActionRows.Within(request, Actions(rows, body, kind, request.Symbol));
    }

    /// <summary>The splits or dividends of all symbols in a session.</summary>
    /// <exception cref="ProviderException">The response is not an array.</exception>
    internal static IReadOnlyList<CorporateAction> ParseBulkActions(ReadOnlySpan<byte> body, ActionKind kind)
    {
        using var rows = JsonTable.In(body, "code", "date", kind == ActionKind.Split ? "split" : "dividend") ?? throw JsonTable.ErrorIn(body);
        return Actions(rows, body, kind, null);
    }

    /// <param name="symbol">Null to take each row's own.</param>
    private static List<CorporateAction> Actions(JsonTable rows, ReadOnlySpan<byte> body, ActionKind kind, string? symbol) =>
        new ActionRows(Provider, kind, symbol).Read(rows, body, (row, text) => Quotient(Encoding.UTF8.GetString(rows[row, 2].In(text))));

    /// <summary>NaN when the text is neither a number nor a quotient.</summary>
    private static double Quotient(string text)
    {
        var parts = Array.ConvertAll(text.Split('/'), p => double.TryParse(p, NumberStyles.Float, CultureInfo.InvariantCulture, out var n) ? n : double.NaN);
        return parts is [var whole] ? whole : parts is [var numerator, var denominator] ? numerator / denominator : double.NaN;
    }

    private async Task<IReadOnlyList<CorporateAction>> ActionsAsync(string path, BarRequest request, ActionKind kind, CancellationToken ct) =>
        (await client.GetAsync(Query(path, request), body => new Parsed<IReadOnlyList<CorporateAction>>(ParseActions(body, request, kind)), optional: true, ct))
        .Content;

    private static bool HasAction(Bars bars)
    {
        for (var i = 1; i < bars.Count; i++)
            if (!(Math.Abs(bars.AdjClose[i] / bars.Close[i] / (bars.AdjClose[i - 1] / bars.Close[i - 1]) - 1) < RatioTolerance)) return true;
        return false;
    }

    private static string Query(string path, BarRequest request) => string.Create(CultureInfo.InvariantCulture,
        $"{path}{ProviderSymbols.Of(Provider, request.Symbol)}.US?from={request.From ?? SessionCalendar.First:yyyy-MM-dd}&to={request.To:yyyy-MM-dd}&fmt=json");
}
