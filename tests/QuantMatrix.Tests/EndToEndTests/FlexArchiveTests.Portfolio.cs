using QuantMatrix.Batch.Graph;
using QuantMatrix.Indicators;
using QuantMatrix.Publish.Embedded;
using static QuantMatrix.Tests.UnitTests.Broker.FlexXml;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>The portfolio and the symbols tracked because of it.</summary>
[Trait("class", "slow")]
public sealed partial class FlexArchiveTests
{
    [Fact]
    public async Task The_portfolio_shows_weights_profit_and_indicators()
    {
        await SyncAsync(Day);

        // weights: of the net asset value of 2951.04
        (await _trial.CallAsync("portfolio", "--format", "csv")).Output.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).ShouldBe([
            "account,symbol,category,quantity,currency,mark_price,market_value,base,weight_pct,weight_of,unrealised_pnl,"
            + "rsi_14,stage_label,ma_bucket,atr_dist_sma_50,report_date,tie_out,model",
            "U7654321,ALFA,STK,10,USD,205.5,2055,USD,69.64,% of net asset value,255,,,,,2024-03-05,ok,",
            "U7654321,BETA,STK,20,USD,40,800,USD,27.11,% of net asset value,9,,,,,2024-03-05,ok,",
            "U7654321,ALFA  240621C00210000,OPT,-1,USD,1.25,-125,USD,-4.24,% of net asset value,35,,,,,2024-03-05,ok,",
        ]);
    }

    [Fact]
    public async Task A_value_in_another_currency_is_shown_in_base_and_the_equity_is_not_tracked()
    {
        await SyncReportAsync(Statement("U1", Tue, "<AccountInformation currency=\"EUR\" />",
            Positions(
                Position(Tue, 1, "AAA", "10", "positionValue=\"200\" fifoPnlUnrealized=\"-20\" markPrice=\"20\"")
                    .Replace("fxRateToBase=\"1\"", "fxRateToBase=\"0.9\"", StringComparison.Ordinal),
                Position(Tue, 2, "BBB", "5", "positionValue=\"820\" markPrice=\"164\" listingExchange=\"IBIS\"")
                    .Replace("USD", "EUR", StringComparison.Ordinal))));
        (await _trial.CallAsync("portfolio", "--format", "csv")).ShouldBe(ExitCode.Ok,
            "U1,BBB,STK,5,EUR,164,820,EUR,82,% of positions,,,,,,2024-03-05,not checked",
            "U1,AAA,STK,10,USD,20,180,EUR,18,% of positions,-18,,,,,2024-03-05,not checked");
        (await SetAsync("tracked:portfolio")).ShouldBe(["AAA"]);
    }

    [Fact]
    public async Task Without_a_rate_a_value_in_another_currency_is_null()
    {
        await SyncReportAsync(Statement("U1", Tue, "<AccountInformation currency=\"EUR\" />",
            Positions(
                Position(Tue, 1, "AAA", "10", "positionValue=\"200\""),
                Position(Tue, 2, "BBB", "5", "positionValue=\"820\"").Replace("USD", "EUR", StringComparison.Ordinal))
                .Replace("fxRateToBase=\"1\"", "", StringComparison.Ordinal)));
        (await _trial.CallAsync("portfolio", "--format", "csv")).ShouldBe(ExitCode.Ok,
            "U1,BBB,STK,5,EUR,,820,EUR,,% of positions", "U1,AAA,STK,10,USD,,,EUR,,% of positions");
    }

    [Fact]
    public async Task Futures_and_contracts_for_difference_weigh_by_their_profit()
    {
        await SyncReportAsync(Statement("U1", Tue, FullNav(Tue, "10000", ("cash", "9600"), ("stock", "300"), ("cfdUnrealizedPl", "100")), Positions(
            Position(Tue, 1, "AAA", "3", "positionValue=\"300\" costBasisMoney=\"250\""),
            Position(Tue, 2, "ESM4", "1", "positionValue=\"250000\" fifoPnlUnrealized=\"-500\"").Replace("STK", "FUT", StringComparison.Ordinal),
            Position(Tue, 3, "DAX", "2", "positionValue=\"36000\" costBasisMoney=\"35900\"").Replace("STK", "CFD", StringComparison.Ordinal))));
        (await _trial.CallAsync("portfolio", "--format", "csv", "--columns", "symbol,market_value,weight_pct,weight_of,unrealised_pnl")).ShouldBe(ExitCode.Ok,
            "ESM4,250000,-5,% of net asset value,-500", "DAX,36000,1,% of net asset value,100", "AAA,300,3,% of net asset value,50");
    }

    [Fact]
    public async Task Without_account_information_the_base_is_that_of_the_net_asset_value_and_every_value_is_there()
    {
        await SyncReportAsync(Statement("U1", Tue, "<AccountInformation accountType=\"Individual\" />",
            FullNav(Tue, "2000", ("cash", "540"), ("stock", "1460"), ("currency", "EUR")),
            $"<ConversionRates><ConversionRate reportDate=\"{Tue}\" fromCurrency=\"USD\" toCurrency=\"EUR\" rate=\"0.92\" /></ConversionRates>",
            Positions(
                Position(Tue, 1, "AAA", "10", "markPrice=\"50\""),
                Position(Tue, 2, "BBB", "2", "markPrice=\"500\" multiplier=\"1\"").Replace("USD", "EUR", StringComparison.Ordinal))
                .Replace("fxRateToBase=\"1\"", "", StringComparison.Ordinal)));
        (await _trial.CallAsync("portfolio", "--format", "csv", "--columns", "symbol,market_value,base,weight_pct")).ShouldBe(ExitCode.Ok,
            "BBB,1000,EUR,50", "AAA,460,EUR,23");
    }

    [Fact]
    public async Task Held_equities_are_tracked_and_options_are_not()
    {
        (await _trial.RunAsync()).ShouldBe(ExitCode.Ok);
        await SyncReportAsync(Statement("U1", Tue, Positions(
            Position(Tue, 1, "BRK B", "10"), Position(Tue, 2, "ZZZ", "0"),
            Position(Tue, 3, "AAA 240315C5", "1").Replace("STK", "OPT", StringComparison.Ordinal))));
        (await SetAsync("tracked:portfolio")).ShouldBe(["BRK-B"]);
        (await SetAsync("tracked:all")).ShouldBe(["AAA", "BBB", "BRK-B", "SPY"]);
        (await SetAsync("tracked:new")).ShouldContain("BRK-B");
        await SyncReportAsync(Statement("U1", "20240306", Positions()));
        await _trial.RunAsync();
        (await SetAsync("tracked:all")).ShouldBe(["AAA", "BBB", "SPY"]);
    }

    [Fact]
    public async Task Without_tracked_symbols_a_sync_tracks_the_holdings_and_the_benchmark()
    {
        await SyncReportAsync(Statement("U1", Tue, Positions(Position(Tue, 1, "AAA", "10"))));
        (await SetAsync("tracked:all")).ShouldBe(["AAA", "SPY"]);
    }

    [Fact]
    public async Task History_records_the_portfolio_once_there_is_one_and_coverage_expects_no_more()
    {
        await SyncReportAsync(Statement("U1", Tue, Positions(Position(Tue, 1, "AAA", "10"))));
        (await _trial.RunAsync()).ShouldBe(ExitCode.Ok, "coverage ok");
        (await _trial.SqlAsync("SELECT DISTINCT symbol FROM market_analysis_history")).ShouldBe(["AAA"]);
        (await _trial.RunAsync("--set", "record_daily_history.whole_universe=true")).ShouldBe(ExitCode.Ok);
        (await _trial.SqlAsync("SELECT DISTINCT symbol FROM market_analysis_history ORDER BY symbol")).ShouldBe(["AAA", "BBB", "SPY"]);
    }

    [Fact]
    public async Task A_portfolio_without_bars_is_reported_and_the_run_continues()
    {
        await SyncReportAsync(Statement("U1", Tue, Positions(Position(Tue, 1, "NOBARS", "10"))));
        (await _trial.RunAsync()).ShouldBe(ExitCode.Ok, "features has no row of the 1 portfolio symbol");
    }
}
