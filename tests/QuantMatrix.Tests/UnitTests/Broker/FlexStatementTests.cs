using QuantMatrix.Broker.Flex.Reader;
using QuantMatrix.Model;
using static QuantMatrix.Tests.UnitTests.Broker.FlexXml;

namespace QuantMatrix.Tests.UnitTests.Broker;

/// <summary>Statements in the documented shape: a whole day in <c>tests/data/payloads/ibkr/statement.xml</c>, rare rows written here.</summary>
public class FlexStatementTests
{
    private static readonly string File = TestData.Path("payloads", "ibkr", "statement.xml");

    [Fact]
    public void Every_row_of_the_day_is_stored_or_known_and_ignored()
    {
        var summary = new FlexSheet(File).Report.Summary;

        summary.InvalidRows.ShouldBe(0, string.Join('\n', summary.Errors));
        summary.Unknown.ShouldBeEmpty();
        var rows = summary.Elements.GroupBy(e => e.Key.Element).ToDictionary(g => g.Key, g => g.Sum(e => e.Value));
        string[] elements = ["OpenPosition", "Order", "SymbolSummary", "Trade", "CashTransaction", "CashReportCurrency", "EquitySummaryByReportDateInBase"];
        elements.Select(element => rows[element]).ShouldBe([6, 1, 1, 1, 4, 2, 2]);
    }

    [Fact]
    public void Of_a_summary_and_its_detail_the_detail_is_stored() =>
        new FlexSheet(File).Lines("cash_transactions", "account_id", "transaction_id", "type", "amount").ShouldBe(
            ["U7654321|8001|Dividends|12.34", "U7654321|8002|Withholding Tax|-1.85", "U7654321|8003|Other Fees|-4.5"]);

    [Fact]
    public void Of_an_order_its_summaries_and_its_execution_the_execution_is_stored() =>
        new FlexSheet(File).Lines("trades", "symbol", "quantity", "net_cash", "ib_exec_id").ShouldBe(["BETA|20|-791|0000abcd.65e70001.01.01"]);

    [Fact]
    public void Short_options_are_negative_and_keep_the_brokers_name() =>
        new FlexSheet(File).Lines("positions", "symbol", "asset_category", "quantity", "position_value", "expiry", "put_call")[^1]
            .ShouldBe("ALFA  240621C00210000|OPT|-1|-125|2024-06-21|C");

    [Fact]
    public void The_net_asset_value_and_its_change_are_stored_with_their_parts()
    {
        var sheet = new FlexSheet(File);
        sheet.Lines("account_nav", "report_date", "total", "stock", "options", "cash", "dividend_accruals", "other_components")
            .ShouldBe(["2024-03-04|2925.1|2050|-130|1000|5.1|0", "2024-03-05|2951.04|2855|-125|214.99|6.05|0"]);
        sheet.Lines("account_nav_changes", "starting_value", "mtm", "change_in_dividend_accruals", "other_fees", "commissions", "other_changes", "ending_value")
            .ShouldBe(["2925.1|20|0.95|-4.5|-1|0|2951.04"]);
        sheet.Lines("dividend_accruals", "symbol", "ex_date", "pay_date", "net_amount", "code").ShouldBe(["BETA|2024-03-06|2024-03-28|0.95|Po"]);
    }

    /// <summary>The cash report has no attribute for foreign exchange.</summary>
    [Fact]
    public void A_missing_amount_is_null_and_not_0() =>
        new FlexSheet(File).Lines("account_balances", "currency", "starting_cash", "dividends", "other_movements", "fx_translation_gain_loss", "ending_cash")
            .ShouldBe(["BASE_SUMMARY|1000|12.34|0||214.99", "USD|1000|12.34|0||214.99"]);

    [Fact]
    public void A_canceled_trade_is_reversed() =>
        Read(Statement("U1", "20240305", Trades(
            Trade("20240305", 1, "GAMA", "450", "t1", "buySell=\"BUY\" netCash=\"-2446.84\" exchange=\"ARCA\""),
            Trade("20240305", 1, "GAMA", "-450", "", "buySell=\"BUY (Ca.)\" netCash=\"2444.4\" exchange=\"--\" transactionType=\"TradeCancel\""))))
            .Lines("trades", "buy_sell", "quantity", "net_cash", "date_time", "exchange")
            .ShouldBe(["BUY|450|-2446.84|2024-03-05 10:15:00|ARCA", "BUY (Ca.)|-450|2444.4|2024-03-05 10:15:00|"]);

    [Fact]
    public void Rows_without_an_id_get_a_unique_and_reproducible_one()
    {
        const string cash = """<CashTransaction currency="USD" type="Other Fees" amount="-10" dateTime="20240305" reportDate="20240305" />""";
        const string action = """
            <CorporateAction currency="USD" symbol="GAMA" conid="1" quantity="5" dateTime="2024-03-05, 19:45:00" reportDate="2024-03-05" />
            """;
        var statement = Statement("U1", "20240305",
            $"<CashTransactions>{cash}{cash}</CashTransactions>", $"<CorporateActions>{action}{action}</CorporateActions>");

        foreach (var (table, column) in new[] { ("cash_transactions", "transaction_id"), ("broker_corporate_actions", "booking_id") })
        {
            var ids = Read(statement).Lines(table, column);
            ids.Count.ShouldBe(2);
            ids.ShouldAllBe(id => id.StartsWith("content:", StringComparison.Ordinal));
            ids.ShouldBeUnique();
            Read(statement).Lines(table, column).ShouldBe(ids);
        }
    }

    [Theory]
    [InlineData("U2", "U1", 1)]
    [InlineData("U1F", "U1", 1)]
    [InlineData("-", "U1", 0)]
    [InlineData("U1", "U1", 0)]
    [InlineData("U3", "U3", 0)]
    public void A_row_is_of_the_account_it_names_if_that_has_a_statement_and_otherwise_of_its_statement(string named, string account, int foreign)
    {
        var row = $"""<CashTransaction accountId="{named}" type="Dividends" currency="USD" amount="9.5" transactionID="c1" levelOfDetail="DETAIL" />""";
        var sheet = Read(Document(Statement("U1", "20240305", $"<CashTransactions>{row}</CashTransactions>"), Statement("U3", "20240305")), isReport: true);
        sheet.Lines("cash_transactions", "account_id", "amount").ShouldBe([$"{account}|9.5"]);
        sheet.Report.Summary.Foreign.Sum(f => f.Value).ShouldBe(foreign);
    }

    [Fact]
    public void Three_statements_are_read_although_the_report_declares_two()
    {
        string[] statements = [.. new[] { ("EUR", 10), ("GBP", 26), ("EUR", 27) }.Select(s =>
            Period("U1", "20240201", "20240229", $"202403{s.Item2};120000", $"<AccountInformation currency=\"{s.Item1}\" />"))];

        Read(Document(statements).Replace("count=\"3\"", "count=\"2\"", StringComparison.Ordinal), isReport: true).Report.Statements
            .Select(s => (s.Account, s.BaseCurrency, s.Generated.Day)).ShouldBe([("U1", "EUR", 10), ("U1", "GBP", 26), ("U1", "EUR", 27)]);
    }

    [Fact]
    public void Old_statements_have_separate_date_and_time_attributes()
    {
        const string trade = """
            <Trade currency="USD" symbol="GAMA" conid="1" tradeDate="20130401" tradeTime="093406" settleDateTarget="20130404" reportDate="20130401"
              quantity="5" transactionID="t1" levelOfDetail="EXECUTION" />
            """;

        Read(Period("U1", "20130102", "20131231", "20140102 01:25:14", Trades(trade))).Lines("trades", "date_time", "settle_date")
            .ShouldBe(["2013-04-01 09:34:06|2013-04-04"]);
    }

    private static FlexSheet Read(string text, bool isReport = false) => FlexSheet.Of(isReport ? text : Document(text));
}
