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

    private const string Summaries = "select account_id, from_date, to_date, conid, model, total_realized_pnl from fifo_performance order by 1, 2, 3, 4, 5";

    /// <summary>Summaries of a period, first that of an older statement.</summary>
    public static TheoryData<string, string, string, string[]> Corrections => new()
    {
        { "an amount", Summary((1, "5")), Summary((1, "6")), ["1||6"] },
        { "a contract dropped", Summary((1, "5"), (2, "1")), Summary((1, "6")), ["1||6"] },
        { "every contract dropped", Summary((1, "5")), Summary(), [] },
        { "a text", Summary((1, "5")), Summary((1, "5")).Replace("C1", "C1.OLD", StringComparison.Ordinal), ["1||5"] },
        { "broken out by model", Summary((1, "5")), InModel("A", "2") + InModel("B", "3"), ["1|A|2", "1|B|3"] },
        { "no longer broken out", InModel("A", "2") + InModel("B", "3"), Summary((1, "5")), ["1||5"] },
        { "without the section", Summary((1, "5")), Trades(), ["1||5"] },
    };

    private static string InModel(string model, string realized) =>
        Summary((1, realized)).Replace("conid=", $"model=\"{model}\" conid=", StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Corrections))]
    public async Task The_newest_summary_replaces_that_of_its_period_whole_and_no_other(string change, string before, string after, string[] expected)
    {
        var tables = await MigratedAsync();
        var older = Document(Period("U1", Mon, Tue, $"{Tue};230000", before));
        await IngestAsync(tables, older);
        foreach (var other in new[] { Period("U1", Tue, Wed, $"{Wed};230000", Summary((1, "9"))), Statement("U2", Mon, Summary((1, "8"))) })
            await IngestAsync(tables, Document(other));
        await IngestAsync(tables, Document(Period("U1", Mon, Tue, $"{Wed};010000", after)));
        string[] newest =
            [.. expected.Select(row => $"U1|2024-03-04|2024-03-05|{row}"), "U1|2024-03-05|2024-03-06|1||9", "U2|2024-03-04|2024-03-04|1||8"];
        Rows(Summaries).ShouldBe(newest, change);
        await IngestAsync(tables, older);
        Rows(Summaries).ShouldBe(newest, $"{change}, then the older statement again");
    }

    [Fact]
    public async Task An_unreadable_row_of_a_summary_deletes_none()
    {
        var tables = await MigratedAsync();
        await IngestAsync(tables, Document(Period("U1", Mon, Mon, $"{Mon};230000", Summary((1, "5"), (2, "1")))));
        await IngestAsync(tables, Document(Period("U1", Mon, Mon, $"{Tue};010000", Summary((1, "6"), (2, "many")))), errors: 1);
        Rows("select conid, total_realized_pnl from fifo_performance order by 1").ShouldBe(["1|6", "2|1"]);
    }
}
