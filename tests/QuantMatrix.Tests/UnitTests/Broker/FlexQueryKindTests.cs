using QuantMatrix.Broker.Flex.Reader;
using static QuantMatrix.Tests.UnitTests.Broker.FlexXml;

namespace QuantMatrix.Tests.UnitTests.Broker;

/// <summary>A query of the wrong kind is told apart from one that had no rows today.</summary>
public class FlexQueryKindTests
{
    private const string Day = "20240305";

    public static TheoryData<string, string, string?> Cases => new()
    {
        { "TCF", "<TradeConfirms><TradeConfirm symbol=\"AAA\" /></TradeConfirms>", "Trade Confirmation report; create an Activity Flex Query" },
        { "TCF", "<TradeConfirms />", "Trade Confirmation report" },
        { "AF", "<TradeConfirms />", "Trade Confirmation report" },
        { "AF", "<TradeConfirms />" + Trades(), null },
        { "AF", "<StmtFunds><StatementOfFundsLine amount=\"1\" /></StmtFunds>", "found only StmtFunds, which is not stored; add Open Positions" },
        { "AF", "<AccountInformation currency=\"USD\" /><StmtFunds />", "found only AccountInformation, StmtFunds" },
        { "AF", "<StmtFunds />" + Trades(), null },
        { "AF", "", null },
        { "AF", Trades("<Order symbol=\"AAA\" quantity=\"1\" levelOfDetail=\"ORDER\" />"), "Trades has no executions, only Order; in section Trades" },
        { "AF", Trades("<SymbolSummary quantity=\"1\" /><Lot quantity=\"1\" />"), "Trades has no executions, only Lot, SymbolSummary;" },
        { "AF", Trades("<Trade conid=\"1\" symbol=\"AAA\" quantity=\"1\" levelOfDetail=\"SUMMARY\" />"), "Trades has no executions, only summaries;" },
        { "AF", Trades("<WashSale quantity=\"1\" />"), null },
        { "AF", Trades(), null },
        { "AF", Trades("<Order quantity=\"1\" />", Trade(Day, 1, "AAA", "1", "t1")), null },
        { "AF", Positions(Lot(Day, 1, "AAA", "1", "t1")), "OpenPositions has lots without summaries; in section Open Positions" },
        { "AF", Positions(Lot(Day, 1, "AAA", "1", "t1").Replace("levelOfDetail=\"LOT\"", "", StringComparison.Ordinal)),
            "OpenPositions has lots without summaries" },
        { "AF", Positions(Position(Day, 1, "AAA", "1"), Lot(Day, 1, "AAA", "1", "t1")), null },
        { "AF", Positions(), null },
        { "AF", Positions(Position(Day, 1, "AAA", "1").Replace("conid=\"1\"", "", StringComparison.Ordinal)),
            "OpenPositions has no conid; add it to the query" },
        { "AF", Trades(Trade(Day, 1, "AAA", "1", "t1").Replace("quantity=\"1\"", "", StringComparison.Ordinal)),
            "Trades has no quantity; add it to the query" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_kind_of_query_is_judged_by_what_it_contains(string type, string sections, string? reason)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["report.xml"], Document(Statement("U1", Day, sections)).Replace("type=\"AF\"", $"type=\"{type}\"", StringComparison.Ordinal));
        var fault = FlexReport.Open(folder["report.xml"], Today).Statements[0].Fault;
        (fault?.IsQuery ?? true).ShouldBeTrue();
        if (reason is null) fault.ShouldBeNull();
        else fault!.Reason.ShouldContain(reason);
    }
}
