using System.Globalization;
using System.Text;
using QuantMatrix.MarketData.Calendar;
using QuantMatrix.MarketData.Providers;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.MarketData.Live;

/// <summary>5-minute rows written as a response of each provider, and the parsed bars as text.</summary>
internal static class IntradayResponses
{
    public static readonly SessionCalendar Calendar = new([]);

    public static TheoryData<string> Providers => ["fmp", "twelvedata", "yahoo"];

    public static IntradayRequest Asked(string from, string to, string symbol = "ACME") =>
        new(symbol, Responses.Date(from), Responses.Date(to)) { Calendar = Calendar, Today = Responses.Date(to).AddDays(1) };

    public static IntradayResponse Parse(string provider, string body, IntradayRequest request) => provider switch
    {
        "fmp" => FmpIntraday.Parse(Encoding.UTF8.GetBytes(body), request),
        "twelvedata" => TwelveDataIntraday.Parse(Encoding.UTF8.GetBytes(body), request),
        _ => YahooIntraday.Parse(Encoding.UTF8.GetBytes(body), request),
    };

    /// <param name="rows">As <c>2024-06-10 09:30 10 11 9 10.5 700</c>, in the exchange's time; a value may be null.</param>
    public static string Body(string provider, params IEnumerable<string> rows)
    {
        List<string[]> cells = [.. rows.Select(r => r.Split(' '))];
        return provider switch
        {
            "fmp" => $"[{string.Join(',', cells.AsEnumerable().Reverse().Select(c =>
                $$"""{"date":"{{c[0]}} {{Seconds(c[1])}}","open":{{c[2]}},"low":{{c[4]}},"high":{{c[3]}},"close":{{c[5]}},"volume":{{c[6]}}}"""))}]",
            "twelvedata" => $$"""{"meta":{"symbol":"ACME","interval":"5min","currency":"USD","exchange_timezone":"America/New_York"},"values":["""
                + string.Join(',', cells.Select(c => $"{{\"datetime\":\"{c[0]} {Seconds(c[1])}\",\"open\":{Quoted(c[2])},\"high\":{Quoted(c[3])},"
                + $"\"low\":{Quoted(c[4])},\"close\":{Quoted(c[5])},\"volume\":{Quoted(c[6])}}}")) + "],\"status\":\"ok\"}",
            _ => $$"""
                {"chart":{"result":[{"meta":{"symbol":"ACME","dataGranularity":"5m","exchangeTimezoneName":"America/New_York","currency":"USD"},
                "timestamp":[{{Column(cells, c => $"{Unix(c[0], c[1])}")}}],"indicators":{"quote":[{"open":[{{Column(cells, c => c[2])}}],
                "high":[{{Column(cells, c => c[3])}}],"low":[{{Column(cells, c => c[4])}}],"close":[{{Column(cells, c => c[5])}}],
                "volume":[{{Column(cells, c => c[6])}}]}]} }],"error":null} }
                """,
        };
    }

    public static IEnumerable<string> Lines(IntradayResponse response) => response.Bars.Select(b => string.Create(CultureInfo.InvariantCulture,
        $"{Day.Text(b.Day)} {b.Slot} {b.Open} {b.High} {b.Low} {b.Close} {b.Volume}"));

    private static string Seconds(string time) => time.Length == 5 ? $"{time}:00" : time;

    private static string Quoted(string value) => value == "null" ? value : $"\"{value}\"";

    private static string Column(List<string[]> rows, Func<string[], string> cell) => string.Join(',', rows.Select(cell));

    private static long Unix(string date, string time) =>
        ExchangeTime.At(Responses.Date(date), TimeOnly.Parse(time, CultureInfo.InvariantCulture)).ToUnixTimeSeconds();
}
