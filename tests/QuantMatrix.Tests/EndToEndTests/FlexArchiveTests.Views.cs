using QuantMatrix.Batch.Graph;
using QuantMatrix.Tests.UnitTests.Broker;
using static QuantMatrix.Tests.UnitTests.Broker.FlexXml;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>Dividends, performance, gains and exposure on the command line.</summary>
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
        returns.Text.ShouldNotContain("lacks");

        (await _trial.CallAsync("portfolio", "performance")).ShouldBe(ExitCode.Ok,
            "note: U2: cannot be computed: the query lacks Net Asset Value (NAV) in Base",
            "U2: cannot be computed: the query lacks Cash Transactions (detail)");
        (await _trial.CallAsync("portfolio", "dividends")).ShouldBe(ExitCode.Ok, "U2: cannot be computed: the query lacks Cash Transactions (detail)");
        (await _trial.CallAsync("portfolio", "exposure", "--account", "U2")).ShouldBe(ExitCode.Ok, "U2: cannot be computed: the query lacks Cash Report");
    }

    [Fact]
    public async Task Gains_are_listed_by_closed_lot_and_what_the_statements_lack_or_contradict_is_noted()
    {
        const string Profits = """
            <FIFOPerformanceSummaryInBase>
            <FIFOPerformanceSummaryUnderlying conid="1" symbol="AAA" totalRealizedPnl="100" />
            <FIFOPerformanceSummaryUnderlying conid="2" symbol="BBB" totalRealizedPnl="20" />
            </FIFOPerformanceSummaryInBase>
            """;
        var lot = new FlexClosedLot(Tue, "10", "950", "75.255") { Opened = "20240304;100000" };
        var sold = Trade(Tue, 1, "AAA", "-10", "t1", "openCloseIndicator=\"C\"");
        await SyncReportAsync(
            Period("U1", Mon, Tue, "20240306;010000", "<AccountInformation currency=\"USD\" /><CashTransactions />", Profits,
                Trades(sold, $"{lot}", $"{lot with { Contract = 2, Symbol = "BBB", Realized = "20", Opened = "20240105;100000" }}")),
            Statement("U2", Tue, Trades(sold, Trade(Tue, 2, "BBB", "5", "t2", "openCloseIndicator=\"O\""))),
            Statement("U3", Tue, "<CashTransactions />"), Statement("U4", Tue, Trades(sold, $"{lot}")));

        var gains = await _trial.CallAsync("portfolio", "gains", "--account", "U1", "--format", "csv");
        gains.ShouldBe(ExitCode.Ok,
            "account,symbol,opened,closed,side,quantity,currency,cost,realized,base,price_gain,currency_gain,dividends,gain,model",
            "U1,AAA,2024-03-04,2024-03-05,long,10,USD,950,75.26,USD,75.26,0,0,75.26,", "U1,BBB,2024-01-05,2024-03-05,long,10,USD,950,20,USD,20,0,,,",
            "U1 2024-03-04 to 2024-03-05 AAA: realized profit of the lots 75.26, the broker's 100.00; a lot may be missing from the statement",
            "U1: 1 lot is not split in full: the statements lack Cash Transactions of every day it was held; add it in the Client Portal");
        gains.Text.ShouldNotContain("the query lacks");
        gains.Text.ShouldNotContain("to 2024-03-05 BBB");
        (await _trial.CallAsync("portfolio", "gains")).ShouldBe(ExitCode.Ok,
            "U2: cannot be computed for the trades that closed positions from 2024-03-05 to 2024-03-05: the query lacks Closed Lots (an option of Trades)",
            "U3: cannot be computed: the query lacks Trades (executions and closed lots)");
        var summary = await _trial.CallAsync("portfolio", "gains", "--format", "csv");
        summary.Text.Split('\n').Where(line => line.Contains("Performance Summary", StringComparison.Ordinal)).ShouldBe([
            "note: U4: not compared with the broker's summary: the query lacks Realized and Unrealized Performance Summary in Base; "
            + "add it in the Client Portal"]);
    }

    [Theory]
    [InlineData("unknown action 'dividend'; did you mean 'dividends'?", "portfolio", "dividend")]
    [InlineData("unexpected argument 'U1'; expected portfolio exposure --account U1", "portfolio", "exposure", "U1")]
    public async Task A_wrong_call_of_a_view_is_refused(string why, params string[] command) =>
        (await _trial.CallAsync(command)).ShouldBe(ExitCode.Usage, why);
}
