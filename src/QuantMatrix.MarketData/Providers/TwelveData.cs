using System.Globalization;
using System.Text.Json;
using QuantMatrix.Http;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Providers;

/// <summary>Twelve Data: split-adjusted bars, one call per symbol.</summary>
/// <remarks>
/// Prices are JSON strings. Total-return closes, splits and dividends are not requested because each costs several call credits. Errors are bodies with
/// <c>code</c> and <c>message</c>, also under HTTP 200.
/// </remarks>
public sealed class TwelveData : IBarProvider, IIntradayProvider
{
    public const string Provider = "twelvedata";

    internal const string BarsPath = "/time_series";
    internal const int MaxRows = 5000;

    private const string KeyVariable = "TWELVEDATA_API_KEY";

    private readonly ProviderClient client;

    /// <exception cref="ConfigurationException">There is no key, or an option is out of range.</exception>
    public TwelveData(ProviderOptions options, IKeyStore store, TimeProvider time)
    {
        var key = options.Key ?? throw new ConfigurationException($"{Provider}: no API key; expected one in {KeyVariable}");
        client = new(Provider, options, new Dictionary<string, string> { ["Authorization"] = $"apikey {key()}" }, store, time);
    }

    /// <summary>Limits of the free plan; calls over the limit are refused until the next minute.</summary>
    public static ProviderOptions Defaults => new()
    {
        BaseUrl = new("https://api.twelvedata.com"), CallsPerMinute = 8, CallsPerDay = 800, Concurrency = 4, DefaultRetryAfter = TimeSpan.FromMinutes(1),
    };

    public static ProviderKind Kind =>
        new(Provider, KeyVariable, "QM_TWELVEDATA_URL", Defaults, (options, store, time) => new TwelveData(options, store, time));

    public string Name => Provider;

    public ProviderTally Tally => client.Tally;

    public int CallsFor(BarRequest request) => HistoryPager.MaxCalls(request);

    public async Task<CallForecast?> ForecastAsync(IReadOnlyList<BarRequest> requests, CancellationToken ct) =>
        await client.ForecastAsync(requests.Sum(CallsFor), ct);

    public Task<ProviderResponse> FetchAsync(BarRequest request, CancellationToken ct) =>
        HistoryPager.FetchAsync(request, page => client.GetAsync(Query(page), body => Parse(body, page), optional: false, ct));

    public IntradayLimits Intraday => TwelveDataIntraday.Limits;

    public Task<CallForecast> ForecastCallsAsync(int calls, CancellationToken ct) => client.ForecastAsync(calls, ct);

    public Task<IntradayResponse> FetchIntradayAsync(IntradayRequest request, CancellationToken ct) =>
        client.GetAsync(TwelveDataIntraday.Query(request), body => TwelveDataIntraday.Parse(body, request), optional: true, ct);

    public Task SaveAsync(CancellationToken ct) => client.SaveAsync(ct);

    public void Dispose() => client.Dispose();

    /// <summary>The bars in a response of <c>time_series</c>.</summary>
    /// <exception cref="ProviderException">The response does not match the request.</exception>
    public static ProviderResponse Parse(ReadOnlySpan<byte> body, BarRequest request)
    {
        using var rows = Rows(body, request, "1day");
        var builder = new ProviderResponseBuilder(request, Provider, BarsPath, rows.Rows);
        foreach (var row in rows.OldestFirst(0, body))
            builder.Add(row + 1, rows[row, 0], new(rows[row, 1], rows[row, 2], rows[row, 3], rows[row, 4], default, rows[row, 5]), body);
        return builder.Build();
    }

    /// <summary>The end date is exclusive, so the day after the last session is sent.</summary>
    private static string Query(BarRequest request) => string.Create(CultureInfo.InvariantCulture,
        $"{BarsPath}?symbol={ProviderSymbols.Of(Provider, request.Symbol)}&interval=1day&start_date={request.From ?? SessionCalendar.First:yyyy-MM-dd}"
        + $"&end_date={request.To.AddDays(1):yyyy-MM-dd}&adjust=splits&outputsize={MaxRows}&order=asc{Country(request)}");

    /// <summary>Without it an ambiguous ticker may return a foreign listing.</summary>
    internal static string Country(BarRequest request) => request.Currency == "USD" ? "&country=United%20States" : "";

    /// <summary>The columns datetime, open, high, low, close and volume of a response with this interval.</summary>
    internal static JsonTable Rows(ReadOnlySpan<byte> body, BarRequest request, string interval)
    {
        var (values, code) = JsonBody.Read(body, (ref reader) => ReadResponse(ref reader, request, interval));
        if (code is { } status) throw ProviderException.FromStatus((int)status, ErrorText.Of(body));
        return values ?? throw new ProviderException(FaultKind.Symbol, "the response has no values");
    }

    private static (JsonTable? Values, long? Code) ReadResponse(ref Utf8JsonReader reader, BarRequest request, string interval)
    {
        (JsonTable? Values, long? Code) response = default;
        if (!JsonObject.Enters(ref reader)) return response;
        while (JsonObject.Next(ref reader, out var name))
            if (name == "values") response.Values = JsonTable.Read(ref reader, ["datetime", "open", "high", "low", "close", "volume"]);
            else if (name == "meta") CheckMeta(ref reader, request, interval);
            else if (name == "code") response.Code = JsonObject.Integer(ref reader);
            else reader.Skip();
        return response;
    }

    private static void CheckMeta(ref Utf8JsonReader reader, BarRequest request, string expected)
    {
        if (!JsonObject.Enters(ref reader)) return;
        var (listing, mic) = (new Listing(), "");
        while (JsonObject.Next(ref reader, out var name))
            switch (name)
            {
                case "symbol": ProviderResponse.RequireSymbol(request.Symbol, reader.ValueSpan); break;
                case "interval" when JsonObject.Text(ref reader) is var interval && interval != expected:
                    throw new ProviderException(FaultKind.Symbol, $"the response has interval '{interval}'; expected {expected}");
                case "currency": listing = listing with { Currency = JsonObject.Text(ref reader) }; break;
                case "exchange": listing = listing with { Exchange = JsonObject.Text(ref reader) }; break;
                case "mic_code": mic = JsonObject.Text(ref reader); break;
                case "exchange_timezone": listing = listing with { TimeZone = JsonObject.Text(ref reader) }; break;
                case "type": listing = listing with { Type = JsonObject.Text(ref reader) }; break;
                default: reader.Skip(); break;
            }
        (mic.Length > 0 ? listing with { Exchange = mic } : listing).Require(request);
    }
}
