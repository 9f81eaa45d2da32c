using QuantMatrix.Publish.Embedded;
using QuantMatrix.Indicators;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Tests.UnitTests.Broker;
using static QuantMatrix.Tests.UnitTests.Broker.FlexXml;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>Syncs of saved reports: no network, the real program.</summary>
public sealed class FlexArchiveTests : IDisposable
{
    private const string Mon = "20240304", Tue = "20240305";
    private const string Bars = "date,open,high,low,close,volume\n2024-03-04,10,11,9,10,1000\n2024-03-05,10,11,9,10.5,1000\n";

    private readonly Trial _trial = new Trial().With("AAA.csv", Bars).With("BBB.csv", Bars).With("SPY.csv", Bars);

    [FixtureTheory]
    [MemberData(nameof(FlexFixtureTests.Files), MemberType = typeof(FlexFixtureTests))]
    public async Task Every_real_statement_is_taken_and_a_second_time_changes_nothing(string file)
    {
        (await SyncAsync(Fixtures.Path("ibkr", file))).ShouldBe(ExitCode.Ok, "all ties out");
        (await SyncAsync(Fixtures.Path("ibkr", file))).ShouldBe(ExitCode.Ok, "nothing changed, all ties out");
    }

    [FixtureFact]
    public async Task The_portfolio_shows_weights_profit_and_where_a_share_stands()
    {
        await SyncAsync(Fixtures.Path("ibkr", "flex_17.xml"));
        var answer = await _trial.CallAsync("portfolio", "--format", "csv");
        answer.ShouldBe(ExitCode.Ok);
        var lines = answer.Output.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(14);
        lines[0].ShouldBe("account,symbol,category,quantity,currency,mark_price,market_value,base,weight_pct,unrealised_pnl,rsi_14,stage_label,ma_bucket,atr_dist_sma_50,report_date,tie_out");

        // 2259.99 of 7678.155297533
        lines[1].ShouldBe("U1111111,MSFT,STK,9,USD,251.11,2259.99,USD,29.43,152.13,,,,,2023-03-02,ok");
        lines[^1].ShouldBe("U1111111,CLNE  230915C00010000,OPT,-1,USD,0.0368,-3.68,USD,-0.05,3.84,,,,,2023-03-02,ok");
    }

    [Fact]
    public async Task A_value_in_another_currency_is_shown_in_base_and_the_share_is_not_followed()
    {
        await SyncReportAsync(Statement("U1", Tue, "<AccountInformation currency=\"EUR\" />",
            Positions(Position(Tue, 1, "AAA", "10", "positionValue=\"200\" fifoPnlUnrealized=\"-20\" markPrice=\"20\"").Replace("fxRateToBase=\"1\"", "fxRateToBase=\"0.9\"", StringComparison.Ordinal),
                Position(Tue, 2, "BBB", "5", "positionValue=\"820\" markPrice=\"164\" listingExchange=\"IBIS\"").Replace("USD", "EUR", StringComparison.Ordinal))));
        (await _trial.CallAsync("portfolio", "--format", "csv")).ShouldBe(ExitCode.Ok,
            "U1,BBB,STK,5,EUR,164,820,EUR,82,,,,,,2024-03-05,ok", "U1,AAA,STK,10,USD,20,180,EUR,18,-18,,,,,2024-03-05,ok");
        (await SetAsync("tracked:portfolio")).ShouldBe(["AAA"]);
    }

    [Fact]
    public async Task Without_a_rate_a_value_in_another_currency_is_not_known()
    {
        await SyncReportAsync(Statement("U1", Tue, "<AccountInformation currency=\"EUR\" />",
            Positions(Position(Tue, 1, "AAA", "10", "positionValue=\"200\"").Replace("fxRateToBase=\"1\"", "", StringComparison.Ordinal),
                Position(Tue, 2, "BBB", "5", "positionValue=\"820\"").Replace("USD", "EUR", StringComparison.Ordinal).Replace("fxRateToBase=\"1\"", "", StringComparison.Ordinal))));
        (await _trial.CallAsync("portfolio", "--format", "csv")).ShouldBe(ExitCode.Ok, "U1,BBB,STK,5,EUR,,820,EUR,", "U1,AAA,STK,10,USD,,,EUR,,");
    }

    [Fact]
    public async Task Days_nobody_told_about_are_told()
    {
        await SyncReportAsync(Statement("U1", Mon, Positions(Position(Mon, 1, "AAA", "10")), Trades()));
        (await SyncReportAsync(Statement("U1", "20240307", Positions(Position("20240307", 1, "AAA", "12")), Trades())))
            .ShouldBe(ExitCode.Ok, "ibkr_flex_sync  partial", "no statement tells what happened between 2024-03-04 and its first day");
    }

    [Fact]
    public async Task A_sum_that_names_no_level_of_detail_is_not_taken_beside_its_parts()
    {
        const string Rows = "<CashTransactions><CashTransaction accountId=\"-\" type=\"Dividends\" amount=\"9\" currency=\"USD\" transactionID=\"\" /><CashTransaction accountId=\"U1\" type=\"Dividends\" amount=\"9\" currency=\"USD\" transactionID=\"d1\" /></CashTransactions>";
        (await SyncReportAsync(Statement("U1", Tue, Rows))).ShouldBe(ExitCode.Ok, "1 row new");
        (await _trial.SqlAsync("SELECT transaction_id, amount FROM cash_transactions")).ShouldBe(["d1,9"]);
    }

    [Fact]
    public async Task A_kind_of_cash_nobody_knows_is_kept_and_told() =>
        (await SyncReportAsync(Statement("U1", Tue, "<CashTransactions><CashTransaction type=\"Gifts\" amount=\"9\" currency=\"USD\" transactionID=\"d1\" /></CashTransactions>"))).ShouldBe(ExitCode.Ok, "1 row new", "cash of type 'Gifts' (1)");

    [Fact]
    public async Task A_movement_that_cannot_be_read_is_a_row_that_cannot_be_read() =>
        (await SyncReportAsync(Statement("U1", Tue, Cash(Tue, Tue, "USD", "startingCash=\"1\" endingCash=\"1\" referralFee=\"1.2.3\"")))).ShouldBe(ExitCode.DataUnfit, "CashReportCurrency referralFee: found '1.2.3'");

    [Fact]
    public async Task Averages_and_segments_are_no_movements() =>
        (await SyncReportAsync(Statement("U1", Tue, Cash(Tue, Tue, "USD", "startingCash=\"1\" endingCash=\"1\" avgCreditBalance=\"5\" endingCashIBUKL=\"7\" mood=\"good\""))))
            .ShouldBe(ExitCode.Ok, "all ties out", "CashReportCurrency mood (1)");

    [Fact]
    public async Task What_is_held_is_tracked_and_options_are_not()
    {
        (await _trial.RunAsync()).ShouldBe(ExitCode.Ok);
        await SyncReportAsync(Statement("U1", Tue, Positions(Position(Tue, 1, "BRK B", "10"), Position(Tue, 2, "ZZZ", "0"), Position(Tue, 3, "AAA 240315C5", "1").Replace("STK", "OPT", StringComparison.Ordinal))));
        (await SetAsync("tracked:portfolio")).ShouldBe(["BRK-B"]);
        (await SetAsync("tracked:all")).ShouldBe(["AAA", "BBB", "BRK-B", "SPY"]);
        (await SetAsync("tracked:new")).ShouldContain("BRK-B");
        await SyncReportAsync(Statement("U1", "20240306", Positions()));
        await _trial.RunAsync();
        (await SetAsync("tracked:all")).ShouldBe(["AAA", "BBB", "SPY"]);
    }

    [Fact]
    public async Task Without_anything_tracked_before_a_sync_tracks_what_is_held_and_the_benchmark()
    {
        await SyncReportAsync(Statement("U1", Tue, Positions(Position(Tue, 1, "AAA", "10"))));
        (await SetAsync("tracked:all")).ShouldBe(["AAA", "SPY"]);
    }

    [Fact]
    public async Task History_is_of_the_portfolio_once_there_is_one_and_coverage_expects_no_more()
    {
        await SyncReportAsync(Statement("U1", Tue, Positions(Position(Tue, 1, "AAA", "10"))));
        (await _trial.RunAsync()).ShouldBe(ExitCode.Ok, "coverage ok");
        (await _trial.SqlAsync("SELECT DISTINCT symbol FROM market_analysis_history")).ShouldBe(["AAA"]);
        (await _trial.RunAsync("--set", "record_daily_history.whole_universe=true")).ShouldBe(ExitCode.Ok);
        (await _trial.SqlAsync("SELECT DISTINCT symbol FROM market_analysis_history ORDER BY symbol")).ShouldBe(["AAA", "BBB", "SPY"]);
    }

    [Fact]
    public async Task A_portfolio_without_a_single_bar_is_told_and_the_night_goes_on()
    {
        await SyncReportAsync(Statement("U1", Tue, Positions(Position(Tue, 1, "NOBODY", "10"))));
        (await _trial.RunAsync()).ShouldBe(ExitCode.Ok, "features hold no row of the 1 symbols of the portfolio");
    }

    [Fact]
    public async Task A_break_fails_the_job_names_the_rows_and_flags_them()
    {
        await SyncReportAsync(Statement("U1", Mon, Positions(Position(Mon, 1, "AAA", "10")), Trades()));
        (await SyncReportAsync(Statement("U1", Tue, Positions(Position(Tue, 1, "AAA", "10"), Position(Tue, 2, "BBB", "1")), Trades(Trade(Tue, 1, "AAA", "2", "t1"), Trade(Tue, 2, "BBB", "1", "t2")))))
            .ShouldBe(ExitCode.DataUnfit, "1 tie-out break", "U1 2024-03-05 tie_out_positions: 1 AAA: found 10, expected 12");
        (await _trial.CallAsync("portfolio", "--format", "csv")).ShouldBe(ExitCode.Ok, "U1,AAA,STK,10,USD,,,,,,,,,,2024-03-05,tie_out_positions", "U1,BBB,STK,1,USD,,,,,,,,,,2024-03-05,ok");
        (await SyncReportAsync(Statement("U1", Tue, Positions(Position(Tue, 1, "AAA", "10"), Position(Tue, 2, "BBB", "1")), Trades(Trade(Tue, 1, "AAA", "2", "t1"), Trade(Tue, 2, "BBB", "1", "t2")))))
            .ShouldBe(ExitCode.DataUnfit, "nothing changed, 1 tie-out break");
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_is_named_by_its_path_and_the_others_are_taken()
    {
        var ended = await SyncReportAsync(Statement("U1", Tue, Trades(Trade(Tue, 1, "AAA", "2", "t1"), Trade(Tue, 1, "AAA", "two", "t2"), Trade("20241345", 1, "AAA", "2", "t3"))));
        ended.ShouldBe(ExitCode.DataUnfit, "2 rows not read", "report.xml:2: U1 Trade quantity: found 'two'; expected a number like -1234.56", "report.xml:3: U1 Trade dateTime: found '20241345;101500'; expected a date and a time");
        (await _trial.SqlAsync("SELECT transaction_id FROM trades")).ShouldBe(["t1"]);
    }

    [Fact]
    public async Task Names_nobody_knows_are_told_and_do_no_harm() =>
        (await SyncReportAsync(Statement("U1", Tue, "<MoonSections><Moon crater=\"1\" /><Moon crater=\"2\" /></MoonSections>", Trades(Trade(Tue, 1, "AAA", "2", "t1", "moonPhase=\"full\"")))))
            .ShouldBe(ExitCode.Ok, "1 row new", "not known here: <Moon> (2), <MoonSections> (1), Trade moonPhase (1)");

    [Fact]
    public async Task Of_several_accounts_those_asked_for_are_taken()
    {
        string[] statements = [Statement("U1", Tue, Positions(Position(Tue, 1, "AAA", "1"))), Statement("U2", Tue, Positions(Position(Tue, 1, "AAA", "2")))];
        (await SyncReportAsync(statements, "ibkr_flex_sync.accounts=U2,U9")).ShouldBe(ExitCode.Ok, "1 statement of 1 account", "U9: the report has no statement of this account");
        (await _trial.SqlAsync("SELECT account_id, quantity FROM positions")).ShouldBe(["U2,2"]);
        (await SyncReportAsync(statements)).ShouldBe(ExitCode.Ok, "2 statements of 2 accounts");
        (await _trial.SqlAsync("SELECT account_id, quantity FROM positions ORDER BY 1")).ShouldBe(["U1,1", "U2,2"]);
    }

    [Fact]
    public async Task A_folder_is_taken_oldest_first_whatever_its_files_are_called()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_trial.Folder, "saved")).FullName;
        File.WriteAllText(Path.Combine(folder, "a.xml"), Report(Statement("U1", Tue, Positions(Position(Tue, 1, "AAA", "5")), Trades(Trade(Tue, 1, "AAA", "1", "t1")))));
        File.WriteAllText(Path.Combine(folder, "b.xml"), Report(Statement("U1", Mon, Positions(Position(Mon, 1, "AAA", "4")), Trades())));
        (await SyncAsync(folder)).ShouldBe(ExitCode.Ok, "2 statements of 1 account", "all ties out");
        (await _trial.SqlAsync("SELECT quantity FROM positions")).ShouldBe(["5"]);
    }

    [Theory]
    [InlineData("<FlexQueryResponse><FlexStatements><FlexStatement accountId=\"U1\" fromDate=\"20240305\" toDate=\"20240305\" whenGenerated=\"20240305;230000\"><Trades><Trade transactionID=\"t1\" quantity=\"1\" />", "the report cannot be read")]
    [InlineData("<!DOCTYPE a [<!ENTITY b \"c\">]><FlexQueryResponse><FlexStatements /></FlexQueryResponse>", "DTD")]
    [InlineData("<FlexStatementResponse><Status>Fail</Status></FlexStatementResponse>", "expected a report")]
    [InlineData("<FlexQueryResponse><FlexStatements count=\"0\" /></FlexQueryResponse>", "holds no statement")]
    [InlineData("<FlexQueryResponse><FlexStatements><FlexStatement accountId=\"U1\" fromDate=\"soon\" toDate=\"20240305\" whenGenerated=\"20240305;230000\" /></FlexStatements></FlexQueryResponse>", "fromDate of U1: found 'soon'")]
    [InlineData("", "the report cannot be read")]
    [InlineData("not a word of XML", "the report cannot be read")]
    public async Task What_is_no_whole_report_changes_nothing(string text, string why)
    {
        await SyncReportAsync(Statement("U1", Mon, Positions(Position(Mon, 1, "AAA", "4"))));
        File.WriteAllText(Path.Combine(_trial.Folder, "bad.xml"), text);
        (await SyncAsync(Path.Combine(_trial.Folder, "bad.xml"))).ShouldBe(ExitCode.DataUnfit, why, "bad.xml");
        (await _trial.SqlAsync("SELECT (SELECT count(*) FROM trades) + (SELECT count(*) FROM account_statements)")).ShouldBe(["1"]);
    }

    [Fact]
    public async Task A_sync_alone_opens_no_source_of_bars()
    {
        using var bare = new Trial();
        File.WriteAllText(Path.Combine(bare.Folder, "report.xml"), Report(Statement("U1", Tue, Positions(Position(Tue, 1, "AAA", "10")))));
        var ended = await bare.CallAsync("run", "ibkr_flex_sync", "--set", $"ibkr_flex_sync.from_archive={Path.Combine(bare.Folder, "report.xml")}");
        ended.ShouldBe(ExitCode.Ok, "2 rows new");
        ended.Text.ShouldNotContain("SYNTHETIC");
        Directory.GetFiles(bare.Replay).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_path_that_is_not_there_and_a_token_that_is_not_set_are_told()
    {
        (await SyncAsync("/nowhere/report.xml")).ShouldBe(ExitCode.Configuration, "/nowhere/report.xml is no file and no folder");
        (await _trial.CallAsync("run", "ibkr_flex_sync")).ShouldBe(ExitCode.Configuration, "IBKR_FLEX_TOKEN");
    }

    public void Dispose() => _trial.Dispose();

    private Task<Ended> SyncReportAsync(params string[] statements) => SyncReportAsync(statements, null);

    private Task<Ended> SyncReportAsync(string[] statements, string? set)
    {
        var file = Path.Combine(_trial.Folder, "report.xml");
        File.WriteAllText(file, Report(statements));
        return SyncAsync(file, set);
    }

    private Task<Ended> SyncAsync(string path, string? set = null)
    {
        string[] more = set is null ? [] : ["--set", set];
        return _trial.CallAsync(["run", "ibkr_flex_sync", "--set", $"ibkr_flex_sync.from_archive={path}", .. more]);
    }

    private async Task<IReadOnlyList<string>> SetAsync(string name)
    {
        using var target = new EmbeddedTarget(_trial.Embedded, Catalogue.Standard.Columns, TimeProvider.System);
        return await target.Sets.MembersAsync(name);
    }
}
