using QuantMatrix.Batch.Graph;
using static QuantMatrix.Tests.UnitTests.Broker.FlexXml;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>Dividends, performance and exposure on the command line.</summary>
public sealed partial class FlexArchiveTests
{
    [Fact]
    public async Task A_view_shows_its_rows_of_an_account_and_names_what_the_query_of_another_lacks()
    {
        const string Values = """
            <AccountInformation currency="USD" /><CashTransactions /><ChangeInNAV fromDate="20240305" toDate="20240305" twr="2.5" />
            <EquitySummaryInBase><EquitySummaryByReportDateInBase reportDate="20240304" total="1000" />
            <EquitySummaryByReportDateInBase reportDate="20240305" total="1020" /></EquitySummaryInBase>
            """;
        await SyncReportAsync(Statement("U1", Tue, Values, Positions(Position(Tue, 1, "AAA", "10"))),
            Statement("U2", Tue, Positions(Position(Tue, 1, "AAA", "10"))));

        var returns = await _trial.CallAsync("portfolio", "performance", "--account", "U1", "--format", "csv");
        returns.ShouldBe(ExitCode.Ok, "U1,month,2024-03-01,2024-03-04,2024-03-05,1000,1020,0,2,2.5,1",
            "note: U1 2024-03-05 to 2024-03-05: time-weighted return 2.0 %, the broker's 2.5 %");
        returns.Output.ShouldNotContain("lacks");

        (await _trial.CallAsync("portfolio", "performance")).ShouldBe(ExitCode.Ok,
            "note: U2: cannot be computed: the query lacks Net Asset Value (NAV) in Base",
            "U2: cannot be computed: the query lacks Cash Transactions (detail)");
        (await _trial.CallAsync("portfolio", "dividends")).ShouldBe(ExitCode.Ok, "U2: cannot be computed: the query lacks Cash Transactions (detail)");
        (await _trial.CallAsync("portfolio", "exposure", "--account", "U2")).ShouldBe(ExitCode.Ok, "U2: cannot be computed: the query lacks Cash Report");
    }

    [Theory]
    [InlineData("unknown action 'dividend'; did you mean 'dividends'?", "portfolio", "dividend")]
    [InlineData("unexpected argument 'U1'; expected portfolio exposure --account U1", "portfolio", "exposure", "U1")]
    public async Task A_wrong_call_of_a_view_is_refused(string why, params string[] command) =>
        (await _trial.CallAsync(command)).ShouldBe(ExitCode.Usage, why);
}
