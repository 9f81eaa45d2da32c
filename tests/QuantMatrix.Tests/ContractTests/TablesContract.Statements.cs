using QuantMatrix.Broker.Flex.Reader;
using QuantMatrix.MarketData.Calendar;
using QuantMatrix.Model;
using QuantMatrix.Publish;
using QuantMatrix.Tests.UnitTests.Broker;
using static QuantMatrix.Tests.UnitTests.Broker.FlexXml;

namespace QuantMatrix.Tests.ContractTests;

[Trait("class", "servers")]
public abstract partial class TablesContract
{
    private const string Mon = "20240304", Tue = "20240305", Wed = "20240306", Thu = "20240307";
    private const string AllPositions = "select account_id, symbol, quantity, report_date from positions order by account_id, symbol";

    private static readonly SessionCalendar Calendar = CalendarFiles.Read(Fixtures.Repository);

    private static readonly Dictionary<string, string> TieOutQueries = Directory.GetFiles(Path.Combine(Fixtures.Repository, "sql", "audits"), "tie_out_*.sql")
        .Order().ToDictionary(f => Path.GetFileNameWithoutExtension(f), File.ReadAllText);

    [Fact]
    public async Task A_statement_ingested_again_changes_nothing()
    {
        var tables = await MigratedAsync();
        var report = Document(Statement("U1", Mon,
            Positions(Position(Mon, 1, "BRK B", "10.5"), Lot(Mon, 1, "BRK B", "10.5", "t1")), Trades(Trade(Mon, 1, "BRK B", "10.5", "t1"))));
        (await IngestAsync(tables, report, "run1")).Tables.Values.Sum(t => t.Inserted).ShouldBe(4);
        var again = await IngestAsync(tables, report, "run2");
        again.Tables.ShouldAllBe(t => t.Value.Inserted == 0 && t.Value.Updated == 0 && t.Value.Deleted == 0);
        again.Tables["trades"].Unchanged.ShouldBe(1);
        again.Breaks.ShouldBeEmpty();
        Rows("select symbol, broker_symbol, quantity, run_id from positions").ShouldBe(["BRK-B|BRK B|10.5|run1"]);
        Rows("select count(*), max(run_id) from account_statements").ShouldBe(["1|run1"]);
    }

    [Fact]
    public async Task A_newer_report_replaces_open_positions_and_keeps_the_history()
    {
        var tables = await MigratedAsync();
        await IngestAsync(tables, Document(
            Statement("U1", Mon, Positions(Position(Mon, 1, "AAA", "1"), Position(Mon, 2, "BBB", "2"))),
            Statement("U2", Mon, Positions(Position(Mon, 1, "AAA", "7")))));
        var count = await IngestAsync(tables, Document(Statement("U1", Tue, Positions(Position(Tue, 2, "BBB", "3"), Position(Tue, 3, "CCC", "-4")))));
        count.Tables["positions"].ShouldBe(new PublishCount(1, 1, 1, 0));
        Rows(AllPositions).ShouldBe(["U1|BBB|3|2024-03-05", "U1|CCC|-4|2024-03-05", "U2|AAA|7|2024-03-04"]);
        Rows("select report_date, symbol, quantity from position_history where account_id = 'U1' order by report_date, symbol")
            .ShouldBe(["2024-03-04|AAA|1", "2024-03-04|BBB|2", "2024-03-05|BBB|3", "2024-03-05|CCC|-4"]);
    }

    [Fact]
    public async Task An_older_report_fills_the_history_and_leaves_open_positions()
    {
        var tables = await MigratedAsync();
        await IngestAsync(tables, Document(Statement("U1", Tue, Positions(Position(Tue, 1, "AAA", "5")))));
        (await IngestAsync(tables, Document(Statement("U1", Mon, Positions(Position(Mon, 1, "AAA", "4")))))).PositionsOutOfDate.ShouldBeTrue();
        Rows(AllPositions).ShouldBe(["U1|AAA|5|2024-03-05"]);
        Rows("select report_date, quantity from position_history order by report_date").ShouldBe(["2024-03-04|4", "2024-03-05|5"]);
    }

    [Fact]
    public async Task An_empty_section_closes_all_positions_and_a_missing_one_closes_none()
    {
        var tables = await MigratedAsync();
        await IngestAsync(tables, Document(Statement("U1", Mon, Positions(Position(Mon, 1, "AAA", "1"), Lot(Mon, 1, "AAA", "1", "t1")))));
        await IngestAsync(tables, Document(Statement("U1", Tue, Trades())));
        Rows(AllPositions).ShouldBe(["U1|AAA|1|2024-03-04"]);
        await IngestAsync(tables, Document(Statement("U1", Wed, Positions())));
        Rows(AllPositions).ShouldBeEmpty();
        Rows("select count(*) from tax_lots").ShouldBe(["0"]);
    }

    [Fact]
    public async Task Transactions_are_never_deleted_and_the_newest_statement_wins()
    {
        var tables = await MigratedAsync();
        string PricedAt(string price) => Trade(Mon, 1, "AAA", "10", "t1", $"tradePrice=\"{price}\"");
        await IngestAsync(tables, Document(Period("U1", Mon, Mon, "20240305;010000", Trades(PricedAt("5"), Trade(Mon, 1, "AAA", "1", "t2")))));
        await IngestAsync(tables, Document(Period("U1", Mon, Tue, "20240306;010000", Trades(PricedAt("5.5")))), "run2");
        await IngestAsync(tables, Document(Period("U1", Mon, Mon, "20240305;020000", Trades(PricedAt("5")))), "run3");
        Rows("select transaction_id, trade_price, run_id from trades order by transaction_id").ShouldBe(["t1|5.5|run2", "t2||run1"]);
    }

    [Fact]
    public async Task Duplicate_rows_are_merged_and_contradictory_rows_refuse_the_statement()
    {
        var tables = await MigratedAsync();
        var trade = Trade(Mon, 1, "AAA", "10", "t1");
        await IngestAsync(tables, Document(Statement("U1", Mon, Trades(trade, trade))));
        Rows("select transaction_id, quantity from trades").ShouldBe(["t1|10"]);
        var contradictory = Document(Statement("U1", Tue,
            Positions(Position(Tue, 1, "AAA", "1")), Trades(Trade(Tue, 1, "AAA", "1", "t2"), Trade(Tue, 1, "AAA", "2", "t2"))));
        var fault = await Should.ThrowAsync<DataUnfitException>(() => IngestAsync(tables, contradictory));
        fault.Message.ShouldContain("trades: duplicate key account_id U1 transaction_id t2 with different values in the statement U1 2024-03-05 to 2024-03-05");
        Rows("select count(*) from trades").ShouldBe(["1"]);
        Rows(AllPositions).ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_is_stored_of_a_statement_that_fails_midway()
    {
        var tables = await MigratedAsync();
        using var folder = new TempFolder();
        File.WriteAllText(folder["r.xml"], Document(Statement("U1", Mon, Positions(Position(Mon, 1, "AAA", "1")), Trades(Trade(Mon, 1, "AAA", "1", "t1")))));
        foreach (var (statement, rows) in FlexReport.Open(folder["r.xml"], FlexXml.Today).Read())
            await Should.ThrowAsync<IOException>(() => tables.IngestStatementAsync(new(statement, "run1", Calendar, TieOutQueries), Truncated(rows)));
        Rows("select (select count(*) from positions) + (select count(*) from trades) + (select count(*) from account_statements)").ShouldBe(["0"]);

        static IEnumerable<TableRows> Truncated(IEnumerable<TableRows> rows)
        {
            yield return rows.First();
            throw new IOException("read error");
        }
    }

    [Theory]
    [InlineData("0.000000000001")]
    [InlineData("-0.000000000001")]
    [InlineData("9999999999999999.999999999999")]
    [InlineData("-1234567.891")]
    [InlineData("100000000")]
    [InlineData("10000.0001")]
    [InlineData("0.00010002")]
    public async Task Amounts_are_exact(string amount)
    {
        await IngestAsync(await MigratedAsync(), Document(Statement("U1", Mon, Positions(Position(Mon, 1, "AAA", amount, "markPrice=\"0.10\"")))));
        Rows("select quantity, mark_price from positions").ShouldBe([$"{amount}|0.1"]);
    }

    [Fact]
    public async Task A_table_with_unreadable_rows_loses_none()
    {
        var tables = await MigratedAsync();
        await IngestAsync(tables, Document(Statement("U1", Mon, Positions(Position(Mon, 1, "AAA", "1"), Position(Mon, 2, "BBB", "2")))));
        await IngestAsync(tables, Document(Statement("U1", Tue, Positions(Position(Tue, 1, "AAA", "5"), Position(Tue, 2, "BBB", "many")))), errors: 1);
        Rows(AllPositions).ShouldBe(["U1|AAA|5|2024-03-05", "U1|BBB|2|2024-03-04"]);
        await IngestAsync(tables, Document(Statement("U1", Tue, Positions(Position(Tue, 1, "AAA", "5")))));
        Rows(AllPositions).ShouldBe(["U1|AAA|5|2024-03-05"]);
    }

    [Fact]
    public async Task A_report_of_lots_alone_does_not_report_positions()
    {
        var tables = await MigratedAsync();
        await IngestAsync(tables, Document(Statement("U1", Mon, Positions(Position(Mon, 1, "AAA", "3")))));
        await IngestAsync(tables, Document(Statement("U1", Tue, Positions(
            Lot(Tue, 1, "AAA", "1", "t1"), Lot(Tue, 1, "AAA", "1", "t1"), Lot(Tue, 1, "AAA", "1", "t2")))));
        Rows(AllPositions).ShouldBe(["U1|AAA|3|2024-03-04"]);
        Rows("select originating_transaction_id, quantity from tax_lots order by 1").ShouldBe(["t1|1", "t1:2|1", "t2|1"]);
    }

    [Fact]
    public async Task Open_positions_are_of_the_newest_report_date_regardless_of_generation_time()
    {
        var tables = await MigratedAsync();
        await IngestAsync(tables, Document(Period("U1", Mon, Mon, "20240310;010000", Positions(Position(Mon, 1, "AAA", "4")))));
        await IngestAsync(tables, Document(Period("U1", Tue, Tue, "20240305;230000", Positions(Position(Tue, 1, "AAA", "5")))));
        Rows(AllPositions).ShouldBe(["U1|AAA|5|2024-03-05"]);
    }

    [Fact]
    public async Task Holdings_are_the_equities_held_long_or_short()
    {
        var tables = await MigratedAsync();
        await IngestAsync(tables, Document(Statement("U1", Mon, Positions(
            Position(Mon, 1, "AAA", "1"), Position(Mon, 2, "BBB", "-2", "listingExchange=\"NYSE\""), Position(Mon, 3, "CCC", "0"),
            Position(Mon, 5, "DDD", "5", "listingExchange=\"LSEETF\""),
            Position(Mon, 4, "AAA 240315C5", "1").Replace("STK", "OPT", StringComparison.Ordinal)))));
        (await tables.HoldingsAsync()).ShouldBe(
        [
            new("U1", "AAA", "AAA", "USD", null, 1), new("U1", "BBB", "BBB", "USD", "NYSE", -2), new("U1", "DDD", null, "USD", "LSEETF", 5),
        ]);
    }

    private static async Task<StatementResult> IngestAsync(ITables tables, string report, string runId = "run1", int errors = 0)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["report.xml"], report);
        var read = FlexReport.Open(folder["report.xml"], FlexXml.Today);
        StatementResult? last = null;
        foreach (var (statement, rows) in read.Read())
        {
            var entry = new StatementEntry(statement, runId, Calendar, TieOutQueries) { Incomplete = () => read.Summary.Incomplete };
            last = await tables.IngestStatementAsync(entry, rows);
        }
        read.Summary.Errors.Count.ShouldBe(errors);
        return last!;
    }
}
