using System.Globalization;
using QuantMatrix.Model;
using static QuantMatrix.Tests.UnitTests.Broker.FlexXml;

namespace QuantMatrix.Tests.ContractTests;

/// <summary>Statements that are read in several batches: the rows of one batch are compared with the table before the next is read.</summary>
public abstract partial class TablesContract
{
    private const int Many = 4_500;

    private static string Sold(int id, string price = "12.50") =>
        Trade(Mon, 1, "AAA", "-3", string.Create(CultureInfo.InvariantCulture, $"t{id}"), $"tradePrice=\"{price}\" proceeds=\"37.5\" taxes=\"-0.10\"");

    private static string ManyTrades(params string[] more) =>
        Document(Statement("U1", Mon, Trades([.. Enumerable.Range(0, Many).Select(i => Sold(i)), .. more])));

    [Fact]
    public async Task A_long_statement_is_stored_once_and_changed_where_it_differs()
    {
        var tables = await MigratedAsync();
        (await IngestAsync(tables, ManyTrades())).Tables["trades"].ShouldBe(new(Many, 0, 0, 0));
        (await IngestAsync(tables, ManyTrades(), "run2")).Tables["trades"].ShouldBe(new(0, 0, 0, Many));
        var changed = ManyTrades(Sold(Many)).Replace(Sold(7), Sold(7, "12.51"), StringComparison.Ordinal);
        (await IngestAsync(tables, changed, "run3")).Tables["trades"].ShouldBe(new(1, 1, 0, Many - 1));
        Rows("select transaction_id, trade_price, run_id from trades where run_id <> 'run1' order by transaction_id")
            .ShouldBe(["t4500|12.5|run3", "t7|12.51|run3"]);
    }

    [Fact]
    public async Task A_row_repeated_batches_later_is_one_row_and_a_contradictory_one_refuses_the_statement()
    {
        var tables = await MigratedAsync();
        await Should.ThrowAsync<DataUnfitException>(() => IngestAsync(tables, ManyTrades(Sold(1, "12.51"))));
        Rows("select count(*) from trades").ShouldBe(["0"]);
        (await IngestAsync(tables, ManyTrades(Sold(1, "12.5")))).Tables["trades"].ShouldBe(new(Many, 0, 0, 1));
    }

    [Fact]
    public async Task A_table_with_columns_in_another_order_takes_the_same_rows()
    {
        var tables = await MigratedAsync();
        Change("alter table trades drop column taxes");
        Change("delete from published_shape");
        tables = await MigratedAsync();
        await IngestAsync(tables, ManyTrades());
        Rows("select min(taxes), max(taxes), min(quantity), max(run_id) from trades").ShouldBe(["-0.1|-0.1|-3|run1"]);
    }
}
