using QuantMatrix.Batch.Graph;
using static QuantMatrix.Tests.UnitTests.Broker.FlexXml;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>Accounts that end, and rows that name other accounts.</summary>
[Trait("class", "slow")]
public sealed partial class FlexArchiveTests
{
    private const string Wed = "20240306", Both = "SELECT account_id, symbol, quantity FROM positions ORDER BY 1";

    [Fact]
    public async Task A_migrated_account_is_noticed_and_once_retired_its_holdings_are_not_doubled()
    {
        await SyncReportAsync(Statement("U1", Mon, Positions(Position(Mon, 1, "AAA", "10"), Position(Mon, 2, "BBB", "3"))));
        (await SyncReportAsync(Statement("U9", Tue, Positions(Position(Tue, 1, "AAA", "10"), Position(Tue, 2, "BBB", "3")))))
            .ShouldBe(ExitCode.Ok, "U9 holds every position of U1", "./run.sh portfolio retire U1");
        (await _trial.SqlAsync("SELECT sum(quantity) FROM positions")).ShouldBe(["26"]);

        (await _trial.CallAsync("portfolio", "retire", "U1", "--date", "2024-03-05"))
            .ShouldBe(ExitCode.Ok, "U1: retired on 2024-03-05, 2 positions closed; its history stays");

        (await _trial.SqlAsync("SELECT sum(quantity) FROM positions")).ShouldBe(["13"]);
        (await _trial.SqlAsync("SELECT count(*) FROM position_history WHERE account_id = 'U1'")).ShouldBe(["2"]);
        (await _trial.SqlAsync("SELECT to_date FROM account_statements WHERE is_retirement")).ShouldBe(["2024-03-05"]);
        (await _trial.CallAsync("portfolio")).Output.ShouldNotContain("U1");
    }

    [Fact]
    public async Task An_older_statement_does_not_reopen_a_retired_account_and_a_newer_one_does()
    {
        var old = Statement("U1", Mon, Positions(Position(Mon, 1, "AAA", "10")));
        await SyncReportAsync(old);
        await _trial.CallAsync("portfolio", "retire", "U1", "--date", "2024-03-05");
        (await SetAsync("tracked:portfolio")).ShouldBeEmpty();
        await SyncReportAsync(old);
        (await _trial.SqlAsync(Both)).ShouldBeEmpty();
        (await SyncReportAsync(Statement("U1", Wed, Positions(Position(Wed, 1, "AAA", "4"))))).ShouldBe(ExitCode.Ok);
        (await _trial.SqlAsync(Both)).ShouldBe(["U1,AAA,4"]);
    }

    [Theory]
    [InlineData("unknown account U7; expected one of U1", "portfolio", "retire", "U7")]
    [InlineData("U1 has positions of 2024-03-05; expected that date or a later one, not 2024-03-04", "portfolio", "retire", "U1", "--date", "2024-03-04")]
    public async Task An_account_that_cannot_be_retired_is_refused(string why, params string[] command)
    {
        await SyncReportAsync(Statement("U1", Tue, Positions(Position(Tue, 1, "AAA", "10"))));
        (await _trial.CallAsync(command)).ShouldBe(ExitCode.Configuration, why);
        (await _trial.SqlAsync(Both)).ShouldBe(["U1,AAA,10"]);
    }

    [Theory]
    [InlineData("missing argument ACCOUNT", "portfolio", "retire")]
    [InlineData("unknown action 'retir'; did you mean 'retire'?", "portfolio", "retir", "U1")]
    [InlineData("unexpected argument 'U1'; expected portfolio --account U1", "portfolio", "positions", "U1")]
    [InlineData("--date applies only to retire", "portfolio", "--date", "2024-03-05")]
    public async Task A_wrong_call_is_refused(string why, params string[] command) => (await _trial.CallAsync(command)).ShouldBe(ExitCode.Usage, why);

    [Fact]
    public async Task Rows_of_an_account_without_a_statement_are_stored_and_reported()
    {
        var fee = Trade(Tue, 1, "AAA", "1", "t1", "accountId=\"U1F\"");
        (await SyncReportAsync(Statement("U1", Tue, Trades(fee, Trade(Tue, 1, "AAA", "1", "t2", "accountId=\"U2\""))), Statement("U2", Tue)))
            .ShouldBe(ExitCode.Ok, "1 row names account U1F, of which the report has no statement; stored under U1");
        (await _trial.SqlAsync("SELECT account_id, transaction_id FROM trades ORDER BY 1")).ShouldBe(["U1,t1", "U2,t2"]);
    }
}
