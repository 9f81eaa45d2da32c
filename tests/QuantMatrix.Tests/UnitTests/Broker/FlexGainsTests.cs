using static QuantMatrix.Tests.UnitTests.Broker.FlexXml;

namespace QuantMatrix.Tests.UnitTests.Broker;

/// <summary>Closed lots and the summary of realized profit are read.</summary>
public class FlexGainsTests
{
    private const string Day = "20240305";

    private static readonly FlexClosedLot Lot = new(Day, "10", "95.5", "-4.25");

    [Fact]
    public void A_closed_lot_is_stored_beside_the_trade_that_closed_it()
    {
        var sheet = Read(Trades(Trade(Day, 1, "AAA", "-10", "t9"), $"{Lot}"));
        sheet.Report.Summary.Unknown.ShouldBeEmpty();
        sheet.Lines("closed_lots", "opening_transaction_id", "open_date_time", "date_time", "report_date", "buy_sell", "quantity", "cost", "fifo_pnl_realized")
            .ShouldBe(["o1|2024-01-10 10:00:00|2024-03-05 15:30:00|2024-03-05|SELL|10|95.5|-4.25"]);
        sheet.Lines("trades", "transaction_id", "quantity").ShouldBe(["t9|-10"]);
    }

    [Fact]
    public void Lots_with_one_opening_trade_get_identifiers_of_their_own_that_no_amount_changes()
    {
        string[] Ids(params FlexClosedLot[] lots) =>
            [.. Read(Trades([Trade(Day, 1, "AAA", "-10", "t9"), .. lots.Select(l => $"{l}")])).Lines("closed_lots", "lot_id")];
        var ids = Ids(Lot, Lot, Lot with { Quantity = "3" }, Lot with { Opened = "20240111;100000" });
        ids.ShouldBeUnique();
        ids.ShouldAllBe(id => id.StartsWith("content:", StringComparison.Ordinal));
        ids[1].ShouldBe($"{ids[0]}:2");
        Ids(Lot with { Cost = "96", Realized = "-4.75", Rate = "0.9" }).ShouldBe([ids[0]]);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("EXECUTION", false)]
    [InlineData("CLOSED_LOT", true)]
    public void A_section_reports_closed_lots_only_with_a_row_of_them(string level, bool reported)
    {
        var lot = level.Length == 0 ? "" : $"{Lot with { Level = level }}";
        Read(Trades(Trade(Day, 1, "AAA", "-10", "t9"), lot)).Report.Statements[0].Tables.Contains("closed_lots").ShouldBe(reported);
    }

    [Fact]
    public void Lots_without_a_date_are_left_out_and_refuse_no_statement()
    {
        const string undated = "<Lot conid=\"1\" quantity=\"10\" cost=\"95.5\" fifoPnlRealized=\"1\" levelOfDetail=\"CLOSED_LOT\" />";
        var sheet = Read(Trades(Trade(Day, 1, "AAA", "-10", "t9"), undated));
        sheet.Report.Statements[0].Fault.ShouldBeNull();
        sheet.Report.Summary.InvalidRows.ShouldBe(0);
        (sheet["closed_lots"].Count, sheet["trades"].Count).ShouldBe((0, 1));
    }

    [Fact]
    public void The_summary_of_realized_profit_is_stored_by_contract_with_its_total()
    {
        const string Rows = """
            <FIFOPerformanceSummaryInBase>
            <FIFOPerformanceSummaryUnderlying assetCategory="STK" symbol="AAA" conid="1" reportDate="20240305" costAdj="0" realizedSTProfit="7"
              realizedSTLoss="-2" realizedLTProfit="0.5" realizedLTLoss="0" totalRealizedPnl="5.5" unrealizedSTLoss="-1" totalFifoPnl="4.5" code="" />
            <FIFOPerformanceSummaryUnderlying assetCategory="" symbol="" conid="" description="Total (All Assets)" totalRealizedPnl="5.5" />
            </FIFOPerformanceSummaryInBase>
            """;
        var sheet = FlexSheet.Of(Document(Period("U1", "20240304", Day, $"{Day};230000", Rows)));
        sheet.Report.Summary.Unknown.ShouldBeEmpty();
        sheet.Lines("fifo_performance", "from_date", "to_date", "conid", "realized_st_profit", "realized_st_loss", "realized_lt_profit",
            "total_realized_pnl", "unrealized_st_loss", "total_fifo_pnl")[0].ShouldBe("2024-03-04|2024-03-05|1|7|-2|0.5|5.5|-1|4.5");
        sheet.Lines("fifo_performance", "conid", "description", "total_realized_pnl")[1].ShouldBe("|Total (All Assets)|5.5");
        sheet.Lines("fifo_performance", "summary_id").ShouldBeUnique();
    }

    private static FlexSheet Read(string section) => FlexSheet.Of(Document(Statement("U1", Day, section)));
}
