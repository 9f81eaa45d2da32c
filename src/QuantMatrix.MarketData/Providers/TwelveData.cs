using System.Globalization;
using System.Text.Json;
using QuantMatrix.Http;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Providers;

/// <summary>Twelve Data: split-adjusted bars, one call a symbol.</summary>
/// <remarks>Prices are texts. Total-return closes, splits and dividends cost many calls' worth and are not asked for. Faults come as a body with <c>code</c> and <c>message</c>, under HTTP 200 too.</remarks>
public sealed class TwelveData : IBarProvider
{
    public const string Provider = "twelvedata";

    private const string BarsPath = "/time_series";
    private const int MostRows = 5000;

    private readonly ProviderClient client;

    /// <exception cref="ConfigurationException">There is no key, or an option is out of range.</exception>
    public TwelveData(ProviderOptions options, IKeyStore store, TimeProvider time)
    {
        var key = options.Key ?? throw new ConfigurationException($"{Provider}: found no key; expected one in TWELVEDATA_API_KEY");
        client = new(Provider, options, new Dictionary<string, string> { ["Authorization"] = $"apikey {key()}" }, store, time);
    }

    /// <summary>As of the free plan; calls beyond the minute's are refused until the next one.</summary>
    public static ProviderOptions Defaults => new()
    {
        BaseUrl = new("https://api.twelvedata.com"), CallsPerMinute = 8, CallsPerDay = 800, Concurrency = 4, DefaultRetryAfter = TimeSpan.FromMinutes(1),
    };

    public string Name => Provider;

    public ProviderTally Tally => client.Tally;

    public int CallsFor(BarRequest request) => LongHistory.MostCalls(request);

    public Task<ProviderResponse> FetchAsync(BarRequest request, CancellationToken ct) =>
        LongHistory.AskAsync(request, part => client.GetAsync(Question(part), body => Parse(body, part), optional: false, ct));

    public Task SaveAsync(CancellationToken ct) => client.SaveAsync(ct);

    public void Dispose() => client.Dispose();

    /// <summary>The bars in an answer of <c>time_series</c>.</summary>
    /// <exception cref="ProviderException">It is no answer to this request.</exception>
    public static ProviderResponse Parse(ReadOnlySpan<byte> body, BarRequest request)
    {
        using var rows = Rows(body, request.Symbol);
        var draft = new ProviderResponseBuilder(request, Provider, BarsPath, rows.Rows);
        for (var row = 0; row < rows.Rows; row++)
            draft.Take(row + 1, rows[row, 0], new(rows[row, 1], rows[row, 2], rows[row, 3], rows[row, 4], default, rows[row, 5]), body);
        return draft.Finish();
    }

    /// <summary>Its end is exclusive: the day after the last session is asked for.</summary>
    private static string Question(BarRequest request) => string.Create(CultureInfo.InvariantCulture,
        $"{BarsPath}?symbol={request.Symbol.Replace('-', '.')}&interval=1day&start_date={request.From ?? SessionCalendar.First:yyyy-MM-dd}"
        + $"&end_date={request.To.AddDays(1):yyyy-MM-dd}&adjust=splits&outputsize={MostRows}&order=asc");

    private static JsonTable Rows(ReadOnlySpan<byte> body, string symbol)
    {
        var (values, code) = JsonBody.Read(body, (ref reader) => ReadAnswer(ref reader, symbol));
        if (code is { } status) throw ProviderException.FromStatus((int)status, ErrorText.Of(body));
        return values ?? throw new ProviderException(FaultKind.Symbol, "the answer has no values");
    }

    private static (JsonTable? Values, long? Code) ReadAnswer(ref Utf8JsonReader reader, string symbol)
    {
        (JsonTable? Values, long? Code) answer = default;
        if (!JsonObject.Enters(ref reader)) return answer;
        while (JsonObject.Next(ref reader, out var name))
            if (name == "values") answer.Values = JsonTable.Read(ref reader, ["datetime", "open", "high", "low", "close", "volume"]);
            else if (name == "meta") CheckMeta(ref reader, symbol);
            else if (name == "code") answer.Code = JsonObject.Whole(ref reader);
            else reader.Skip();
        return answer;
    }

    private static void CheckMeta(ref Utf8JsonReader reader, string symbol)
    {
        if (!JsonObject.Enters(ref reader)) return;
        while (JsonObject.Next(ref reader, out var name))
            if (name == "symbol") SymbolResponse.Require(symbol, reader.ValueSpan);
            else if (name == "interval" && JsonObject.Text(ref reader) is var interval and not "1day")
                throw new ProviderException(FaultKind.Symbol, $"the answer is of interval '{interval}'; expected 1day");
            else reader.Skip();
    }
}
