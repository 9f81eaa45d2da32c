using QuantMatrix.Http;
using QuantMatrix.MarketData.Live;
using QuantMatrix.MarketData.Providers;
using QuantMatrix.Model;
using QuantMatrix.Tests.Servers;
using static QuantMatrix.Tests.UnitTests.MarketData.Live.Responses;

namespace QuantMatrix.Tests.UnitTests.MarketData.Live;

/// <summary>Responses recorded from the providers, beside the project's own in the tests of each provider.</summary>
public class RecordedResponseTests
{
    private readonly KeysInMemory store = new(TimeProvider.System);

    [FixtureTheory]
    [InlineData("fmp/historical-price-eod_full__symbol=AAPL+from=2024-02-22+to=2024-02-28.json", 5,
        "2024-02-22 183.48 184.96 182.46 184.37 52292208 fmp", "2024-02-28 182.51 183.12 180.13 181.42 48953939 fmp")]
    [InlineData("fmp/captured/historical-price-eod_full__AAPL_2020-split.json", 5,
        "2020-08-27 127.14 127.49 123.83 125.01 155552400 fmp", "2020-09-02 137.59 137.98 127 131.4 200119000 fmp")]
    [InlineData("twelvedata/captured/time_series_IBM_1day.json", 30,
        "2021-05-20 143.17 144.89999 142.16 143.87 3666726 twelvedata", "2021-07-01 146.96001 147.5 146.55 146.84 2665427 twelvedata", "IBM")]
    [InlineData("yahoo/chart-AAPL-2020-08-31-to-2020-11-07.json", 49,
        "2020-08-31 127.58 131 126 129.04 225702700 yahoo", "2020-11-06 118.32 119.2 116.13 118.69 114457900 yahoo")]
    [InlineData("yahoo/historical-via-chart-NVDA-split-2021-02-01-to-2022-01-31.json", 252,
        "2021-02-01 13.05325 13.27075 12.90275 13.237 217204000 yahoo", "2022-01-28 22.012 22.858 21.296 22.84 543774000 yahoo", "NVDA")]
    [InlineData("yahoo/chart-WSU.DE-2023-08-04-to-2023-08-09.json", 3,
        "2023-08-04 34.25 34.55 34.1 34.45 1251 yahoo", "2023-08-08 34.05 34.2 32.9 33.2 10846 yahoo", "WSU-DE", "EUR")]
    public void Bars_are_read(string file, int bars, string first, string last, string symbol = "AAPL", string currency = "USD")
    {
        var response = Parsers[file.Split('/')[0]](Recorded(file.Split('/')), Asked(symbol, "2015-01-01", "2025-12-31") with { Currency = currency });

        (response.Bars.Count, response.Rejected.Count).ShouldBe((bars, 0));
        (Line(response.Bars, 0), Line(response.Bars, bars - 1)).ShouldBe((first, last));
    }

    [FixtureTheory]
    [InlineData("chart-BTC-USD-2020-01-01-to-2020-01-03.json", "BTC-USD", "of type CRYPTOCURRENCY on CCC (UTC) in USD; expected a share, a fund or an index")]
    [InlineData("chart-WSU.DE-2023-08-04-to-2023-08-09.json", "WSU-DE", "on GER (Europe/Berlin) in EUR; expected a USD listing on a US exchange")]
    public void A_coin_and_a_foreign_listing_are_refused(string file, string symbol, string message) =>
        Should.Throw<ProviderException>(() => Yahoo.Parse(Recorded("yahoo", file), Asked(symbol, "2015-01-01", "2025-12-31")))
            .Message.ShouldBe($"the response is for {symbol} {message}");

    [FixtureTheory]
    [InlineData("fmp/errors/401_invalid_key.json", "Invalid API KEY", FaultKind.Provider)]
    [InlineData("fmp/errors/429_limit_reach.json", "Limit Reach", FaultKind.Transient)]
    [InlineData("fmp/dowjones-constituent__excerpt.json", "")]
    [InlineData("fmp/stock-list__contains_invalid.json", "")]
    [InlineData("twelvedata/errors/401_bad_key.json", "apikey", FaultKind.Provider)]
    [InlineData("twelvedata/errors/429_minute.json", "current minute", FaultKind.Transient)]
    [InlineData("twelvedata/errors/400_symbol_not_found.json", "not found")]
    [InlineData("twelvedata/time_series_cross.json", "1min")]
    [InlineData("twelvedata/batch_multi.json", "no values")]
    [InlineData("twelvedata/simple_moving_average.json", "for symbol 'AAPL'")]
    [InlineData("yahoo/errors/404_delisted.json", "No data found, symbol may be delisted")]
    [InlineData("yahoo/chart-notimestamp-quotes-length.json", "0 timestamps but 1 value of")]
    [InlineData("yahoo/pageWith404andJson.json", "no result")]
    public void Errors_and_responses_to_other_questions_are_refused(string file, string message, FaultKind kind = FaultKind.Symbol)
    {
        var request = Asked(file.StartsWith("twelvedata", StringComparison.Ordinal) ? "IBM" : "AAPL", "1990-01-01", "2025-12-31");

        var fault = Should.Throw<ProviderException>(() => Parsers[file.Split('/')[0]](Recorded(file.Split('/')), request));
        fault.Kind.ShouldBe(kind);
        fault.Message.ShouldContain(message);
    }

    /// <summary>Over HTTP, headers included, requested as in a nightly run.</summary>
    [FixtureFact]
    public async Task Splits_and_dividends_come_with_the_bars_of_a_run()
    {
        using var server = new ProviderServer(new RecordedReplies(Fixtures.Path("providers", "yahoo", "replay.json")).To);
        using var source = new LiveSource([new Yahoo(Yahoo.Defaults with { BaseUrl = server.Url }, store, TimeProvider.System)]);

        var fetched = await LiveTrial.AllAsync(source,
            [Asked("AAPL", "2020-08-31", "2020-11-06"), Asked("NVDA", "2021-02-01", "2022-01-30"), Asked("MSFT", "2020-08-31", "2020-11-06")]);

        fetched.Bars.Count.ShouldBe(49 + 252);
        fetched.Actions.Select(Text).ShouldBe(
            ["AAPL 2020-08-31 Split 4 yahoo", "AAPL 2020-11-06 Dividend 0.205 yahoo", "NVDA 2021-07-20 Split 4 yahoo"], ignoreOrder: true);
        fetched.Failures.ShouldBe([new("MSFT", "yahoo: HTTP 404: not recorded")]);
    }
}
