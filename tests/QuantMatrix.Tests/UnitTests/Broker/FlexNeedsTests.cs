using QuantMatrix.Broker.Flex.Reader;
using QuantMatrix.Model;
using static QuantMatrix.Tests.UnitTests.Broker.FlexXml;

namespace QuantMatrix.Tests.UnitTests.Broker;

/// <summary>What can be audited is what the query tells: sections, levels of detail, fields.</summary>
public class FlexNeedsTests
{
    private const string Day = "20240305", Move = "conid=\"1\" quantity=\"2\"";

    private static readonly string Held = Positions(Position(Day, 1, "AAA", "10"));

    public static TheoryData<string, string, string?> Cases => new()
    {
        { TieOuts.Lots, Held, "OpenPositions has no lots; add it to the query" },
        { TieOuts.Lots, Trades(), "OpenPositions not in the query; add it to the query" },
        { TieOuts.Lots, Positions(), "OpenPositions has no row; add it to the query" },
        { TieOuts.Lots, Positions(Position(Day, 1, "AAA", "10"), Lot(Day, 1, "AAA", "10", "t1")), null },
        { TieOuts.Lots, Positions(Position(Day, 1, "AAA", "10").Replace("levelOfDetail=\"SUMMARY\"", "", StringComparison.Ordinal),
            Lot(Day, 1, "AAA", "10", "t1").Replace("levelOfDetail=\"LOT\"", "", StringComparison.Ordinal)), null },
        { TieOuts.Positions, Held + Trades() + NoMovements, null },
        { TieOuts.Positions, Positions() + Trades() + NoMovements, null },
        { TieOuts.Positions, Trades() + NoMovements, "OpenPositions not in the query; add it to the query" },
        { TieOuts.Positions, Held + NoMovements, "Trades not in the query; add it to the query" },
        { TieOuts.Positions, Held + Trades() + "<CorporateActions />", "Transfers not in the query; add it to the query" },
        { TieOuts.Positions, Held + Trades(), "Transfers not in the query, CorporateActions not in the query; add them to the query" },
        { TieOuts.Positions, Held + Trades(Trade(Day, 1, "AAA", "1", "t1")) + NoMovements, null },
        { TieOuts.Positions, Held + Trades(Trade(Day, 1, "AAA", "1", "t1").Replace("conid=\"1\"", "", StringComparison.Ordinal)) + NoMovements,
            "Trades has no conid; add it to the query" },
        { TieOuts.Positions, Held + Trades(Trade(Day, 1, "AAA", "1", "t1").Replace("assetCategory=\"STK\"", "", StringComparison.Ordinal)) + NoMovements,
            "Trades has no assetCategory; add it to the query" },
        { TieOuts.Positions, Held + Trades() + $"<Transfers><Transfer {Move} direction=\"IN\" date=\"20240305\" /></Transfers><CorporateActions />", null },
        { TieOuts.Positions, Held + Trades() + $"<Transfers><Transfer {Move} date=\"20240305\" /></Transfers><CorporateActions />",
            "Transfers has no direction; add it to the query" },
        { TieOuts.Positions, Held + Trades() + "<Transfers /><CorporateActions><CorporateAction conid=\"1\" reportDate=\"20240305\" /></CorporateActions>",
            "CorporateActions has no quantity; add it to the query" },
        { TieOuts.Positions, Held + Trades() + $"<Transfers /><CorporateActions><CorporateAction {Move} /></CorporateActions>",
            "CorporateActions has no reportDate; add it to the query" },
        { TieOuts.Cash, Held, "CashReport not in the query; add it to the query" },
        { TieOuts.Cash, "<CashReport />", "CashReport has no row; add it to the query" },
        { TieOuts.Cash, "<CashReport><CashReportCurrency startingCash=\"1\" endingCash=\"1\" /></CashReport>",
            "CashReport has no currency; add it to the query" },
        { TieOuts.NetAssetValue, Held, "EquitySummaryInBase not in the query; add it to the query" },
        { TieOuts.NetAssetValue, "<EquitySummaryInBase><EquitySummaryByReportDateInBase reportDate=\"20240305\" cash=\"1\" /></EquitySummaryInBase>",
            "EquitySummaryInBase has no total; add it to the query" },
        { TieOuts.NetAssetValue, FullNav(Day, "1", ("cash", "1")), null },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_tie_out_that_the_query_omits_something_for_is_not_checked(string tieOut, string sections, string? reason) =>
        Read(sections).Report.Statements[0].NotChecked.GetValueOrDefault(tieOut).ShouldBe(reason);

    public static TheoryData<string, string?> CashRows => new()
    {
        { "startingCash=\"5\" endingCash=\"5\"", "CashReport has no netTradesSales, netTradesPurchases, depositWithdrawals, commissions, dividends," },
        { "startingCash=\"5\" netTradesSales=\"0\" netTradesPurchases=\"0\" depositWithdrawals=\"0\"", "CashReport has no endingCash, commissions," },
        { "startingCash=\"5\" netTradesSales=\"2\" netTradesPurchases=\"-1\" depositWithdrawals=\"4\" endingCash=\"10\"", null },
        { "startingCash=\"5\" netTradesSales=\"2\" netTradesPurchases=\"-1\" deposits=\"7\" withdrawals=\"-3\" endingCash=\"10\"", null },
        { "startingCash=\"5\" netTradesSales=\"2\" netTradesPurchases=\"-1\" deposits=\"7\" endingCash=\"13\"", "CashReport has no depositWithdrawals," },
        { "startingCash=\"5\" netTradesSales=\"2\" netTradesPurchases=\"-1\" depositWithdrawals=\"4\" endingCash=\"10.01\"",
            "CashReport has no commissions, dividends, paymentInLieu, withholdingTax, brokerInterest, bondInterest, cashSettlingMtm, advisorFees, otherFees, "
            + "salesTax, … and 18 more; add them to the query" },
        { "startingCash=\"5\" netTradesSales=\"\" netTradesPurchases=\"\" depositWithdrawals=\"\" endingCash=\"5.004\"", null },
    };

    [Theory]
    [MemberData(nameof(CashRows))]
    public void A_row_of_cash_is_checked_when_it_adds_up_or_nothing_is_omitted(string movements, string? reason)
    {
        var found = Read(Cash(Day, Day, "USD", movements)).Lines("account_balances", "not_checked")[0];
        if (reason is null) found.ShouldBe("");
        else found.ShouldStartWith(reason);
    }

    [Fact]
    public void With_every_field_a_difference_can_be_checked_and_translation_is_of_the_base_row()
    {
        Read(FullCash(Day, "USD", ("endingCash", "9"))).Lines("account_balances", "not_checked").ShouldBe([""]);
        var usd = FullCash(Day, "USD", ("endingCash", "9")).Replace("fxTranslationGainLoss=\"0\"", "", StringComparison.Ordinal);
        Read(usd).Lines("account_balances", "not_checked").ShouldBe([""]);
        Read(usd.Replace("\"USD\"", "\"BASE_SUMMARY\"", StringComparison.Ordinal)).Lines("account_balances", "not_checked")
            .ShouldBe(["CashReport has no fxTranslationGainLoss; add it to the query"]);
    }

    [Theory]
    [InlineData("cash=\"1\" stock=\"2\"", "3", "")]
    [InlineData("cash=\"1\" stockLong=\"4\" stockShort=\"-2\"", "3", "")]
    [InlineData("cash=\"3\"", "3", "EquitySummaryInBase has no stock, options, bonds, notes, funds, commodities, dividendAccruals, interestAccruals;")]
    [InlineData("cash=\"1\" stock=\"2\" options=\"0\" bonds=\"0\" notes=\"0\" funds=\"0\" dividendAccruals=\"0\" interestAccruals=\"0\"", "4",
        "EquitySummaryInBase has no commodities; add it to the query")]
    public void A_net_asset_value_is_checked_when_it_adds_up_or_nothing_is_omitted(string components, string total, string reason) =>
        Read(Nav(Day, total, components)).Lines("account_nav", "not_checked")[0].ShouldStartWith(reason);

    [Theory]
    [InlineData("CFD", "EquitySummaryInBase has no cfdUnrealizedPl, forexCfdUnrealizedPl; add them to the query")]
    [InlineData("CRYPTO", "EquitySummaryInBase has no crypto; add it to the query")]
    [InlineData("STK", "")]
    public void A_component_of_few_accounts_is_needed_when_such_a_position_is_held(string category, string reason) =>
        Read(FullNav(Day, "9"), Held.Replace("STK", category, StringComparison.Ordinal)).Lines("account_nav", "not_checked").ShouldBe([reason]);

    private static FlexSheet Read(params string[] sections) => FlexSheet.Of(Document(Statement("U1", Day, sections)));
}
