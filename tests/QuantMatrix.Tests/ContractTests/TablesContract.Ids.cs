using QuantMatrix.Publish;
using static QuantMatrix.Tests.UnitTests.Broker.FlexXml;

namespace QuantMatrix.Tests.ContractTests;

[Trait("class", "servers")]
public abstract partial class TablesContract
{
    /// <summary>Fields that identify a trade, in the statements of two nights; and the identifiers stored after them.</summary>
    public static TheoryData<string, string, string> Fields => new()
    {
        { "", "transactionID=\"901\"", "901" },
        { "tradeID=\"t1\"", "tradeID=\"t1\" transactionID=\"901\"", "901" },
        { "tradeID=\"t1\"", "tradeID=\"t1\" ibExecID=\"e1\" transactionID=\"901\"", "901" },
        { "tradeID=\"t1\"", "ibExecID=\"e1\" transactionID=\"901\"", "901" },
        { "transactionID=\"901\"", "", "901" },
        { "tradeID=\"t1\" transactionID=\"901\"", "tradeID=\"t1\"", "901" },
        { "tradeID=\"t1\" transactionID=\"901\"", "tradeID=\"t2\" transactionID=\"902\"", "901 902" },
        { "transactionID=\"901\"", "transactionID=\"902\"", "901 902" },
        { "tradeID=\"t1\"", "tradeID=\"t2\" transactionID=\"902\"", "902 content" },
    };

    [Theory]
    [MemberData(nameof(Fields))]
    public async Task A_trade_is_stored_once_when_the_query_identifies_it_in_another_way(string before, string after, string ids)
    {
        var tables = await MigratedAsync();
        await IngestAsync(tables, Document(Statement("U1", Mon, Trades(Sold(before)))));
        await IngestAsync(tables, Document(Period("U1", Mon, Tue, $"{Tue};230000", Trades(Sold(after)))));
        await IngestAsync(tables, Document(Period("U1", Mon, Tue, $"{Wed};010000", Trades(Sold(after)))));
        Rows("select split_part(transaction_id, ':', 1) from trades order by 1").ShouldBe(ids.Split(' '));
    }

    [Fact]
    public async Task Equal_trades_take_one_identifier_each_and_a_different_one_is_another_trade()
    {
        var tables = await MigratedAsync();
        await IngestAsync(tables, Document(
            Statement("U1", Mon, Trades(Sold(""), Sold(""))), Statement("U2", Mon, Trades(Sold("")))));
        await IngestAsync(tables, Document(Period("U1", Mon, Tue, $"{Tue};230000", Trades(
            Sold("transactionID=\"1\""), Sold("transactionID=\"2\""), Sold("transactionID=\"3\""), Sold("transactionID=\"4\"", "-6")))));
        Rows("select account_id, split_part(transaction_id, ':', 1), quantity from trades order by 1, 2")
            .ShouldBe(["U1|1|-5", "U1|2|-5", "U1|3|-5", "U1|4|-6", "U2|content|-5"]);
    }

    [Fact]
    public async Task A_payment_is_stored_once_when_the_query_identifies_it_later()
    {
        var tables = await MigratedAsync();
        string Fee(string id) => "<CashTransactions><CashTransaction type=\"Other Fees\" currency=\"USD\" amount=\"-4.5\" dateTime=\"20240304\" "
            + $"reportDate=\"20240304\" {id} /></CashTransactions>";
        await IngestAsync(tables, Document(Statement("U1", Mon, Fee(""))));
        await IngestAsync(tables, Document(Period("U1", Mon, Tue, $"{Tue};230000", Fee("transactionID=\"77\""))));
        Rows("select transaction_id, amount from cash_transactions").ShouldBe(["77|-4.5"]);
    }

    private static string Sold(string fields, string quantity = "-5") => $"""
        <Trade currency="USD" assetCategory="STK" symbol="AAA" conid="1" dateTime="20240304;101500" reportDate="20240304" buySell="SELL"
        quantity="{quantity}" tradePrice="9.5" proceeds="47.5" levelOfDetail="EXECUTION" {fields} />
        """;

    [Fact]
    public async Task A_table_of_an_earlier_version_gets_the_model_into_its_key()
    {
        await MigratedAsync();
        Change("""
            drop table account_nav cascade;
            create table account_nav (account_id text not null, report_date date not null, total numeric(28, 12) not null, generated_at timestamp not null,
                run_id text not null, primary key (account_id, report_date));
            insert into account_nav values ('U1', date '2024-03-04', 5, timestamp '2024-03-04 01:00:00', 'run0');
            delete from published_shape;
            """);
        var tables = await MigratedAsync();
        await IngestAsync(tables, Document(Statement("U1", Tue, FullNav(Mon, "5", ("cash", "5")), FullNav(Tue, "6", ("cash", "6"), ("model", "Growth")))));
        Rows("select model, total, cash from account_nav order by report_date").ShouldBe(["|5|5", "Growth|6|6"]);
        await MigratedAsync();
    }

    [Fact]
    public async Task Models_are_kept_apart_and_add_up()
    {
        var tables = await MigratedAsync();
        string Of(string day, params (string Model, string Quantity, string Cash)[] models) => Document(Statement("U1", day,
            Positions([.. models.Select(m => Position(day, 1, "AAA", m.Quantity, $"model=\"{m.Model}\""))]), Trades(), NoMovements,
            string.Concat(models.Select(m => FullNav(day, m.Cash, ("cash", m.Cash), ("model", m.Model))))));
        await IngestAsync(tables, Of(Mon, ("", "10", "300")));
        (await IngestAsync(tables, Of(Tue, ("Growth", "7", "100"), ("Income", "3", "200")))).Checks.Count(c => c.Outcome == TieOutCheck.Held).ShouldBe(2);
        Rows("select model, quantity from positions order by 1").ShouldBe(["Growth|7", "Income|3"]);
        Rows("select model, total from account_nav where report_date = '2024-03-05' order by 1").ShouldBe(["Growth|100", "Income|200"]);
        await IngestAsync(tables, Of(Tue, ("", "10", "300")));
        Rows("select model, total from account_nav order by report_date, model").ShouldBe(["|300", "|300"]);
        Rows("select model, quantity from position_history order by report_date, model").ShouldBe(["|10", "|10"]);
    }
}
