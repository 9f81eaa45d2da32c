using QuantMatrix.Publish;
using QuantMatrix.Tests.UnitTests.Broker;
using static QuantMatrix.Tests.UnitTests.Broker.FlexXml;

namespace QuantMatrix.Tests.ContractTests;

/// <summary>The tables of realized profit.</summary>
public abstract partial class TablesContract
{
    private const string Lots = "select account_id, report_date, conid, quantity, fifo_pnl_realized from closed_lots order by 1, 2, 3, 4";

    private static string Closing(params FlexClosedLot[] lots) => Trades([Trade(Mon, 9, "ZZZ", "1", "t0"), .. lots.Select(l => $"{l}")]);

    private static string Summary(params (long Contract, string Realized)[] rows)
    {
        var texts = rows.Select(r => $"<FIFOPerformanceSummaryUnderlying conid=\"{r.Contract}\" symbol=\"C{r.Contract}\" totalRealizedPnl=\"{r.Realized}\" />");
        return $"<FIFOPerformanceSummaryInBase>{string.Concat(texts)}</FIFOPerformanceSummaryInBase>";
    }

    [Fact]
    public async Task A_lot_closed_in_parts_is_stored_once_per_part_in_every_overlapping_statement()
    {
        FlexClosedLot first = new(Mon, "4", "40", "3"), second = new(Tue, "6", "60", "5");
        var tables = await MigratedAsync();
        await IngestAsync(tables, Document(Statement("U1", Mon, Closing(first, first))));
        var again = await IngestAsync(tables, Document(Period("U1", Mon, Tue, $"{Tue};230000", Closing(first, first, second))));
        again.Tables["closed_lots"].ShouldBe(new PublishCount(1, 0, 0, 2));
        Rows(Lots).ShouldBe(["U1|2024-03-04|1|4|3", "U1|2024-03-04|1|4|3", "U1|2024-03-05|1|6|5"]);
    }

    [Fact]
    public async Task A_newer_statement_replaces_the_lots_of_its_days_and_an_older_one_does_not()
    {
        FlexClosedLot kept = new(Mon, "1", "10", "1"), before = new(Tue, "2", "20", "2");
        FlexClosedLot other = before with { Opening = "o2" }, after = before with { Realized = "7" };
        var tables = await MigratedAsync();
        var older = Period("U1", Mon, Tue, $"{Tue};230000", Closing(kept, before, other));
        await IngestAsync(tables, Document(older, Statement("U2", Tue, Closing(before))));
        (await IngestAsync(tables, Document(Period("U1", Tue, Wed, $"{Wed};230000", Closing(after, new(Wed, "3", "30", "3"))))))
            .Tables["closed_lots"].ShouldBe(new PublishCount(1, 1, 1, 0));
        string[] newest = ["U1|2024-03-04|1|1|1", "U1|2024-03-05|1|2|7", "U1|2024-03-06|1|3|3", "U2|2024-03-05|1|2|2"];
        Rows(Lots).ShouldBe(newest);
        (await IngestAsync(tables, Document(older))).Tables["closed_lots"].ShouldBe(new PublishCount(0, 0, 0, 3));
        Rows(Lots).ShouldBe(newest);
    }

    [Fact]
    public async Task A_statement_without_closed_lots_keeps_those_of_its_days()
    {
        var tables = await MigratedAsync();
        await IngestAsync(tables, Document(Statement("U1", Mon, Closing(new FlexClosedLot(Mon, "1", "10", "1")))));
        var newer = await IngestAsync(tables, Document(Period("U1", Mon, Tue, $"{Tue};230000", Closing())));
        newer.Tables.ShouldNotContainKey("closed_lots");
        Rows(Lots).ShouldBe(["U1|2024-03-04|1|1|1"]);
    }

    [Fact]
    public async Task An_unreadable_lot_deletes_none()
    {
        var tables = await MigratedAsync();
        await IngestAsync(tables, Document(Statement("U1", Mon, Closing(new FlexClosedLot(Mon, "1", "10", "1")))));
        await IngestAsync(tables, Document(Period("U1", Mon, Mon, $"{Tue};010000",
            Closing(new FlexClosedLot(Mon, "2", "20", "2"), new FlexClosedLot(Mon, "many", "10", "1")))), errors: 1);
        Rows(Lots).ShouldBe(["U1|2024-03-04|1|1|1", "U1|2024-03-04|1|2|2"]);
    }

    [Fact]
    public async Task The_summary_of_a_period_is_updated_and_those_of_other_periods_stay()
    {
        var tables = await MigratedAsync();
        await IngestAsync(tables, Document(Period("U1", Mon, Tue, $"{Tue};230000", Summary((1, "5"), (2, "1")))));
        await IngestAsync(tables, Document(Period("U1", Mon, Tue, $"{Wed};010000", Summary((1, "6")))));
        await IngestAsync(tables, Document(Period("U1", Tue, Wed, $"{Wed};230000", Summary((1, "9")))));
        Rows("select from_date, to_date, conid, total_realized_pnl from fifo_performance order by 1, 2, 3")
            .ShouldBe(["2024-03-04|2024-03-05|1|6", "2024-03-04|2024-03-05|2|1", "2024-03-05|2024-03-06|1|9"]);
    }
}
