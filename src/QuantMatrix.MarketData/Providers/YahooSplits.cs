using System.Globalization;
using System.Text;
using System.Text.Json;
using QuantMatrix.Http;
using QuantMatrix.MarketData.Calendar;
using QuantMatrix.MarketData.Parsing;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Providers;

/// <summary>Yahoo's calendar of splits: the query and one page of its response.</summary>
/// <remarks>The response names its columns, by id and by label, and lists the rows as arrays.</remarks>
internal static class YahooSplits
{
    public const string Path = "/v1/finance/visualization?lang=en-US&region=US";

    /// <summary>The most rows that Yahoo returns at once.</summary>
    public const int PageSize = 100;

    private static readonly string[] Ids = ["ticker", "startdatetime", "old_share_worth", "share_worth"];
    private static readonly string[] Labels = ["Symbol", "Payable On", "Old Share Worth", "Share Worth"];

    /// <summary>The body of the request; both days are included.</summary>
    public static string Query(DateOnly first, DateOnly last, int offset) => string.Create(CultureInfo.InvariantCulture,
        $$$"""
        {"entityIdType":"splits","sortField":"startdatetime","sortType":"DESC","offset":{{{offset}}},"size":{{{PageSize}}},
        "includeFields":["ticker","companyshortname","startdatetime","optionable","old_share_worth","share_worth"],
        "query":{"operator":"AND","operands":[{"operator":"GTE","operands":["startdatetime","{{{first:yyyy-MM-dd}}}"]},
        {"operator":"LTE","operands":["startdatetime","{{{last:yyyy-MM-dd}}}"]}]}}
        """);

    /// <summary>The splits of US listings, and the number of rows; a ticker with a suffix is a foreign listing.</summary>
    /// <exception cref="ProviderException">The response is an error or has other columns.</exception>
    public static (IReadOnlyList<CorporateAction> Splits, int Rows) Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            return Splits(body, JsonSerializer.Deserialize<Response>(body, JsonSerializerOptions.Web));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the latter for invalid UTF-8
        {
            throw new ProviderException(FaultKind.Transient, ErrorText.NotJson(body, (e as JsonException)?.BytePositionInLine ?? 0));
        }
    }

    private static (IReadOnlyList<CorporateAction> Splits, int Rows) Splits(ReadOnlySpan<byte> body, Response? response)
    {
        if (response?.Finance?.Result is not [{ Documents: [{ Columns: { } columns, Rows: { } rows }, ..] }, ..])
            throw new ProviderException(FaultKind.Symbol, ErrorText.Of(body) is { Length: > 0 } message ? message : "the calendar has no rows");
        var at = Ids.Select((id, i) => columns.ToList().FindIndex(c => c?.Id == id || c?.Label == Labels[i])).ToArray();
        if (Array.IndexOf(at, -1) is >= 0 and var missing)
            throw new ProviderException(FaultKind.Symbol,
                $"the calendar has the columns {string.Join(", ", columns.Select(c => c?.Label ?? c?.Id))}; expected {Labels[missing]} among them");
        return ([.. rows.Where(row => row?.Count > at.Max()).Select(row => SplitOf(row!, at)).OfType<CorporateAction>()], rows.Count);
    }

    private static CorporateAction? SplitOf(IReadOnlyList<JsonElement> row, int[] at)
    {
        var ticker = row[at[0]].ToString();
        if (ticker.Contains('.') || !Symbols.TryCanonical(ticker, out var symbol) || DateOf(row[at[1]]) is not { } date) return null;
        return Number(row[at[3]]) / Number(row[at[2]]) is > 0 and < double.PositiveInfinity and var ratio
            ? new(symbol, date, ActionKind.Split, ratio, Yahoo.Provider) : null;
    }

    /// <summary>The exchange's date; midnight in UTC stands for the day itself.</summary>
    private static DateOnly? DateOf(JsonElement cell) =>
        !DateTimeOffset.TryParse(cell.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? null
        : time.UtcDateTime.TimeOfDay == TimeSpan.Zero ? DateOnly.FromDateTime(time.UtcDateTime)
        : ExchangeTime.DateOf(time);

    private static double Number(JsonElement cell) => PriceText.TryParse(Encoding.UTF8.GetBytes(cell.ToString()), out var number) ? number : double.NaN;

    private sealed record Response(Finance? Finance);

    private sealed record Finance(IReadOnlyList<Page?>? Result);

    private sealed record Page(IReadOnlyList<Document?>? Documents);

    private sealed record Document(IReadOnlyList<Field?>? Columns, IReadOnlyList<IReadOnlyList<JsonElement>?>? Rows);

    private sealed record Field(string? Id, string? Label);
}
