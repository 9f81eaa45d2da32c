using System.Globalization;
using System.Text;
using QuantMatrix.MarketData.Providers;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.Servers;

/// <summary>Bars as each of the three providers would answer them, for the sessions a call asks for.</summary>
/// <param name="bars">Prices split-adjusted, as all three give them.</param>
internal sealed class SeriesReplies(Bars bars)
{
    private const int OpensAt = 13 * 3600 + 1800; // 13:30 UTC: on the session's day in New York all year round

    /// <summary>Splits and dividends, told by the providers that tell them.</summary>
    public IReadOnlyList<CorporateAction> Actions { get; init; } = [];

    public ProviderReply To(ProviderCall call)
    {
        if (!Symbols.TryCanonical(call.Symbol, out var symbol) || bars.IndexOf(symbol) is var at && at < 0) return ProviderReply.Of(404, "no such symbol");
        var rows = Enumerable.Range(bars.Starts[at], bars.Starts[at + 1] - bars.Starts[at]);
        return ProviderReply.Of(call.Path.Split('/')[1] switch
        {
            "stable" when call.Path.EndsWith("/full", StringComparison.Ordinal) => Fmp(call.Symbol, Between(rows, Date(call["from"]), Date(call["to"]) + 1)),
            "stable" => "[]",
            "time_series" => TwelveData(call.Symbol, Between(rows, Date(call["start_date"]), Date(call["end_date"]))),
            _ => Yahoo(call.Symbol, Between(rows, Seconds(call["period1"]), Seconds(call["period2"])), Events(symbol, Seconds(call["period1"]), Seconds(call["period2"]))),
        });
    }

    private List<int> Between(IEnumerable<int> rows, int from, int before) => [.. rows.Where(r => bars.Days[r] >= from && bars.Days[r] < before)];

    private static int Date(string? text) => Day.Of(DateOnly.Parse(text!, CultureInfo.InvariantCulture));

    private static int Seconds(string? text) => (int)Math.Floor(long.Parse(text!, CultureInfo.InvariantCulture) / 86_400.0);

    /// <summary>Newest first.</summary>
    private string Fmp(string symbol, List<int> rows) => "[" + Joined(Enumerable.Reverse(rows), r =>
        $"{{\"symbol\":\"{symbol}\",\"date\":\"{Day.Text(bars.Days[r])}\",\"open\":{bars.Open[r]},\"high\":{bars.High[r]},\"low\":{bars.Low[r]},\"close\":{bars.Close[r]},\"volume\":{bars.Volume[r]}}}") + "]";

    private string TwelveData(string symbol, List<int> rows) => $"{{\"meta\":{{\"symbol\":\"{symbol}\",\"interval\":\"1day\"}},\"values\":[" + Joined(rows, r =>
        $"{{\"datetime\":\"{Day.Text(bars.Days[r])}\",\"open\":\"{bars.Open[r]}\",\"high\":\"{bars.High[r]}\",\"low\":\"{bars.Low[r]}\",\"close\":\"{bars.Close[r]}\",\"volume\":\"{bars.Volume[r]}\"}}") + "],\"status\":\"ok\"}";

    private string Yahoo(string symbol, List<int> rows, string events) =>
        $"{{\"chart\":{{\"result\":[{{\"meta\":{{\"symbol\":\"{symbol}\",\"gmtoffset\":-18000,\"exchangeTimezoneName\":\"America/New_York\",\"dataGranularity\":\"1d\"}},"
        + $"\"events\":{{{events}}},\"timestamp\":[{Joined(rows, r => $"{bars.Days[r] * 86_400L + OpensAt}")}],\"indicators\":{{\"quote\":[{{"
        + $"\"open\":[{Joined(rows, r => $"{bars.Open[r]}")}],\"high\":[{Joined(rows, r => $"{bars.High[r]}")}],\"low\":[{Joined(rows, r => $"{bars.Low[r]}")}],"
        + $"\"close\":[{Joined(rows, r => $"{bars.Close[r]}")}],\"volume\":[{Joined(rows, r => $"{bars.Volume[r]}")}]}}],"
        + $"\"adjclose\":[{{\"adjclose\":[{Joined(rows, r => double.IsNaN(bars.AdjClose[r]) ? (FormattableString)$"{bars.Close[r]}" : $"{bars.AdjClose[r]}")}]}}]}}}}],\"error\":null}}}}";

    private string Events(string symbol, int from, int before)
    {
        var told = Actions.Where(a => a.Symbol == symbol && Day.Of(a.ExDate) >= from && Day.Of(a.ExDate) < before).ToLookup(a => a.Kind);
        return $"\"splits\":{{{string.Join(',', told[ActionKind.Split].Select(Split))}}},\"dividends\":{{{string.Join(',', told[ActionKind.Dividend].Select(Dividend))}}}";

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
