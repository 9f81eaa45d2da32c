using System.Globalization;
using System.Text.Json;
using QuantMatrix.Http;
using QuantMatrix.MarketData.Constituents;
using QuantMatrix.MarketData.Csv;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Providers;

/// <summary>Financial Modeling Prep: one call a symbol for bars, three more for total-return closes, splits and dividends.</summary>
/// <remarks>
/// Of its three series <c>full</c> is split-adjusted, which is the basis here; <c>non-split-adjusted</c> carries raw prices under names with adj, and
/// <c>dividend-adjusted</c> gives the total-return close.
/// </remarks>
public sealed class Fmp : IBarProvider
{
    public const string Provider = "fmp";

    private const string BarsPath = "/stable/historical-price-eod/full", ClosesPath = "/stable/historical-price-eod/dividend-adjusted";
    private const string SplitsPath = "/stable/splits", DividendsPath = "/stable/dividends";
    private const int CallsForActions = 3;

    private readonly ProviderClient client;

    /// <exception cref="ConfigurationException">There is no key, or an option is out of range.</exception>
    public Fmp(ProviderOptions options, IKeyStore store, TimeProvider time)
    {
        var key = options.Key ?? throw new ConfigurationException($"{Provider}: found no key; expected one in FMP_API_KEY");
        client = new(Provider, options, new Dictionary<string, string> { ["apikey"] = key() }, store, time);
    }

    /// <summary>As of the smallest paid plan; the free one allows 250 calls a day.</summary>
    public static ProviderOptions Defaults => new() { BaseUrl = new("https://financialmodelingprep.com"), CallsPerMinute = 300 };

    public string Name => Provider;

    public ProviderTally Tally => client.Tally;

    public int CallsFor(BarRequest request) => LongHistory.MostCalls(request) + (request.WithActions ? CallsForActions : request.WithAdjClose ? 1 : 0);

    public async Task<ProviderResponse> FetchAsync(BarRequest request, CancellationToken ct)
    {
        var answer = await LongHistory.AskAsync(request, part =>
            client.GetAsync(Question(BarsPath, part), body => Parse(body, part), optional: false, ct));
        if (answer.Bars.Count == 0 || !(request.WithActions || request.WithAdjClose)) return answer;
        var closes = await ExtraAsync(Question(ClosesPath, request), body => ParseCloses(body, request), ct);
        if (closes is not null) answer = answer with { Bars = With(closes, answer.Bars) };
        if (!request.WithActions) return answer;
        var splits = await ExtraAsync($"{SplitsPath}?symbol={request.Symbol}", body => ParseActions(body, request, ActionKind.Split), ct) ?? [];
        var dividends = await ExtraAsync($"{DividendsPath}?symbol={request.Symbol}", body => ParseActions(body, request, ActionKind.Dividend), ct) ?? [];
        return answer with { Actions = [.. splits, .. dividends] };
    }

    /// <inheritdoc cref="PageReader"/>
    public Task<byte[]> ReadAsync(string path, CancellationToken ct) => client.GetPageAsync(path, ct);

    public Task SaveAsync(CancellationToken ct) => client.SaveAsync(ct);

    public void Dispose() => client.Dispose();

    /// <summary>The bars in an answer of <c>historical-price-eod/full</c>, which is newest first.</summary>
    /// <exception cref="ProviderException">It is no answer to this request.</exception>
    public static ProviderResponse Parse(ReadOnlySpan<byte> body, BarRequest request)
    {
        using var rows = Rows(body, request.Symbol, "symbol", "date", "open", "high", "low", "close", "volume");
        var draft = new ProviderResponseBuilder(request, Provider, BarsPath, rows.Rows);
        for (var row = rows.Rows - 1; row >= 0; row--)
            draft.Take(row + 1, rows[row, 1], new(rows[row, 2], rows[row, 3], rows[row, 4], rows[row, 5], default, rows[row, 6]), body);
        return draft.Finish();
    }

    /// <summary>Total-return closes by day in an answer of <c>historical-price-eod/dividend-adjusted</c>.</summary>
    /// <exception cref="ProviderException">It is no answer to this request.</exception>
    public static IReadOnlyDictionary<int, double> ParseCloses(ReadOnlySpan<byte> body, BarRequest request)
    {
        using var rows = Rows(body, request.Symbol, "symbol", "date", "adjClose");
        var closes = new Dictionary<int, double>();
        for (var row = 0; row < rows.Rows; row++)
            if (DateText.TryParse(rows[row, 1].In(body), out var date) && rows[row, 2].Price("adj_close", body, out var close) is null && close > 0)
                closes[Day.Of(date)] = close;
        return closes;
    }

    /// <summary>Splits or dividends within the sessions asked for; a dividend as per today's share, as the bars are.</summary>
    /// <exception cref="ProviderException">It is no answer to this request.</exception>
    public static IReadOnlyList<CorporateAction> ParseActions(ReadOnlySpan<byte> body, BarRequest request, ActionKind kind)
    {
        var (above, below) = kind == ActionKind.Split ? ("numerator", "denominator") : ("adjDividend", "");
        using var rows = Rows(body, request.Symbol, "symbol", "date", above, below);
        var actions = new List<CorporateAction>();
        for (var row = 0; row < rows.Rows; row++)
        {
            if (!DateText.TryParse(rows[row, 1].In(body), out var date) || date < request.From || date > request.To) continue;
            rows[row, 2].Price(above, body, out var value);
            rows[row, 3].Price(below, body, out var divisor);
            if (value / (kind == ActionKind.Split ? divisor : 1) is > 0 and < double.PositiveInfinity and var amount) actions.Add(new(request.Symbol, date, kind, amount, Provider));
        }
        return [.. actions.OrderBy(a => a.ExDate)];
    }

    private static string Question(string path, BarRequest request) =>
        string.Create(CultureInfo.InvariantCulture, $"{path}?symbol={request.Symbol}&from={From(request):yyyy-MM-dd}&to={request.To:yyyy-MM-dd}");

    private static DateOnly From(BarRequest request) => request.From ?? SessionCalendar.First;

    private static JsonTable Rows(ReadOnlySpan<byte> body, string symbol, params string[] names)
    {
        var rows = JsonBody.Read(body, (ref reader) => RowsOrNone(ref reader, names)) ?? throw Refusal(body);
        for (var row = 0; row < rows.Rows; row++) SymbolResponse.Require(symbol, rows[row, 0].In(body));
        return rows;
    }

    /// <summary>An object in place of the array tells an error.</summary>
    private static JsonTable? RowsOrNone(ref Utf8JsonReader reader, string[] names)
    {
        if (reader.TokenType != JsonTokenType.StartObject) return JsonTable.Read(ref reader, names);
        reader.Skip();
        return null;
    }

    /// <summary>An error told with HTTP 200.</summary>
    private static ProviderException Refusal(ReadOnlySpan<byte> body)
    {
        var said = ErrorText.Of(body);
        return said.StartsWith("Limit Reach", StringComparison.OrdinalIgnoreCase) ? ProviderException.FromStatus(429, said)
            : said.Contains("api key", StringComparison.OrdinalIgnoreCase) ? ProviderException.FromStatus(401, said)
            : new(FaultKind.Symbol, said.Length > 0 ? said : "the answer has another form; found an object, expected an array");
    }

    /// <summary>What a plan does not include is done without, and counted among the faults.</summary>
    private async Task<T?> ExtraAsync<T>(string question, Func<ReadOnlySpan<byte>, T> read, CancellationToken ct) where T : class
    {
        try
        {
            return await client.GetAsync(question, read, optional: true, ct);
        }
        catch (ProviderException e)
        {
            Tally.AddFault($"{question.Split('?')[0]}: {e.Message}");
            return null;
        }
    }

    private static Bars With(IReadOnlyDictionary<int, double> closes, Bars bars)
    {
        var builder = new BarsBuilder(bars.Count);
        for (var i = 0; i < bars.Count; i++)
        {
            var close = closes.GetValueOrDefault(bars.Days[i], double.NaN);
            builder.Add(bars.Symbols[0], new Bar(bars.Days[i], bars.Open[i], bars.High[i], bars.Low[i], bars.Close[i], close, bars.Volume[i]), Provider);
        }
        return builder.Build();
    }
}
