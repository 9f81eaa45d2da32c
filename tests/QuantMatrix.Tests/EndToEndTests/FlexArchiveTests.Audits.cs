using QuantMatrix.Batch.Graph;
using static QuantMatrix.Tests.UnitTests.Broker.FlexXml;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>What a sync says about queries that omit something or are of the wrong kind.</summary>
[Trait("class", "slow")]
public sealed partial class FlexArchiveTests
{
    [Fact]
    public async Task An_audit_that_cannot_run_is_named_in_the_report_and_on_the_portfolio_and_fails_nothing()
    {
        const string Reason = "tie_out_nav cannot be checked: EquitySummaryInBase has no options, bonds, notes, funds, commodities, "
            + "dividendAccruals, interestAccruals; add them to the query";
        string[] statements = [.. new[] { "U1", "U2" }.Select(u =>
            Statement(u, Tue, Nav(Tue, "9", "cash=\"4\" stock=\"2\""), Positions(Position(Tue, 1, "AAA", "1"))))];

        (await SyncReportAsync(statements)).ShouldBe(ExitCode.Ok,
            "nothing audited; audits: 0 ran, 0 held, 0 broke, 8 could not run", $"U1, U2 {Reason}");

        (await _trial.CallAsync("portfolio", "--account", "U2")).ShouldBe(ExitCode.Ok, "not checked", $"note: U2 {Reason}");
        (await _trial.CallAsync("portfolio", "--account", "U2", "--format", "csv")).Output.ShouldNotContain("note:");
        (await _trial.CallAsync("audit")).ShouldBe(ExitCode.Ok, "tie_out_nav                     ok");
    }

    [Fact]
    public async Task Of_a_report_the_statements_of_a_wrong_query_are_refused_and_the_others_stored()
    {
        (await SyncReportAsync(
            Statement("U1", Tue, Positions(Position(Tue, 1, "AAA", "1")), Trades("<Order symbol=\"AAA\" quantity=\"1\" levelOfDetail=\"ORDER\" />")),
            Statement("U2", Tue, Positions(Position(Tue, 1, "AAA", "2")), Trades())))
            .ShouldBe(ExitCode.Configuration, "1 statement refused",
                "U1 2024-03-05 to 2024-03-05: refused: Trades has no executions, only Order; in section Trades of the query choose the option Executions");
        (await _trial.SqlAsync("SELECT account_id, quantity FROM positions")).ShouldBe(["U2,2"]);
    }

    [Fact]
    public async Task A_statement_whose_dates_can_be_read_in_two_ways_is_refused() =>
        (await SyncReportAsync(Period("U1", "03/05/2024", "03/05/2024", "03/05/2024;230000", Positions(Position("03/05/2024", 1, "AAA", "1")))))
            .ShouldBe(ExitCode.DataUnfit, "dates like 03/05/2024 can be read as month/day and as day/month", "choose the date format yyyyMMdd");

    [Fact]
    public async Task Dates_with_the_day_first_are_read_so_when_the_statement_shows_it()
    {
        await SyncReportAsync(Period("U1", "05/03/2024", "05/03/2024", "06/03/2024;020000", Trades(Trade("05/03/2024", 1, "AAA", "1", "t1"))));
        (await _trial.SqlAsync("SELECT trade_date FROM trades")).ShouldBe(["2024-03-05"]);
    }
}
