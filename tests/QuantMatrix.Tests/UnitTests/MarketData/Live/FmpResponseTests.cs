using System.Text;
using QuantMatrix.Http;
using QuantMatrix.MarketData.Providers;
using QuantMatrix.Model;
using static QuantMatrix.Tests.UnitTests.MarketData.Live.Responses;

namespace QuantMatrix.Tests.UnitTests.MarketData.Live;

public class FmpResponseTests
{
    private static readonly BarRequest Split = Asked("AAPL", "2020-08-27", "2020-09-02");

    [FixtureFact]
    public void The_recorded_response_gives_its_sessions_oldest_first()
    {
        var answer = Fmp.Parse(Recorded("fmp", "historical-price-eod_full__symbol=AAPL+from=2024-02-22+to=2024-02-28.json"),
            Asked("AAPL", "2024-02-22", "2024-02-28"));

        Lines(answer.Bars).ShouldBe([
            "2024-02-22 183.48 184.96 182.46 184.37 52292208 fmp",
            "2024-02-23 185.01 185.04 182.23 182.52 45119700 fmp",
            "2024-02-26 182.24 182.76 180.65 181.16 40867421 fmp",
            "2024-02-27 181.1 183.92 179.56 182.63 54318900 fmp",
            "2024-02-28 182.51 183.12 180.13 181.42 48953939 fmp",
        ]);
        answer.Rejected.ShouldBeEmpty();
        answer.Bars.AdjClose[0].ShouldBe(double.NaN);
    }

    /// <summary>Failure 5: the split-adjusted series is used; 500.04 before the 4:1 split of 2020-08-31 is 125.01 in it.</summary>
    [FixtureFact]
    public void The_full_series_is_split_adjusted_and_the_raw_series_is_not_mistaken_for_it()
    {
        var full = Fmp.Parse(Recorded("fmp", "captured", "historical-price-eod_full__AAPL_2020-split.json"), Split);
        var raw = Recorded("fmp", "captured", "historical-price-eod_non-split-adjusted__AAPL_2020-split.json");

        Lines(full.Bars).ShouldBe([
            "2020-08-27 127.14 127.49 123.83 125.01 155552400 fmp",
            "2020-08-28 126.01 126.44 124.58 124.81 187630000 fmp",
            "2020-08-31 127.58 131 126 129.04 225702700 fmp",
            "2020-09-01 132.76 134.8 130.53 134.18 152470142 fmp",
            "2020-09-02 137.59 137.98 127 131.4 200119000 fmp",
        ]);
        var rawCloses = Fmp.ParseCloses(raw, Split);
        var ratios = Enumerable.Range(0, full.Bars.Count).Select(i => Math.Round(rawCloses[full.Bars.Days[i]] / full.Bars.Close[i], 9)).ToList();
        ratios.ShouldBe([4, 4, 1, 1, 1], tolerance: 1e-4);
        Fmp.Parse(raw, Split).Bars.Count.ShouldBe(0);
    }

    [FixtureFact]
    public void Recorded_dividends_are_actions_within_the_requested_sessions()
    {
        var body = Recorded("fmp", "dividends__symbol=AAPL.json");

        Fmp.ParseActions(body, Asked("AAPL", "2024-11-09", "2025-05-12"), ActionKind.Dividend).Select(Text)
            .ShouldBe(["AAPL 2025-02-10 Dividend 0.25 fmp", "AAPL 2025-05-12 Dividend 0.26 fmp"]);
    }

    [Fact]
    public void A_split_is_new_shares_per_old_share_and_a_malformed_one_is_ignored()
    {
        const string body = """
            [{"symbol":"AAPL","date":"2020-08-31","numerator":4,"denominator":1},{"symbol":"AAPL","date":"2020-09-01","numerator":"1","denominator":"10"},
             {"symbol":"AAPL","date":"2020-09-02","numerator":1,"denominator":0},{"symbol":"AAPL","date":"2020-09-02","numerator":null,"denominator":1}]
            """;

        Fmp.ParseActions(Encoding.UTF8.GetBytes(body), Split, ActionKind.Split).Select(Text)
            .ShouldBe(["AAPL 2020-08-31 Split 4 fmp", "AAPL 2020-09-01 Split 0.1 fmp"]);
    }

    [FixtureTheory]
    [InlineData("401_invalid_key.json", FaultKind.Provider, "Invalid API KEY")]
    [InlineData("429_limit_reach.json", FaultKind.Transient, "Limit Reach")]
    public void An_error_reported_with_HTTP_200_is_classified_by_its_message(string file, FaultKind kind, string says)
    {
        var fault = Should.Throw<ProviderException>(() => Fmp.Parse(Recorded("fmp", "errors", file), Split));

        fault.Kind.ShouldBe(kind);
        fault.Message.ShouldContain(says);
    }

    [FixtureTheory]
    [InlineData("quote__symbol=AAPL.json")]
    [InlineData("profile__symbol=AAPL.json")]
    [InlineData("earnings__symbol=AAPL.json")]
    [InlineData("ratios-ttm__symbol=AAPL.json")]
    [InlineData("stock-price-change__symbol=AAPL.json")]
    public void Recorded_responses_of_other_endpoints_give_no_bars(string file) =>
        Fmp.Parse(Recorded("fmp", file), Asked("AAPL", "1990-01-01", "2026-01-01")).Bars.Count.ShouldBe(0);

    [FixtureTheory]
    [InlineData("etf_info__symbol=SPY.json")]
    [InlineData("dowjones-constituent__excerpt.json")]
    [InlineData("sp500-constituent__excerpt.json")]
    [InlineData("stock-list__excerpt.json")]
    [InlineData("stock-list__contains_invalid.json")]
    [InlineData("ipos-calendar__excerpt.json")]
    public void Recorded_responses_for_other_symbols_are_rejected(string file) =>
        Should.Throw<ProviderException>(() => Fmp.Parse(Recorded("fmp", file), Asked("AAPL", "1990-01-01", "2026-01-01"))).Kind.ShouldBe(FaultKind.Symbol);
}
