using QuantMatrix.Tests.UnitTests.Broker;
using static QuantMatrix.Tests.UnitTests.Broker.FlexXml;

namespace QuantMatrix.Tests.ContractTests;

/// <summary>The views of realized profit.</summary>
public abstract partial class TablesContract
{
    private const string January = "20240101", Opened = "20240110", ExDate = "20240205", Paid = "20240220", March = "20240331";
    private const string Gains = """
        select price_gain, currency_gain, dividends, gain, coalesce(lacks, '-') from portfolio_gains order by account_id, report_date, lot_id
        """;

    private const string Uncovered = "Cash Transactions of every day it was held";
    private const string Units = "the units held on an ex-dividend date or the rate of a dividend";

    private static readonly FlexClosedLot Lot40 = new(Mon, "40", "4000", "400") { Rate = "0.95" };

    private static string Dividend(
        string id, string amount, string type = "Dividends", string contract = "conid=\"1\"", string more = "fxRateToBase=\"0.92\"") =>
        $"""
        <CashTransaction transactionID="{id}" type="{type}" currency="USD" dateTime="{Paid};202000" reportDate="{Paid}" exDate="{ExDate}" amount="{amount}"
            {contract} {more} />
        """;

    private static string Accrual(string quantity, string more = "") => $"""
        <ChangeInDividendAccruals><ChangeInDividendAccrual conid="1" currency="USD" date="{ExDate}" reportDate="{ExDate}" exDate="{ExDate}" payDate="{Paid}"
            quantity="{quantity}" code="Po" {more} /></ChangeInDividendAccruals>
        """;

    /// <summary>A purchase in dollars, at a rate.</summary>
    private static string Bought(string day, string quantity, string rate) =>
        Trade(day, 1, "AAA", quantity, $"b{day}", $"fxRateToBase=\"{rate}\" buySell=\"BUY\"");

    /// <summary>Everything from January to March, in an account in euros.</summary>
    private static string Quarter(string account, params string[] sections) =>
        Period(account, January, March, $"{March};230000", [Account("EUR"), .. sections]);

    [Fact]
    public async Task A_gain_is_split_into_price_exchange_rate_and_dividends()
    {
        var later = Lot40 with { Quantity = "100", Opened = "20240111;100000", Model = "M" };
        var payments = Payments(Dividend("1", "50"), Dividend("2", "-7.5", "Withholding Tax"), Dividend("3", "99", contract: "conid=\"2\""));
        await IngestAsync(await MigratedAsync(), Document(
            Quarter("U1", Trades(Bought(Opened, "100", "0.9"), $"{Lot40}"), payments, Accrual("100")),
            Quarter("U2", Trades(Bought("20240111", "100", "0.8"), $"{later}"), "<CashTransactions />")));
        Rows(Gains).ShouldBe(["380|200|15.64|595.64|-", "380|600|0|980|-"]);
        Rows("""
            select account_id, model, opened, closed, side, quantity, cost, realized, opening_rate, closing_rate, base_currency from portfolio_gains order by 1
            """).ShouldBe(["U1||2024-01-10|2024-03-04|long|40|4000|400|0.9|0.95|EUR", "U2|M|2024-01-11|2024-03-04|long|100|4000|400|0.8|0.95|EUR"]);
    }

    public static TheoryData<string, string> Splits => new()
    {
        { "SELL|USD|0.95|STK|0.9", "380|200|0|580|-" },
        { "BUY|USD|0.95|STK|0.9", "380|-200|0|180|-" },
        { "BUY (Ca.)|USD|0.95|STK|0.9", "380||0||Buy/Sell" },
        { "SELL|EUR||STK|0.9", "400|0|0|400|-" },
        { "|EUR||STK|0.9", "400|0|0|400|-" },
        { "SELL|USD|0.95|FUT|0.9", "380|0|0|380|-" },
        { "SELL|USD|0.95|CFD|", "380|0|0|380|-" },
        { "SELL|USD|0.95|OPT|0.9", "380|200|0|580|-" },
        { "SELL|USD|0.95|STK|", "380||0||the rate of USD when it was opened" },
        { "|USD|0.95|STK|0.9", "380||0||Buy/Sell" },
        { "SELL|USD||STK|0.9", "||0||the rate of USD when it was closed" },
    };

    [Theory]
    [MemberData(nameof(Splits))]
    public async Task The_part_of_the_exchange_rate_depends_on_side_kind_and_both_rates(string lot, string gains)
    {
        var fields = lot.Split('|');
        var closed = Lot40 with { Side = fields[0], Currency = fields[1], Rate = fields[2], Category = fields[3] };
        var opening = fields[4].Length == 0 ? Trade(Tue, 9, "ZZZ", "1", "t0", "fxRateToBase=\"0.7\"") : Bought(Opened, "40", fields[4]);
        await IngestAsync(await MigratedAsync(), Document(Quarter("U1", Trades(opening, $"{closed}"), "<CashTransactions />")));
        Rows(Gains).ShouldBe([gains]);
    }

    [Fact]
    public async Task A_rate_may_be_that_of_a_position_or_of_another_account_with_the_base_currency()
    {
        var positions = Positions(Position(Opened, 2, "BBB", "1").Replace("fxRateToBase=\"1\"", "fxRateToBase=\"0.9\"", StringComparison.Ordinal));
        await IngestAsync(await MigratedAsync(), Document(
            Period("U1", January, Opened, $"{Opened};230000", Account("EUR"), positions),
            Quarter("U2", Closing(Lot40), "<CashTransactions />"),
            Period("U3", January, March, $"{March};230000", Account("CHF"), Closing(Lot40), "<CashTransactions />")));
        Rows("select account_id, opening_rate, currency_gain from portfolio_gains order by 1").ShouldBe(["U2|0.9|200", "U3||"]);
    }

    /// <summary>A dividend of 50 dollars for 100 shares, of which 40 were closed.</summary>
    public static TheoryData<string, string, string> Shares => new()
    {
        { "entitled", Payments(Dividend("1", "50")) + Accrual("100"), "18.4|-" },
        { "reversed", Payments(Dividend("1", "50"), Dividend("2", "-50"), Dividend("3", "55")) + Accrual("100"), "20.24|-" },
        { "reversed in full", Payments(Dividend("1", "50"), Dividend("2", "-50")) + Accrual("100"), "0|-" },
        { "no ex-date", Payments(Dividend("1", "50").Replace($"exDate=\"{ExDate}\"", "", StringComparison.Ordinal)) + Accrual("100"), "18.4|-" },
        { "units unknown", Payments(Dividend("1", "50")), $"|{Units}" },
        { "fewer units than the lot", Payments(Dividend("1", "50")) + Accrual("30"), $"|{Units}" },
        { "no rate", Payments(Dividend("1", "50", more: "")) + Accrual("100"), $"|{Units}" },
        { "no contract", Payments(Dividend("1", "50", contract: "")) + Accrual("100"), $"|{Units}" },
        { "another contract", Payments(Dividend("1", "50", contract: "conid=\"2\"")), "0|-" },
        { "another model", Payments(Dividend("1", "50", more: "fxRateToBase=\"0.92\" model=\"M\"")) + Accrual("100", "model=\"M\""), "0|-" },
        { "no day", Payments("<CashTransaction transactionID=\"1\" type=\"Dividends\" conid=\"1\" currency=\"EUR\" amount=\"5\" />"), $"|{Units}" },
        { "interest", Payments(Dividend("1", "50", "Broker Interest Received")) + Accrual("100"), "0|-" },
        { "no payments in the query", Accrual("100"), $"|{Uncovered}" },
        { "entitled by the newest accrual with a day", Payments(Dividend("1", "50"))
            + Accrual("80").Replace($" date=\"{ExDate}\"", "", StringComparison.Ordinal) + Accrual("100"), "18.4|-" },
        { "a split since", Payments(Dividend("1", "50")) + Accrual("100")
            + $"<CorporateActions><CorporateAction conid=\"1\" type=\"FS\" quantity=\"50\" reportDate=\"{Paid}\" /></CorporateActions>", $"|{Units}" },
    };

    [Theory]
    [MemberData(nameof(Shares))]
    public async Task A_lot_takes_its_share_of_the_dividends_while_it_was_held(string situation, string sections, string expected)
    {
        await IngestAsync(await MigratedAsync(), Document(Quarter("U1", Trades(Bought(Opened, "100", "0.9"), $"{Lot40}"), sections)));
        Rows("select dividends, coalesce(lacks, '-') from portfolio_gains").ShouldBe([expected], situation);
    }

    [Theory]
    [InlineData(Opened, Mon, "18.4")]
    [InlineData(ExDate, Mon, "0")]
    [InlineData("20240204", ExDate, "18.4")]
    [InlineData(Opened, "20240204", "0")]
    [InlineData("20231229", Mon, "")]
    public async Task A_dividend_belongs_to_lots_opened_before_its_ex_date_and_not_closed_before(string opened, string closed, string expected)
    {
        var lot = Lot40 with { Day = closed, Opened = $"{opened};100000" };
        await IngestAsync(await MigratedAsync(), Document(Quarter("U1", Closing(lot), Payments(Dividend("1", "50")), Accrual("100"))));
        Rows("select dividends from portfolio_gains").ShouldBe([expected]);
    }

    [Theory]
    [InlineData("20240202", "18.4")]
    [InlineData("20240126", "")]
    public async Task Without_an_accrual_the_units_are_those_of_the_last_report_and_the_trades_since(string reported, string expected)
    {
        var tables = await MigratedAsync();
        await IngestAsync(tables, Document(Period("U1", January, reported, $"{reported};230000", Account("EUR"), "<CashTransactions />",
            Positions(Position(reported, 1, "AAA", "140"), Position(reported, 2, "BBB", "7")))));
        await IngestAsync(tables, Document(Quarter("U1", Payments(Dividend("1", "50")), Trades(
            Bought(Opened, "140", "0.9"), Bought("20240204", "-40", "0.9"), Bought(ExDate, "60", "0.9"), $"{Lot40}"))));
        Rows("select dividends from portfolio_gains").ShouldBe([expected]);
    }

    /// <summary>First and last days of the statements with cash transactions, in the order of ingestion, and whether they cover the lot.</summary>
    [Theory]
    [InlineData("20240101-20240331", true)]
    [InlineData("20240101-20240301 20240304-20240331", true)]
    [InlineData("20240110-20240216 20240220-20240304", true)]
    [InlineData("20240220-20240304 20240110-20240216", true)]
    [InlineData("20240101-20240216 20240111-20240112 20240220-20240304", true)]
    [InlineData("20240101-20240216 20240221-20240331", false)]
    [InlineData("20240101-20240131 20240301-20240331", false)]
    [InlineData("20240111-20240331", false)]
    [InlineData("20240101-20240301", false)]
    [InlineData("20230101-20230131 20240301-20240331", false)]
    public async Task Without_the_payments_of_every_session_of_the_holding_dividends_are_unknown(string periods, bool covered)
    {
        var tables = await MigratedAsync();
        await IngestAsync(tables, Document(Quarter("U1", Trades(Bought(Opened, "100", "0.9"), $"{Lot40}"))));
        foreach (var days in periods.Split(' ').Select(p => p.Split('-')))
            await IngestAsync(tables, Document(Period("U1", days[0], days[1], $"{days[1]};230000", Account("EUR"), "<CashTransactions />")));
        Rows("select dividends, gain, coalesce(lacks, '-') from portfolio_gains").ShouldBe([covered ? "0|580|-" : $"||{Uncovered}"]);
    }

    /// <summary>A dividend accrued and not paid: its dates of posting, ex-dividend and payment, further postings, and the dividends of the lot.</summary>
    [Theory]
    [InlineData("20240301", "20240304", "20240415", "", "")]
    [InlineData("20240301", "20240305", "20240415", "", "0")]
    [InlineData("20240109", "20240110", "20240415", "", "0")]
    [InlineData("20240301", "20240304", "20240331", "", "0")]
    [InlineData("20240301", "20240304", "20240401", "", "")]
    [InlineData("20240301", "20240304", "20240415", "Re 20240311", "0")]
    [InlineData("20240301", "20240304", "20240415", "Re 20240311,Po 20240311", "")]
    [InlineData("20240301", "20240304", "20240415", "Re 20240415", "")]
    public async Task A_dividend_that_is_accrued_and_paid_after_the_last_payments_is_unknown(
        string posted, string ex, string paid, string more, string dividends)
    {
        string Posting(string code, string day) => $"""
            <ChangeInDividendAccrual conid="1" currency="USD" date="{day}" reportDate="{day}" exDate="{ex}" payDate="{paid}" quantity="40"
                grossAmount="{(code == "Re" ? "-20" : "20")}" code="{code}" />
            """;
        var postings = more.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split(' ')).Select(p => Posting(p[0], p[1]));
        var accruals = $"<ChangeInDividendAccruals>{string.Concat(postings.Prepend(Posting("Po", posted)))}</ChangeInDividendAccruals>";
        await IngestAsync(await MigratedAsync(), Document(Quarter("U1", Trades(Bought(Opened, "40", "0.9"), $"{Lot40}"), "<CashTransactions />", accruals)));
        Rows("select dividends, coalesce(lacks, '-') from portfolio_gains").ShouldBe([dividends.Length > 0 ? "0|-" : "|the payment of a dividend"]);
    }

    [Fact]
    public async Task A_short_lot_pays_the_dividends()
    {
        var payment = Payments(Dividend("1", "-50", "Payment In Lieu Of Dividends"));
        await IngestAsync(await MigratedAsync(), Document(Quarter("U1", Closing(Lot40 with { Side = "BUY" }), payment, Accrual("-100"))));
        Rows("select side, dividends from portfolio_gains").ShouldBe(["short|-18.4"]);
    }

    private const string Compared = """
        select account_id, from_date, to_date, conid, lots, lots_gain, broker_gain, difference from portfolio_gains_by_statement order by 1, 2, 4
        """;

    [Fact]
    public async Task The_lots_of_a_contract_are_compared_with_the_summary_of_their_statement()
    {
        FlexClosedLot half = Lot40 with { Realized = "-100.5" }, second = Lot40 with { Contract = 2 }, third = Lot40 with { Contract = 3 };
        var action = $"""
            <CorporateActions><CorporateAction conid="3" type="TC" quantity="-5" fifoPnlRealized="9" reportDate="{Mon}" /></CorporateActions>
            """;
        await IngestAsync(await MigratedAsync(), Document(
            Quarter("U1", Closing(Lot40, half, second, third), Summary((1, "284.5"), (1, "0.025"), (2, "400"), (3, "1"), (4, "5")), action),
            Quarter("U2", Closing(Lot40 with { Currency = "CHF", Rate = "" }), Summary((1, "1"))), Quarter("U3", Closing(Lot40)),
            Quarter("U4", Summary((1, "1")))));
        Rows(Compared).ShouldBe(["U1|2024-01-01|2024-03-31|1|2|284.525|284.525|0", "U1|2024-01-01|2024-03-31|2|1|380|400|-20"]);
    }

    /// <summary>When the statement with the lots was generated and the days it covers, beside a summary of Monday and Tuesday generated on Tuesday.</summary>
    [Theory]
    [InlineData("20240305;235900", Mon, Tue, true)]
    [InlineData("20240305;220000", Mon, Tue, true)]
    [InlineData("20240305;235900", "20240301", Tue, true)]
    [InlineData("20240305;235900", Tue, Tue, false)]
    [InlineData("20240306;010000", Mon, Tue, false)]
    [InlineData("20240304;230000", Mon, Mon, false)]
    [InlineData("20240304;230000", Mon, Tue, false)]
    public async Task A_summary_is_compared_with_the_lots_of_another_query_of_its_day(string generated, string from, string to, bool compared)
    {
        var tables = await MigratedAsync();
        await IngestAsync(tables, Document(Period("U1", Mon, Tue, $"{Tue};230000", Account("EUR"), Summary((1, "380")))));
        await IngestAsync(tables, Document(Period("U1", from, to, generated, Closing(Lot40 with { Day = to }))));
        Rows(Compared).ShouldBe(compared ? ["U1|2024-03-04|2024-03-05|1|1|380|380|0"] : []);
    }

    [Fact]
    public async Task A_summary_of_days_reported_again_is_not_compared()
    {
        var tables = await MigratedAsync();
        await IngestAsync(tables, Document(Period("U1", Mon, Tue, $"{Tue};230000", Account("EUR"), Closing(Lot40), Summary((1, "380")))));
        Rows(Compared).ShouldBe(["U1|2024-03-04|2024-03-05|1|1|380|380|0"]);
        var corrected = Lot40 with { Realized = "500" };
        await IngestAsync(tables, Document(Period("U1", Mon, Wed, $"{Wed};230000", Account("EUR"), Closing(corrected), Summary((1, "475")))));
        Rows(Compared).ShouldBe(["U1|2024-03-04|2024-03-06|1|1|475|475|0"]);
    }
}
