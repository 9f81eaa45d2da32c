using static QuantMatrix.Tests.UnitTests.Broker.FlexXml;

namespace QuantMatrix.Tests.ContractTests;

/// <summary>The views over the account tables.</summary>
public abstract partial class TablesContract
{
    private static string Account(string currency) => $"<AccountInformation currency=\"{currency}\" />";

    private static string Payments(params string[] rows) => $"<CashTransactions>{string.Join('\n', rows)}</CashTransactions>";

    private static string Payment(string id, string type, string day, string amount, string money, string description = "AAA") =>
        $"""
        <CashTransaction transactionID="{id}" type="{type.Replace("&", "&amp;", StringComparison.Ordinal)}" dateTime="{day};202000" reportDate="{day}"
            amount="{amount}" {money} description="{description}" />
        """;

    private static string Values(params (string Day, string Total)[] days)
    {
        var rows = days.Select(d => $"<EquitySummaryByReportDateInBase reportDate=\"{d.Day}\" total=\"{d.Total}\" />");
        return $"<EquitySummaryInBase>{string.Concat(rows)}</EquitySummaryInBase>";
    }

    [Fact]
    public async Task Dividends_are_summed_by_month_and_year_in_base_currency_and_in_their_own_without_a_rate()
    {
        const string Dollars = "currency=\"USD\" fxRateToBase=\"0.9\"", Euros = "currency=\"EUR\"", Francs = "currency=\"CHF\"";
        string[] march =
        [
            Payment("1", "Dividends", "20240304", "100", Dollars), Payment("2", "Withholding Tax", "20240304", "-15", Dollars, "AAA - US TAX"),
            Payment("3", "Payment In Lieu Of Dividends", "20240320", "10", Euros),
            Payment("4", "Withholding Tax", "20240305", "-3", Dollars, "WITHHOLDING @ 20% ON CREDIT INT FOR FEB-2024"),
            Payment("5", "Broker Interest Received", "20240305", "15", Dollars),
        ];
        string[] later =
        [
            Payment("6", "Dividends", "20240304", "-100", Dollars), Payment("7", "Dividends", "20240304", "110", Dollars),
            Payment("8", "Dividends", "20240506", "7", Francs),
        ];
        var tables = await MigratedAsync();
        await IngestAsync(tables, Document(Period("U1", "20240301", "20240331", "20240401;010000", Account("EUR"), Payments(march))));
        await IngestAsync(tables, Document(
            Period("U1", "20240315", "20240510", "20240511;010000", Account("EUR"), Payments([march[2], .. later])),
            Period("U2", "20240315", "20240510", "20240511;010000", Account("USD"), Payments(Payment("1", "Dividends", "20240401", "5", "currency=\"USD\"")))));
        Rows("select account_id, period, period_start, currency, gross, withheld, net, payments from portfolio_dividends order by 1, 2, 3, 4").ShouldBe(
        [
            "U1|month|2024-03-01|EUR|109|-13.5|95.5|4", "U1|month|2024-05-01|CHF|7|0|7|1",
            "U1|year|2024-01-01|CHF|7|0|7|1", "U1|year|2024-01-01|EUR|109|-13.5|95.5|4",
            "U2|month|2024-04-01|USD|5|0|5|1", "U2|year|2024-01-01|USD|5|0|5|1",
        ]);
    }

    private const string Returns = """
        select period, period_start, from_date, to_date, flows, round(cast(twr_pct as decimal(12, 6)), 4), round(cast(broker_twr_pct as decimal(12, 6)), 4)
        from portfolio_performance order by period, period_start, to_date
        """;

    [Fact]
    public async Task Returns_are_weighted_by_time_and_beside_those_of_the_broker()
    {
        const string Dollars = "currency=\"USD\"", Change = "<ChangeInNAV fromDate=\"20240304\" toDate=\"20240306\" twr=\"2.5\" />";
        var deposits = Payments(Payment("1", "Deposits & Withdrawals", "20240305", "1000", Dollars),
            Payment("2", "Deposits/Withdrawals", "20240306", "-500", Dollars));
        var week = Values(("20240301", "1000"), ("20240304", "1010"), ("20240305", "2030"), ("20240306", "1540"));
        var tables = await MigratedAsync();
        await IngestAsync(tables, Document(Period("U1", "20240304", "20240306", "20240307;010000", Account("USD"), deposits, week, Change)));
        await IngestAsync(tables, Document(Period("U1", "20240306", "20240502", "20240503;010000", Account("USD"), deposits, Values(("20240502", "1600")))));
        Rows(Returns).ShouldBe(
        [
            "month|2024-03-01|2024-03-01|2024-03-06|500|2.5075|2.5", "month|2024-05-01|2024-03-06|2024-05-02|0|3.8961|",
            "quarter|2024-01-01|2024-03-01|2024-03-06|500|2.5075|2.5", "quarter|2024-04-01|2024-03-06|2024-05-02|0|3.8961|",
            "statement|2024-03-04|2024-03-01|2024-03-06|500|2.5075|2.5", "year|2024-01-01|2024-03-01|2024-05-02|500|6.5013|",
        ]);
    }

    [Fact]
    public async Task The_values_of_models_are_summed_and_their_returns_are_not_those_of_the_account()
    {
        const string Change = "<ChangeInNAV model=\"A\" fromDate=\"20240304\" toDate=\"20240304\" twr=\"9\" />";
        var models = Values(("20240301", "600\" model=\"A"), ("20240301", "400\" model=\"B"), ("20240304", "590\" model=\"A"), ("20240304", "430\" model=\"B"));
        await IngestAsync(await MigratedAsync(), Document(Statement("U1", Mon, Account("USD"), Payments(), models, Change)));
        Rows(Returns).ShouldContain("month|2024-03-01|2024-03-01|2024-03-04|0|2|");
    }

    [Theory]
    [InlineData("", "1010", "")]
    [InlineData("<CashTransactions />", "0", "")]
    [InlineData("<CashTransactions />", "1010", "1")]
    public async Task A_return_without_payments_in_the_query_or_without_a_value_is_null(string section, string closing, string expected)
    {
        await IngestAsync(await MigratedAsync(),
            Document(Statement("U1", Mon, Account("USD"), section, Values(("20240301", "1000"), ("20240304", closing)))));
        Rows(Returns).ShouldContain($"month|2024-03-01|2024-03-01|2024-03-04|0|{expected}|");
    }

    [Fact]
    public async Task A_payment_without_a_rate_leaves_the_return_unknown()
    {
        var deposit = Payments(Payment("1", "Deposits & Withdrawals", Mon, "1000", "currency=\"CHF\""));
        await IngestAsync(await MigratedAsync(),
            Document(Statement("U1", Mon, Account("USD"), deposit, Values(("20240301", "1000"), ("20240304", "2010")))));
        Rows(Returns).ShouldContain("month|2024-03-01|2024-03-01|2024-03-04|0||");
    }

    [Fact]
    public async Task Exposure_is_by_currency_and_sector_in_base_currency()
    {
        var tables = await MigratedAsync();
        Change("""
            insert into index_constituents (index_name, symbol, first_seen_at, last_seen_at, is_active, sector)
            values ('NASDAQ100', 'AAA', '2024-01-01', '2024-03-04', true, 'Software'), ('SP500', 'AAA', '2024-01-01', '2024-03-04', true, 'Energy')
            """);
        string Held(int conid, string symbol, string kind, string more) => $"""
            <OpenPosition conid="{conid}" symbol="{symbol}" assetCategory="{kind}" position="1" reportDate="{Mon}" levelOfDetail="SUMMARY" {more} />
            """;
        await IngestAsync(tables, Document(Statement("U1", Mon, Account("EUR"), Values((Mon, "1000")), Positions(
            Held(1, "AAA", "STK", "currency=\"USD\" fxRateToBase=\"0.9\" positionValue=\"500\""),
            Held(2, "BBB", "STK", "currency=\"EUR\" positionValue=\"-100\""),
            Held(3, "ESH4", "FUT", "currency=\"USD\" fxRateToBase=\"0.9\" positionValue=\"250000\" fifoPnlUnrealized=\"20\""),
            Held(4, "CCC", "BOND", "currency=\"CHF\" positionValue=\"30\"")),
            Cash(Mon, Mon, "EUR", "startingCash=\"632\" endingCash=\"632\""))));
        Rows("select grouped_by, name, positions, value, round(cast(percent_of_nav as decimal(12, 6)), 2) from portfolio_exposure")
            .Order(StringComparer.Ordinal).ShouldBe(
        [
            "currency|CHF|1||", "currency|EUR|2|532|53.2", "currency|USD|2|468|46.8",
            "sector|BOND|1||", "sector|Energy|1|450|45", "sector|FUT|1|18|1.8", "sector|cash|1|632|63.2", "sector|not in an index table|1|-100|-10",
        ]);
    }
}
