using QuantMatrix.Http;
using QuantMatrix.MarketData.Providers;
using QuantMatrix.Model;
using static QuantMatrix.Tests.UnitTests.MarketData.Live.Responses;

namespace QuantMatrix.Tests.UnitTests.MarketData.Live;

public class YahooResponseTests
{
    [FixtureFact]
    public void The_recorded_autumn_of_2020_gives_bars_a_split_and_a_dividend()
    {
        var answer = Yahoo.Parse(Recorded("yahoo", "chart-AAPL-2020-08-31-to-2020-11-07.json"), Asked("AAPL", "2020-08-31", "2020-11-06"));

        answer.Bars.Count.ShouldBe(49);
        Line(answer.Bars, 0).ShouldBe("2020-08-31 127.58 131 126 129.04 225702700 yahoo");
        Line(answer.Bars, 48).ShouldBe("2020-11-06 118.32 119.2 116.13 118.69 114457900 yahoo");
        new[] { answer.Bars.AdjClose[0], answer.Bars.AdjClose[48] }.ShouldBe([125.82673645019531, 115.93415069580078], tolerance: 1e-5);
        answer.Actions.Select(Text).ShouldBe(["AAPL 2020-08-31 Split 4 yahoo", "AAPL 2020-11-06 Dividend 0.205 yahoo"]);
        (answer.Rejected.Count, answer.Nulls, answer.Unfinished).ShouldBe((0, 0, 0));
    }

    [FixtureFact]
    public void A_year_across_a_split_is_on_one_basis()
    {
        var answer = Yahoo.Parse(Recorded("yahoo", "historical-via-chart-NVDA-split-2021-02-01-to-2022-01-31.json"), Asked("NVDA", "2021-02-01", "2022-01-31"));

        answer.Bars.Count.ShouldBe(252);
        Line(answer.Bars, 0).ShouldBe("2021-02-01 13.05325 13.27075 12.90275 13.237 217204000 yahoo");
        Line(answer.Bars, 251).ShouldBe("2022-01-28 22.012 22.858 21.296 22.84 543774000 yahoo");
        answer.Actions.Select(Text).ShouldBe(["NVDA 2021-07-20 Split 4 yahoo"]);
        var (close, steps) = (answer.Bars.Close.ToArray(), 0);
        for (var i = 1; i < close.Length; i++) if (Math.Abs(close[i] / close[i - 1] - 1) > 0.2) steps++;
        steps.ShouldBe(0);
    }

    [FixtureTheory]
    [InlineData("chart-AAPL.json", "AAPL", "2022-02-22 164.98 166.69 162.15 164.32 91162800 yahoo")]
    [InlineData("chart-BABA-2020-01-01-to-2020-01-03.json", "BABA", "2020-01-02 216.6 219.98 216.54 219.77 15873500 yahoo")]
    [InlineData("chart-QQQ-2020-01-01-to-2020-01-03.json", "QQQ", "2020-01-02 214.4 216.16 213.98 216.16 30969400 yahoo")]
    public void A_recorded_response_of_one_session_gives_one_bar(string file, string symbol, string bar) =>
        Lines(Yahoo.Parse(Recorded("yahoo", file), Asked(symbol, "2020-01-01", "2022-12-31")).Bars).ShouldBe([bar]);

    /// <summary>Failure 4: timestamps at 07:00, 22:00 and 00:00 UTC belong to dates in Berlin, New York and UTC.</summary>
    [FixtureTheory]
    [InlineData("chart-WSU.DE-2023-08-04-to-2023-08-09.json", "WSU-DE", "2023-08-04 2023-08-07 2023-08-08")]
    [InlineData("chart-BTC-USD-2020-01-01-to-2020-01-03.json", "BTC-USD", "2020-01-01 2020-01-02 2020-01-03")]
    [InlineData("historical-via-chart-0P0000XTS7-2024-09-12-to-2024-09-16.json", "0P0000XTS7", "2024-09-12 2024-09-13")]
    public void The_date_is_the_exchanges_own(string file, string symbol, string dates)
    {
        var bars = Yahoo.Parse(Recorded("yahoo", file), Asked(symbol, "2020-01-01", "2025-12-31")).Bars;

        string.Join(' ', bars.Days.ToArray().Select(Day.Text)).ShouldBe(dates);
    }

    /// <summary>Failure 4: with today's winter offset, a July session stamped at midnight would fall on the day before.</summary>
    [Theory]
    [InlineData("America/New_York", -18000, 1751342400, "2025-07-01")]
    [InlineData("America/New_York", -14400, 1735707600 + 86400, "2025-01-02")]
    [InlineData("Asia/Tokyo", 32400, 1751295600, "2025-07-01")]
    [InlineData("No/Such_Place", 32400, 1751295600, "2025-07-01")]
    public void The_time_zone_is_used_not_todays_offset(string zone, int offset, long midnight, string date)
    {
        var body = Chart($"""["{zone}",{offset}]""", $"[{midnight}]");

        Day.Text(Parse("yahoo", body, Asked("AAPL", "2025-01-01", "2025-12-31")).Bars.Days[0]).ShouldBe(date);
    }

    /// <summary>Failure 16, as recorded.</summary>
    [FixtureFact]
    public void A_recorded_volume_above_32_bits_is_exact() =>
        Yahoo.Parse(Recorded("yahoo", "chart-BTC-USD-2020-01-01-to-2020-01-03.json"), Asked("BTC-USD", "2020-01-01", "2020-01-03")).Bars.Volume.ToArray()
            .ShouldBe([18_565_664_997, 20_802_083_465, 28_111_481_032]);

    [FixtureTheory]
    [InlineData("chart-notimestamp-quotes-length.json", "0 timestamps but 1 value of")]
    [InlineData("chart-AAPL-2025-02-01-to-2025-02-02-includePrePost-false-interval-1m.json", "interval '1m'")]
    [InlineData("pageWith404andJson.json", "no result")]
    [InlineData("quoteCombine-NONEXIST.json", "no result")]
    [InlineData("errors/404_delisted.json", "No data found, symbol may be delisted")]
    public void Recorded_responses_without_usable_sessions_are_rejected(string file, string says)
    {
        var fault = Should.Throw<ProviderException>(() => Yahoo.Parse(Recorded(["yahoo", .. file.Split('/')]), Asked("AAPL", "2020-01-01", "2025-12-31")));

        fault.Kind.ShouldBe(FaultKind.Symbol);
        fault.Message.ShouldContain(says);
    }

    [FixtureTheory]
    [InlineData("getCrumb-getcrumb.txt", "not JSON: mloUP8q7ZPH")]
    [InlineData("historical-AAPL-2020-01-01-to-2020-01-03.txt", "not JSON: Date,Open")]
    [InlineData("historical-BEKE-2020-01-01-to-2020-01-03.txt", "not JSON")]
    [InlineData("errors/429_edge.txt", "Too Many Requests")]
    public void Recorded_plain_texts_are_rejected(string file, string says) =>
        Should.Throw<ProviderException>(() => Yahoo.Parse(Recorded(["yahoo", .. file.Split('/')]), Asked("AAPL", "2020-01-01", "2025-12-31")))
            .Message.ShouldContain(says);

    /// <summary>Failure 3: regular hours are 13:30 to 20:00 UTC on 2025-03-24; the time of the newest trade decides.</summary>
    [Theory]
    [InlineData(1742824293, 0, 1)]
    [InlineData(1742846399, 0, 1)]
    [InlineData(1742846400, 1, 0)]
    [InlineData(1742846401, 1, 0)]
    public void A_session_still_trading_gives_no_bar(long traded, int bars, int unfinished)
    {
        var period = $"\"regularMarketTime\":{traded},\"currentTradingPeriod\":{{\"regular\":{{\"start\":1742823000,\"end\":1742846400}}}}";

        var answer = Parse("yahoo", Chart("""["America/New_York",-14400]""", "[1742824293]", period), Asked("AAPL", "2025-03-20", "2025-03-24"));

        (answer.Bars.Count, answer.Unfinished, answer.Rejected.Count).ShouldBe((bars, unfinished, 0));
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

    private static string Chart(string zone, string timestamps, string meta = "\"x\":0", int quotes = 1)
    {
        var (name, offset) = (zone.Split('"')[1], zone.Split(',')[1].TrimEnd(']'));
        var column = $"[{string.Join(',', Enumerable.Repeat("10", quotes))}]";
        return $$"""
            {"chart":{"result":[{"meta":{"symbol":"AAPL","dataGranularity":"1d","gmtoffset":{{offset}},"exchangeTimezoneName":"{{name}}",{{meta}} },
            "timestamp":{{timestamps}},"indicators":{"quote":[{"open":{{column}},"high":{{column}},"low":{{column}},"close":{{column}},
            "volume":{{column}} }]} }],"error":null} }
            """;
    }
}
