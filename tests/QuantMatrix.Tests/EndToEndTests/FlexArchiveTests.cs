using QuantMatrix.Publish.Embedded;
using QuantMatrix.Indicators;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Tests.UnitTests.Broker;
using static QuantMatrix.Tests.UnitTests.Broker.FlexXml;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>Syncs of saved reports by the real program, without network.</summary>
[Trait("class", "slow")]
public sealed partial class FlexArchiveTests : IDisposable
{
    private const string Mon = "20240304", Tue = "20240305";
    private const string Start = "<FlexQueryResponse><FlexStatements><FlexStatement accountId=\"U1\" fromDate=\"";
    private const string End = "</FlexStatements></FlexQueryResponse>";
    private const string Bars = "date,open,high,low,close,volume\n2024-03-04,10,11,9,10,1000\n2024-03-05,10,11,9,10.5,1000\n";

    /// <summary>A whole day with every section.</summary>
    private static readonly string Day = TestData.Path("payloads", "ibkr", "statement.xml");

    private readonly Trial _trial = new Trial().With("AAA.csv", Bars).With("BBB.csv", Bars).With("SPY.csv", Bars);

    [Fact]
    public async Task A_statement_is_ingested_and_a_second_time_changes_nothing()
    {
        (await SyncAsync(Day)).ShouldBe(ExitCode.Ok, "1 statement of 1 account", "reconciled");
        (await SyncAsync(Day)).ShouldBe(ExitCode.Ok, "no change; reconciled");
    }

    [FixtureTheory]
    [MemberData(nameof(FlexFixtureTests.Files), MemberType = typeof(FlexFixtureTests))]
    public async Task Every_real_statement_is_ingested_and_a_second_time_changes_nothing(string file)
    {
        (await SyncAsync(Fixtures.Path("ibkr", file))).ShouldBe(ExitCode.Ok, " 0 broke");
        (await SyncAsync(Fixtures.Path("ibkr", file))).ShouldBe(ExitCode.Ok, "no change; ", " 0 broke");
    }

    [Fact]
    public async Task Days_without_a_statement_are_reported()
    {
        await SyncReportAsync(Statement("U1", Mon, Positions(Position(Mon, 1, "AAA", "10")), Trades()));
        (await SyncReportAsync(Statement("U1", "20240307", Positions(Position("20240307", 1, "AAA", "12")), Trades())))
            .ShouldBe(ExitCode.Ok, "ibkr_flex_sync  partial", "no statement covers the days between 2024-03-04 and its first day");
    }

    [Fact]
    public async Task A_total_without_a_level_of_detail_is_not_stored_beside_its_parts()
    {
        const string Rows = """
            <CashTransactions>
            <CashTransaction accountId="-" type="Dividends" amount="9" currency="USD" transactionID="" />
            <CashTransaction accountId="U1" type="Dividends" amount="9" currency="USD" transactionID="d1" />
            </CashTransactions>
            """;
        (await SyncReportAsync(Statement("U1", Tue, Rows))).ShouldBe(ExitCode.Ok, "1 inserted");
        (await _trial.SqlAsync("SELECT transaction_id, amount FROM cash_transactions")).ShouldBe(["d1,9"]);
    }

    [Fact]
    public async Task An_unknown_cash_type_is_stored_and_reported()
    {
        const string Row = "<CashTransaction type=\"Gifts\" amount=\"9\" currency=\"USD\" transactionID=\"d1\" />";
        (await SyncReportAsync(Statement("U1", Tue, $"<CashTransactions>{Row}</CashTransactions>")))
            .ShouldBe(ExitCode.Ok, "1 inserted", "cash type 'Gifts' (1)");
    }

    [Fact]
    public async Task An_unreadable_movement_makes_the_row_unreadable() =>
        (await SyncReportAsync(Statement("U1", Tue, Cash(Tue, Tue, "USD", "startingCash=\"1\" endingCash=\"1\" referralFee=\"1.2.3\""))))
            .ShouldBe(ExitCode.DataUnfit, "CashReportCurrency referralFee: found '1.2.3'");

    [Fact]
    public async Task Averages_and_segments_are_not_movements()
    {
        (string, string)[] movements = [("startingCash", "1"), ("endingCash", "1"), ("avgCreditBalance", "5"), ("endingCashIBUKL", "7"), ("mood", "good")];
        (await SyncReportAsync(Statement("U1", Tue, FullCash(Tue, "USD", movements)))).ShouldBe(ExitCode.Ok, "reconciled", "CashReportCurrency mood (1)");
    }

    [Fact]
    public async Task A_break_fails_the_job_and_flags_the_position()
    {
        await SyncReportAsync(Statement("U1", Mon, Positions(Position(Mon, 1, "AAA", "10")), Trades()));
        var broken = Statement("U1", Tue,
            Positions(Position(Tue, 1, "AAA", "10"), Position(Tue, 2, "BBB", "1")),
            Trades(Trade(Tue, 1, "AAA", "2", "t1"), Trade(Tue, 2, "BBB", "1", "t2")), NoMovements);
        (await SyncReportAsync(broken))
            .ShouldBe(ExitCode.DataUnfit, "1 tie-out break", "U1 2024-03-05 tie_out_positions: 1 AAA: found 10, expected 12");
        (await _trial.CallAsync("portfolio", "--format", "csv")).ShouldBe(ExitCode.Ok,
            "U1,AAA,STK,10,USD,,,USD,,% of positions,,,,,,2024-03-05,tie_out_positions", "U1,BBB,STK,1,USD,,,USD,,% of positions,,,,,,2024-03-05,ok");
        (await SyncReportAsync(broken)).ShouldBe(ExitCode.DataUnfit, "no change; 1 tie-out break");
    }

    [Fact]
    public async Task An_unreadable_row_is_located_and_the_others_are_stored()
    {
        var ended = await SyncReportAsync(Statement("U1", Tue, Trades(
            Trade(Tue, 1, "AAA", "2", "t1"), Trade(Tue, 1, "AAA", "two", "t2"), Trade("20241345", 1, "AAA", "2", "t3"))));
        ended.ShouldBe(ExitCode.DataUnfit, "2 unreadable rows",
            "report.xml:2: U1 Trade quantity: found 'two'; expected a number like -1234.56",
            "report.xml:3: U1 Trade dateTime: found '20241345;101500'; expected a date and a time");
        (await _trial.SqlAsync("SELECT transaction_id FROM trades")).ShouldBe(["t1"]);
    }

    [Fact]
    public async Task Unknown_names_are_reported_and_ignored() =>
        (await SyncReportAsync(Statement("U1", Tue,
            "<MoonSections><Moon crater=\"1\" /><Moon crater=\"2\" /></MoonSections>", Trades(Trade(Tue, 1, "AAA", "2", "t1", "moonPhase=\"full\"")))))
            .ShouldBe(ExitCode.Ok, "1 inserted", "unknown names: <Moon> (2), <MoonSections> (1), Trade moonPhase (1)");

    [Fact]
    public async Task Only_the_selected_accounts_are_ingested()
    {
        string[] statements = [Statement("U1", Tue, Positions(Position(Tue, 1, "AAA", "1"))), Statement("U2", Tue, Positions(Position(Tue, 1, "AAA", "2")))];
        (await SyncReportAsync(statements, "ibkr_flex_sync.accounts=U2,U9")).ShouldBe(ExitCode.Ok,
            "1 statement of 1 account", "U9: no statement of this account in the report");
        (await _trial.SqlAsync("SELECT account_id, quantity FROM positions")).ShouldBe(["U2,2"]);
        (await SyncReportAsync(statements)).ShouldBe(ExitCode.Ok, "2 statements of 2 accounts");
        (await _trial.SqlAsync("SELECT account_id, quantity FROM positions ORDER BY 1")).ShouldBe(["U1,1", "U2,2"]);
    }

    [Fact]
    public async Task A_directory_is_ingested_oldest_first_regardless_of_file_names()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_trial.Folder, "saved")).FullName;
        var newer = Statement("U1", Tue, Positions(Position(Tue, 1, "AAA", "5")), Trades(Trade(Tue, 1, "AAA", "1", "t1")), NoMovements);
        File.WriteAllText(Path.Combine(folder, "a.xml"), Document(newer));
        File.WriteAllText(Path.Combine(folder, "b.xml"), Document(Statement("U1", Mon, Positions(Position(Mon, 1, "AAA", "4")), Trades())));
        (await SyncAsync(folder)).ShouldBe(ExitCode.Ok, "2 statements of 1 account", "reconciled");
        (await _trial.SqlAsync("SELECT quantity FROM positions")).ShouldBe(["5"]);
    }

    [Theory]
    [InlineData($"{Start}20240305\" toDate=\"20240305\" whenGenerated=\"20240305;230000\"><Trades><Trade transactionID=\"t1\" />", "unreadable report")]
    [InlineData("<!DOCTYPE a [<!ENTITY b \"c\">]><FlexQueryResponse><FlexStatements /></FlexQueryResponse>", "DTD")]
    [InlineData("<FlexStatementResponse><Status>Fail</Status></FlexStatementResponse>", "expected a report")]
    [InlineData("<FlexQueryResponse><FlexStatements count=\"0\" /></FlexQueryResponse>", "contains no statement")]
    [InlineData($"{Start}soon\" toDate=\"20240305\" whenGenerated=\"20240305;230000\" />{End}", "fromDate of U1: found 'soon'")]
    [InlineData("", "unreadable report")]
    [InlineData("not a word of XML", "unreadable report")]
    public async Task An_incomplete_or_invalid_report_changes_nothing(string text, string why)
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
        File.WriteAllText(Path.Combine(bare.Folder, "report.xml"), Document(Statement("U1", Tue, Positions(Position(Tue, 1, "AAA", "10")))));
        var ended = await bare.CallAsync("run", "ibkr_flex_sync", "--set", $"ibkr_flex_sync.from_archive={Path.Combine(bare.Folder, "report.xml")}");
        ended.ShouldBe(ExitCode.Ok, "2 inserted");
        ended.Text.ShouldNotContain("SYNTHETIC");
        Directory.GetFiles(bare.Replay).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_missing_path_and_a_missing_token_are_reported()
    {
        (await SyncAsync("/nowhere/report.xml")).ShouldBe(ExitCode.Configuration, "no file or directory /nowhere/report.xml");
        (await _trial.CallAsync("run", "ibkr_flex_sync")).ShouldBe(ExitCode.Configuration, "IBKR_FLEX_TOKEN");
    }

    public void Dispose() => _trial.Dispose();

    private Task<Ended> SyncReportAsync(params string[] statements) => SyncReportAsync(statements, null);

    private Task<Ended> SyncReportAsync(string[] statements, string? set)
    {
        var file = Path.Combine(_trial.Folder, "report.xml");
        File.WriteAllText(file, Document(statements));
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
