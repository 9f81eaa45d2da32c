using QuantMatrix.Model;
using QuantMatrix.Publish;
using static QuantMatrix.Tests.UnitTests.Broker.FlexXml;

namespace QuantMatrix.Tests.ContractTests;

[Trait("class", "servers")]
public abstract partial class TablesContract
{
    [Fact]
    public async Task Lots_that_do_not_sum_to_the_position_are_a_break_until_they_do()
    {
        var tables = await MigratedAsync();
        string Of(string lot) => Document(Statement("U1", Mon, Positions(
            Position(Mon, 1, "AAA", "10"), Position(Mon, 2, "BBB", "-3"),
            Lot(Mon, 1, "AAA", "4", "t1"), Lot(Mon, 1, "AAA", lot, "t2"), Lot(Mon, 2, "BBB", "-3", "t3"))));
        (await IngestAsync(tables, Of("5"))).Breaks.ShouldBe([new TieOutBreak("U1", "tie_out_lots", new(2024, 3, 4), "1 AAA", 9, 10)]);
        Rows("select tie_out, subject, expected, found from tie_out_breaks").ShouldBe(["tie_out_lots|1 AAA|9|10"]);
        Rows(AllPositions).Count.ShouldBe(2);
        (await IngestAsync(tables, Of("6"))).Breaks.ShouldBeEmpty();
        Rows("select count(*) from tie_out_breaks").ShouldBe(["0"]);
    }

    [Fact]
    public async Task A_net_asset_value_that_differs_from_its_components_is_a_break()
    {
        var tables = await MigratedAsync();
        (string, string)[] parts = [("cash", "50"), ("stock", "60.25"), ("options", "-10")], repeated = [("stockLong", "60.25"), ("brokerCashComponent", "50")];
        (await IngestAsync(tables, Document(Statement("U1", Mon, FullNav(Mon, "100.25", [.. parts, .. repeated, ("crypto", "0")]))))).Breaks.ShouldBeEmpty();
        (await IngestAsync(tables, Document(Statement("U1", Tue, FullNav(Tue, "100.25", [.. parts, ("crypto", "1.5")]))))).Breaks
            .ShouldBe([new TieOutBreak("U1", "tie_out_nav", new(2024, 3, 5), "net asset value", 101.75m, 100.25m)]);
    }

    [Fact]
    public async Task Cash_movements_that_do_not_explain_the_ending_balance_are_a_break_per_currency()
    {
        var tables = await MigratedAsync();
        (await IngestAsync(tables, Document(Statement("U1", Mon,
            FullCash(Mon, "EUR", ("startingCash", "1,000.10"), ("deposits", "5"), ("withdrawals", "-2"), ("depositWithdrawals", "3"),
                ("depositWithdrawalsYTD", "9"), ("carbonCredits", "-0.10"), ("endingCash", "1003"), ("endingSettledCash", "900"), ("slbNetCash", "4")),
            FullCash(Mon, "USD", ("startingCash", "10"), ("dividends", "1"), ("endingCash", "12")))))).Breaks
            .ShouldBe([new TieOutBreak("U1", "tie_out_cash", new(2024, 3, 4), "USD since 2024-03-04", 11, 12)]);
    }

    [Fact]
    public async Task Positions_roll_forward_by_trades_transfers_and_corporate_actions()
    {
        var tables = await MigratedAsync();
        const string Transfer = """
            <Transfers><Transfer conid="4" symbol="DDD" assetCategory="STK" type="ACATS" direction="OUT" quantity="1" date="20240305" transactionID="x1" />
            </Transfers>
            """;
        const string ReverseSplit = """
            <CorporateActions><CorporateAction conid="3" symbol="CCC" assetCategory="STK" type="RS" quantity="-96" reportDate="20240305"
            dateTime="20240304;202500" /></CorporateActions>
            """;
        await IngestAsync(tables, Document(Statement("U1", Mon, Trades(), Positions(
            Position(Mon, 1, "AAA", "10"), Position(Mon, 2, "BBB", "5"), Position(Mon, 3, "CCC", "100"), Position(Mon, 4, "DDD", "1")))));
        (await IngestAsync(tables, Document(Statement("U1", Tue,
            Positions(Position(Tue, 1, "AAA", "13"), Position(Tue, 3, "CCC", "4"), Position(Tue, 5, "EEE", "-2")),
            Trades(Trade(Tue, 1, "AAA", "3", "t1"), Trade(Tue, 2, "BBB", "-5", "t2"), Trade(Tue, 5, "EEE", "-2", "t3")),
            Transfer, ReverseSplit)))).Checks.Single(c => c.TieOut == TieOuts.Positions).Outcome.ShouldBe(TieOutCheck.Held);
        (await IngestAsync(tables, Document(Statement("U1", Wed,
            Positions(Position(Wed, 1, "AAA", "13"), Position(Wed, 3, "CCC", "5")), Trades(Trade(Wed, 1, "AAA", "1", "t4")), NoMovements)))).Breaks
            .ShouldBe([Break("1 AAA", 14, 13), Break("3 CCC", 4, 5), Break("5 EEE", -2, 0)]);

        static TieOutBreak Break(string subject, decimal expected, decimal found) =>
            new("U1", "tie_out_positions", new(2024, 3, 6), subject, expected, found);
    }

    [Fact]
    public async Task Positions_are_not_rolled_over_days_without_a_statement()
    {
        var tables = await MigratedAsync();
        await IngestAsync(tables, Document(Statement("U1", Mon, Positions(Position(Mon, 1, "AAA", "10")), Trades())));
        var gap = await IngestAsync(tables, Document(Statement("U1", Wed, Positions(Position(Wed, 1, "AAA", "99")), Trades())));
        (gap.Breaks.Count, gap.GapSince).ShouldBe((0, new DateOnly(2024, 3, 4)));
        (await IngestAsync(tables, Document(Statement("U1", Thu, Positions(Position(Thu, 1, "AAA", "77")))))).Breaks.ShouldBeEmpty();
        (await IngestAsync(tables, Document(Statement("U1", "20240308", Positions(Position("20240308", 1, "AAA", "77")), Trades(), NoMovements))))
            .Breaks.ShouldBeEmpty();
        (await IngestAsync(tables, Document(Statement("U1", "20240311", Positions(Position("20240311", 1, "AAA", "78")), Trades(), NoMovements))))
            .Breaks.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_break_before_the_last_day_is_already_reported_the_second_time()
    {
        var tables = await MigratedAsync();
        string Of(string to) => Document(Period("U1", Mon, to, $"{to};230000", FullNav(Mon, "100", ("cash", "50")), FullNav(to, "70", ("cash", "70"))));
        (await IngestAsync(tables, Of(Tue))).Breaks.Select(b => b.AlreadyReported).ShouldBe([false]);
        (await IngestAsync(tables, Of(Wed))).Breaks.Select(b => b.AlreadyReported).ShouldBe([true]);
    }

    [Fact]
    public async Task A_tie_out_whose_sections_are_not_in_the_query_is_not_checked_and_stored_so()
    {
        var tables = await MigratedAsync();
        await IngestAsync(tables, Document(Statement("U1", Mon, Positions(Position(Mon, 1, "AAA", "10")), Trades(), NoMovements)));
        var second = await IngestAsync(tables, Document(Statement("U1", Tue, Positions(Position(Tue, 1, "AAA", "99")), Trades(), "<CorporateActions />")));
        (second.Breaks.Count, second.Checks.Count(c => c.NotChecked is null)).ShouldBe((0, 0));
        Rows("select tie_out, outcome, reason from tie_out_checks where to_date = '2024-03-05' order by 1").ShouldBe(
        [
            "tie_out_cash|not checked|CashReport not in the query; add it to the query",
            "tie_out_lots|not checked|OpenPositions has no lots; add it to the query",
            "tie_out_nav|not checked|EquitySummaryInBase not in the query; add it to the query",
            "tie_out_positions|not checked|Transfers not in the query; add it to the query",
        ]);
    }

    [Fact]
    public async Task A_row_that_cannot_be_checked_is_no_break_and_clears_an_earlier_one()
    {
        var tables = await MigratedAsync();
        (await IngestAsync(tables, Document(Statement("U1", Mon, FullNav(Mon, "100", ("cash", "50")))))).Breaks.Count.ShouldBe(1);
        var check = (await IngestAsync(tables, Document(Period("U1", Mon, Mon, "20240305;010000", Nav(Mon, "100", "cash=\"50\" stock=\"0\"")))))
            .Checks.Single(c => c.TieOut == TieOuts.NetAssetValue);
        check.NotChecked.ShouldBe("EquitySummaryInBase has no options, bonds, notes, funds, commodities, "
            + "dividendAccruals, interestAccruals; add them to the query");
        Rows("select count(*) from tie_out_breaks").ShouldBe(["0"]);
    }

    [Fact]
    public async Task Unreadable_rows_are_no_break_of_the_tie_outs_that_need_them()
    {
        var tables = await MigratedAsync();
        await IngestAsync(tables, Document(Statement("U1", Mon, Positions(Position(Mon, 1, "AAA", "10")), Trades(), NoMovements)));
        var check = (await IngestAsync(tables, Document(Statement("U1", Tue, Positions(Position(Tue, 1, "AAA", "12")),
            Trades(Trade(Tue, 1, "AAA", "two", "t1")), NoMovements)), errors: 1)).Checks.Single(c => c.TieOut == TieOuts.Positions);
        check.NotChecked.ShouldBe("trades has unreadable rows");
    }

    [Fact]
    public async Task A_year_of_overlapping_statements_with_missing_nights_has_no_break()
    {
        var tables = await MigratedAsync();
        var results = new List<StatementResult>();
        foreach (var statement in new StatementYear(Calendar).Statements()) results.Add(await IngestAsync(tables, Document(statement)));
        results.SelectMany(r => r.Breaks).ShouldBeEmpty();
        results.Count(r => r.GapSince is not null).ShouldBe(StatementYear.Holes);
        results.Count(r => r.Checks.Any(c => c.Outcome == TieOutCheck.Held)).ShouldBe(results.Count - StatementYear.Holes - 1);
    }
}
