using System.Globalization;
using System.Text;
using QuantMatrix.MarketData.Providers;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.Servers;

/// <summary>Formats bars as responses of each of the providers for the sessions a call requests.</summary>
/// <param name="bars">Split-adjusted prices.</param>
internal sealed class SeriesReplies(Bars bars)
{
    private const int OpensAt = 13 * 3600 + 1800; // 13:30 UTC: on the session's day in New York all year round

    /// <summary>Splits and dividends, included by the providers that deliver them with bars.</summary>
    public IReadOnlyList<CorporateAction> Actions { get; init; } = [];

    public ProviderReply To(ProviderCall call)
    {
        if (!Symbols.TryCanonical(call.Symbol, out var symbol) || bars.IndexOf(symbol) is var at && at < 0) return ProviderReply.Of(404, "no such symbol");
        var rows = Enumerable.Range(bars.Starts[at], bars.Starts[at + 1] - bars.Starts[at]);
        return ProviderReply.Of(call.Path.Split('/')[1] switch
        {
            "stable" when call.Path.EndsWith("/full", StringComparison.Ordinal) => Fmp(call.Symbol, Between(rows, Date(call["from"]), Date(call["to"]) + 1)),
            "stable" => "[]",
            "tiingo" => Raw(Between(rows, Date(call["startDate"]), Date(call["endDate"]) + 1), "T00:00:00.000Z", "adjClose"),
            "api" when call.Path.Split('/')[2] == "eod" => Raw(Between(rows, Date(call["from"]), Date(call["to"]) + 1), "", "adjusted_close"),
            "api" => "[]",
            "time_series" => TwelveData(call.Symbol, Between(rows, Date(call["start_date"]), Date(call["end_date"]))),
            _ => Yahoo(call.Symbol, symbol, rows, Seconds(call["period1"]), Seconds(call["period2"])),
        });
    }

    private List<int> Between(IEnumerable<int> rows, int from, int before) => [.. rows.Where(r => bars.Days[r] >= from && bars.Days[r] < before)];

    private static int Date(string? text) => Day.Of(DateOnly.Parse(text!, CultureInfo.InvariantCulture));

    private static int Seconds(string? text) => (int)Math.Floor(long.Parse(text!, CultureInfo.InvariantCulture) / 86_400.0);

    /// <summary>Newest first.</summary>
    private string Fmp(string symbol, List<int> rows) => "[" + Joined(Enumerable.Reverse(rows), r =>
        $$"""
        {"symbol":"{{symbol}}","date":"{{Day.Text(bars.Days[r])}}","open":{{bars.Open[r]}},"high":{{bars.High[r]}},"low":{{bars.Low[r]}},
        "close":{{bars.Close[r]}},"volume":{{bars.Volume[r]}}}
        """) + "]";

    /// <summary>Of the providers with prices as traded; oldest first.</summary>
    private string Raw(List<int> rows, string time, string adjusted) => "[" + Joined(rows, r =>
        $$"""
        {"date":"{{Day.Text(bars.Days[r])}}{{time}}","open":{{bars.Open[r]}},"high":{{bars.High[r]}},"low":{{bars.Low[r]}},"close":{{bars.Close[r]}},
        "{{adjusted}}":{{AdjClose(r)}},"volume":{{bars.Volume[r]}},"divCash":0.0,"splitFactor":1.0}
        """) + "]";

    private string TwelveData(string symbol, List<int> rows) => $"{{\"meta\":{{\"symbol\":\"{symbol}\",\"interval\":\"1day\"}},\"values\":[" + Joined(rows, r =>
        $$"""
        {"datetime":"{{Day.Text(bars.Days[r])}}","open":"{{bars.Open[r]}}","high":"{{bars.High[r]}}","low":"{{bars.Low[r]}}",
        "close":"{{bars.Close[r]}}","volume":"{{bars.Volume[r]}}"}
        """) + "],\"status\":\"ok\"}";

    private string Yahoo(string name, string symbol, IEnumerable<int> all, int from, int before)
    {
        var rows = Between(all, from, before);
        return $$"""
            {"chart":{"result":[{"meta":{"symbol":"{{name}}","gmtoffset":-18000,"exchangeTimezoneName":"America/New_York","dataGranularity":"1d"},
            "events":{{Events(symbol, from, before)}},"timestamp":[{{Joined(rows, r => $"{bars.Days[r] * 86_400L + OpensAt}")}}],
            "indicators":{"quote":[{"open":[{{Joined(rows, r => $"{bars.Open[r]}")}}],"high":[{{Joined(rows, r => $"{bars.High[r]}")}}],
            "low":[{{Joined(rows, r => $"{bars.Low[r]}")}}],"close":[{{Joined(rows, r => $"{bars.Close[r]}")}}],
            "volume":[{{Joined(rows, r => $"{bars.Volume[r]}")}}]}],"adjclose":[{"adjclose":[{{Joined(rows, r => $"{AdjClose(r)}")}}]}]} }],"error":null} }
            """;
    }

    private double AdjClose(int row) => double.IsNaN(bars.AdjClose[row]) ? bars.Close[row] : bars.AdjClose[row];

    private string Events(string symbol, int from, int before)
    {
        var actions = Actions.Where(a => a.Symbol == symbol && Day.Of(a.ExDate) >= from && Day.Of(a.ExDate) < before).ToLookup(a => a.Kind);
        var (splits, dividends) = (string.Join(',', actions[ActionKind.Split].Select(Split)), string.Join(',', actions[ActionKind.Dividend].Select(Dividend)));
        return $"{{\"splits\":{{{splits}}},\"dividends\":{{{dividends}}}}}";

        static string Split(CorporateAction a) => string.Create(CultureInfo.InvariantCulture,
            $"\"{Time(a)}\":{{\"date\":{Time(a)},\"numerator\":{a.Value},\"denominator\":1,\"splitRatio\":\"{a.Value}:1\"}}");
        static string Dividend(CorporateAction a) => string.Create(CultureInfo.InvariantCulture, $"\"{Time(a)}\":{{\"date\":{Time(a)},\"amount\":{a.Value}}}");
        static long Time(CorporateAction a) => (Day.Of(a.ExDate) * 86_400L) + OpensAt;
    }

    private static string Joined(IEnumerable<int> rows, Func<int, FormattableString> text)
    {
        var all = new StringBuilder();
        foreach (var row in rows) all.Append(all.Length == 0 ? "" : ",").Append(text(row).ToString(CultureInfo.InvariantCulture));
        return all.ToString();
    }
}
