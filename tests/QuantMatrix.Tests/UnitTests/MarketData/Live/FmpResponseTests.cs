using System.Text;
using QuantMatrix.Http;
using QuantMatrix.MarketData.Providers;
using QuantMatrix.Model;
using static QuantMatrix.Tests.UnitTests.MarketData.Live.Responses;

namespace QuantMatrix.Tests.UnitTests.MarketData.Live;

public class FmpResponseTests
{
    private static readonly BarRequest Split = Asked("ACME", "2024-06-06", "2024-06-12");

    [Fact]
    public void A_response_gives_its_sessions_oldest_first()
    {
        var response = Fmp.Parse(Payload("fmp", "full.json"), Split);

        Lines(response.Bars).ShouldBe([
            "2024-06-06 50.1 50.75 49.8 50.25 4400000 fmp",
            "2024-06-07 50.25 51 50 50.8 5200000 fmp",
            "2024-06-10 51 51.9 50.6 51.75 9000000 fmp",
            "2024-06-11 51.8 52.2 51.1 51.4 6100000 fmp",
            "2024-06-12 51.5 53 51.45 52.9 7300000 fmp",
        ]);
        response.Rejected.ShouldBeEmpty();
        response.Bars.AdjClose[0].ShouldBe(double.NaN);
    }

    /// <summary>Failure 5: the split-adjusted series is used; a raw 203.20 before the 4:1 split of 2024-06-10 is 50.80 in it.</summary>
    [Fact]
    public void The_full_series_is_split_adjusted_and_the_raw_series_is_not_mistaken_for_it()
    {
        var full = Fmp.Parse(Payload("fmp", "full.json"), Split).Bars;
        var raw = Payload("fmp", "non-split-adjusted.json");

        full.Close.ToArray().ShouldBe([50.25, 50.8, 51.75, 51.4, 52.9]);
        Fmp.Parse(raw, Split).Bars.Count.ShouldBe(0);
    }

    [Fact]
    public void Dividends_are_actions_within_the_requested_sessions() =>
        Fmp.ParseActions(Payload("fmp", "dividends.json"), Asked("ACME", "2024-05-10", "2024-11-07"), ActionKind.Dividend).Select(Text)
            .ShouldBe(["ACME 2024-05-10 Dividend 0.1 fmp", "ACME 2024-08-09 Dividend 0.11 fmp"]);

    [Fact]
    public void A_split_is_new_shares_per_old_share_and_a_malformed_one_is_ignored()
    {
        const string body = """
            [{"symbol":"ACME","date":"2024-06-10","numerator":4,"denominator":1},{"symbol":"ACME","date":"2024-06-11","numerator":"1","denominator":"10"},
             {"symbol":"ACME","date":"2024-06-12","numerator":1,"denominator":0},{"symbol":"ACME","date":"2024-06-12","numerator":null,"denominator":1}]
            """;

        Fmp.ParseActions(Encoding.UTF8.GetBytes(body), Split, ActionKind.Split).Select(Text)
            .ShouldBe(["ACME 2024-06-10 Split 4 fmp", "ACME 2024-06-11 Split 0.1 fmp"]);
    }

    [Fact]
    public void A_calendar_gives_the_splits_of_every_ticker_and_its_number_of_rows()
    {
        var (rows, actions) = Fmp.ParseCalendar(Payload("fmp", "splits-calendar.json"), ActionKind.Split);

        rows.ShouldBe(4);
        actions.Select(Text).ShouldBe(["ACME 2024-06-10 Split 4 fmp", "7777-TW 2024-06-10 Split 1.1 fmp", "OTHR 2024-06-07 Split 0.04 fmp"]);
    }

    [Theory]
    [InlineData("""{"Error Message": "Invalid API KEY. Please retry or visit our documentation to create one."}""", FaultKind.Provider, "Invalid API KEY")]
    [InlineData("""{"Error Message": "Limit Reach . Please upgrade your plan."}""", FaultKind.Transient, "Limit Reach")]
    public void An_error_reported_with_HTTP_200_is_classified_by_its_message(string body, FaultKind kind, string message)
    {
        var fault = Refusal("fmp", body, Split);

        fault.Kind.ShouldBe(kind);
        fault.Message.ShouldContain(message);
    }

    [Theory]
    [InlineData("""[{"symbol": "ACME", "name": "Acme Inc.", "price": 52.9, "change": 1.4, "volume": 7300000, "dayLow": 51.45, "dayHigh": 53, "open": 51.5}]""")]
    [InlineData("""[{"symbol": "ACME", "date": "2024-06-11", "epsActual": null, "epsEstimated": 0.9, "lastUpdated": "2024-06-10"}]""")]
    [InlineData("""[{"symbol": "ACME", "1D": 1.27, "5D": -1.7, "ytd": -6.6, "max": 1772.3}]""")]
    [InlineData("[]")]
    public void A_response_of_another_endpoint_gives_no_bars(string body) => Parse("fmp", body, Split).Bars.Count.ShouldBe(0);

    [Theory]
    [InlineData("""[{"symbol": "SPY", "name": "An ETF", "expenseRatio": 0.09}]""")]
    [InlineData("""[{"symbol": "ACME", "companyName": "Acme Inc."}, {"symbol": "$INVALID", "companyName": "Another"}]""")]
    [InlineData("""[{"symbol": "PEVC", "date": "2024-06-11", "exchange": "NYSE", "actions": "Expected"}]""")]
    public void A_response_for_other_symbols_is_rejected(string body) => Refusal("fmp", body, Split).Kind.ShouldBe(FaultKind.Symbol);
}
