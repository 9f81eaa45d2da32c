using QuantMatrix.Http;
using QuantMatrix.MarketData.Providers;
using QuantMatrix.Model;
using static QuantMatrix.Tests.UnitTests.MarketData.Live.Responses;

namespace QuantMatrix.Tests.UnitTests.MarketData.Live;

public class YahooResponseTests
{
    private static readonly BarRequest Acme = Asked("ACME", "2024-06-06", "2024-06-13");

    /// <summary>Prices are 32-bit floats printed as doubles: 50.099998474121094 is 50.1. A volume may exceed 32 bits (failure 16).</summary>
    [Fact]
    public void A_response_across_a_split_gives_bars_on_one_basis_with_its_actions()
    {
        var response = Yahoo.Parse(Payload("yahoo", "chart.json"), Acme);

        Lines(response.Bars).ShouldBe([
            "2024-06-06 50.1 50.75 49.8 50.25 4400000 yahoo",
            "2024-06-07 50.25 51 50 50.8 5200000 yahoo",
            "2024-06-10 51 51.9 50.6 51.75 9000000 yahoo",
            "2024-06-11 51.8 52.2 51.1 51.4 6100000 yahoo",
            "2024-06-12 51.5 53 51.45 52.9 7300000 yahoo",
            "2024-06-13 52.95 53.4 52.3 52.6 3000000007 yahoo",
        ]);
        response.Bars.AdjClose[5].ShouldBe(51.548, tolerance: 1e-5);
        response.Actions.Select(Text).ShouldBe(["ACME 2024-06-10 Split 4 yahoo", "ACME 2024-06-12 Dividend 0.11 yahoo"]);
        (response.Rejected.Count, response.Nulls, response.Superseded).ShouldBe((0, 0, 0));
    }

    /// <summary>Failure 5: FMP's full series and Yahoo's chart are on one basis.</summary>
    [Fact]
    public void The_same_sessions_of_two_providers_are_the_same_bars()
    {
        static string[] Prices(Bars bars) => [.. Lines(bars).Select(line => line[..line.LastIndexOf(' ')])];

        Prices(Yahoo.Parse(Payload("yahoo", "chart.json"), Acme).Bars)[..5].ShouldBe(Prices(Fmp.Parse(Payload("fmp", "full.json"), Acme).Bars));
    }

    /// <summary>Failure 4: timestamps at 07:00, 22:00 and 00:00 UTC belong to dates in Berlin, New York and UTC.</summary>
    [Theory]
    [InlineData("Europe/Berlin", 3600, 1691132400, "2023-08-04")]
    [InlineData("UTC", 0, 1577836800, "2020-01-01")]
    [InlineData("America/New_York", -18000, 1726178400, "2024-09-12")]
    public void The_date_is_the_exchanges_own(string zone, int offset, long time, string date) =>
        Day.Text(Parse("yahoo", Chart($"""["{zone}",{offset}]""", $"[{time}]"), Abroad("2020-01-01")).Bars.Days[0]).ShouldBe(date);

    /// <summary>Failure 4: with today's winter offset, a July session stamped at midnight would fall on the day before.</summary>
    [Theory]
    [InlineData("America/New_York", -18000, 1751342400, "2025-07-01")]
    [InlineData("America/New_York", -14400, 1735707600 + 86400, "2025-01-02")]
    [InlineData("Asia/Tokyo", 32400, 1751295600, "2025-07-01")]
    [InlineData("No/Such_Place", 32400, 1751295600, "2025-07-01")]
    public void The_time_zone_is_used_not_todays_offset(string zone, int offset, long midnight, string date)
    {
        var body = Chart($"""["{zone}",{offset}]""", $"[{midnight}]");

        Day.Text(Parse("yahoo", body, Abroad("2025-01-01")).Bars.Days[0]).ShouldBe(date);
    }

    [Theory]
    [InlineData("""{"chart":{"result":null,"error":{"code":"Not Found","description":"No data found, symbol may be delisted"}}}""", "may be delisted")]
    [InlineData("""{"quoteResponse":{"result":[],"error":null}}""", "no result")]
    [InlineData("{}", "no result")]
    [InlineData("""{"chart":{"result":[{"meta":{"symbol":"ACME","dataGranularity":"1m"},"indicators":{"quote":[{}]}}],"error":null}}""", "interval '1m'")]
    public void A_response_without_usable_sessions_is_rejected(string body, string message)
    {
        var fault = Refusal("yahoo", body, Acme);

        fault.Kind.ShouldBe(FaultKind.Symbol);
        fault.Message.ShouldContain(message);
    }

    [Theory]
    [InlineData("mloUP8q7ZPH", "not JSON: mloUP8q7ZPH")]
    [InlineData("Date,Open,High,Low,Close,Adj Close,Volume\n2024-06-06,50.1,50.75,49.8,50.25,49.2,4400000", "not JSON: Date,Open")]
    [InlineData("Edge: Too Many Requests", "Too Many Requests")]
    public void Plain_text_is_rejected(string body, string message) => Refusal("yahoo", body, Acme).Message.ShouldContain(message);

    /// <summary>Regular hours are 13:30 to 20:00 UTC on 2025-03-24.</summary>
    [Theory]
    [InlineData("2025-03-24", 1742846401, 1)]
    [InlineData("2025-03-24", 1742842800, 1)]
    [InlineData("2025-03-24", 1742824293, 1)]
    [InlineData("2025-03-21", 1742846401, 0)]
    [InlineData("2025-03-21", 1742824293, 0)]
    public void A_session_is_finished_when_it_is_requested_as_settled_whenever_it_last_traded(string settled, long lastTrade, int bars)
    {
        var period = $"\"regularMarketTime\":{lastTrade},\"currentTradingPeriod\":{{\"regular\":{{\"start\":1742823000,\"end\":1742846400}}}}";

        var answer = Parse("yahoo", Chart("""["America/New_York",-14400]""", $"[{lastTrade}]", period), Asked("AAPL", "2025-03-20", settled));

        (answer.Bars.Count, answer.Rejected.Count).ShouldBe((bars, 0));
    }

    /// <summary>In the evening the newest session has a row stamped with its opening and one with its closing trade.</summary>
    [Fact]
    public void A_session_stamped_with_its_opening_and_its_closing_trade_is_one_bar()
    {
        var answer = Parse("yahoo", Chart("""["America/New_York",-14400]""", "[1742823000,1742846402]", quotes: 2, volumes: "[700,925]"),
            Asked("AAPL", "2025-03-20", "2025-03-24"));

        Lines(answer.Bars).ShouldBe(["2025-03-24 10 10 10 10 925 yahoo"]);
        (answer.Rejected.Count, answer.Superseded).ShouldBe((0, 1));
    }

    [Theory]
    [InlineData("[1742823000,null]", "timestamp 2 is 'null'")]
    [InlineData("[\"x\"]", "timestamp 1 is 'x'")]
    [InlineData("[1742823000]", "values of open")]
    public void Invalid_timestamps_reject_the_whole_response(string timestamps, string says)
    {
        var quotes = timestamps.Contains("null", StringComparison.Ordinal) ? 2 : timestamps.Contains('x', StringComparison.Ordinal) ? 1 : 3;

        Refusal("yahoo", Chart("""["America/New_York",-14400]""", timestamps, quotes: quotes), Asked("AAPL", "2025-03-20", "2025-03-24"))
            .Message.ShouldContain(says);
    }

    [Fact]
    public void A_time_beyond_every_calendar_is_outside_the_request() =>
        Parse("yahoo", Chart("""["America/New_York",-99999999999]""", "[-9223372036854775808]"), Asked("AAPL", "2025-03-20", "2025-03-24"))
            .Bars.Count.ShouldBe(0);

    [Theory]
    [InlineData(1742391000, "2025-03-19")]
    [InlineData(1742563800, null)]
    public void The_first_trade_date_is_returned_unless_a_bar_of_the_response_is_older(long firstTrade, string? date) =>
        Parse("yahoo", Chart("""["America/New_York",-14400]""", "[1742477400]", $"\"firstTradeDate\":{firstTrade}"), Asked("AAPL", "2025-03-20", "2025-03-24"))
            .FirstTradeDate.ShouldBe(date is null ? null : Date(date));

    /// <summary>A symbol that may be on any exchange.</summary>
    private static BarRequest Abroad(string from) => Asked("AAPL", from, "2025-12-31") with { Currency = "EUR" };

    private static string Chart(string zone, string timestamps, string meta = "\"x\":0", int quotes = 1, string? volumes = null)
    {
        var (name, offset) = (zone.Split('"')[1], zone.Split(',')[1].TrimEnd(']'));
        var column = $"[{string.Join(',', Enumerable.Repeat("10", quotes))}]";
        var fields = string.Join(',', new[] { "open", "high", "low", "close", "volume" }.Select(field =>
            $"\"{field}\":{(field == "volume" ? volumes ?? column : column)}"));
        var quote = $"{{{fields}}}";
        return $$$"""
            {"chart":{"result":[{"meta":{"symbol":"AAPL","dataGranularity":"1d","gmtoffset":{{{offset}}},"exchangeTimezoneName":"{{{name}}}",{{{meta}}}},
             "timestamp":{{{timestamps}}},"indicators":{"quote":[{{{quote}}}]}}],"error":null}}
            """;
    }
}
