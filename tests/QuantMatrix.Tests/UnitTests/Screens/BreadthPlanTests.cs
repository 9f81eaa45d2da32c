using QuantMatrix.Batch.Jobs;
using QuantMatrix.Indicators;
using QuantMatrix.Lake;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;
using QuantMatrix.Publish;

namespace QuantMatrix.Tests.UnitTests.Screens;

/// <summary>From which session on breadth is computed again, and which intervals of membership it counts.</summary>
public class BreadthPlanTests
{
    private static readonly DateOnly First = new(2024, 3, 1), Last = new(2024, 3, 28);
    private static readonly LakeFile[] Files = [File("2023-01-03", "a"), File("2024-01-02", "b"), File("2024-03-27", "c")];
    private static readonly IReadOnlyList<MarketBreadth> Stored = [Row("2024-02-20"), Row("2024-03-15"), Row("2024-03-28")];

    [Fact]
    public void Without_rows_or_their_inputs_everything_is_computed()
    {
        Plan([], null).From.ShouldBe(Day.Of(First));
        Plan(Stored, null).From.ShouldBe(Day.Of(First));
        Plan([], Plan(Stored, null).Stamp).From.ShouldBe(Day.Of(First));
    }

    [Fact]
    public void With_the_same_inputs_nothing_is() => Changed().ShouldBeNull();

    [Fact]
    public void A_new_file_counts_from_its_first_session() =>
        Changed(files: [.. Files, File("2024-03-28", "d")]).ShouldBe("2024-03-28");

    [Fact]
    public void A_rewritten_file_counts_from_the_older_first_session_of_both() =>
        Changed(files: [Files[0], Files[1], File("2024-03-22", "d")]).ShouldBe("2024-03-22");

    [Fact]
    public void A_file_that_is_gone_counts_from_its_first_session() => Changed(files: Files[..2]).ShouldBe("2024-03-27");

    /// <summary>A year rewritten from January on, or one before the table: no row before the first one is added.</summary>
    [Theory, InlineData(0), InlineData(1)]
    public void A_change_before_the_table_counts_from_its_first_row(int file) =>
        Changed(files: [.. Files.Where((_, i) => i != file), Files[file] with { Hash = new string('z', 16) }]).ShouldBe("2024-02-20");

    [Fact]
    public void Another_input_counts_from_the_first_row() => Changed(members: "other").ShouldBe("2024-02-20");

    [Fact]
    public void A_later_session_without_new_files_continues_after_the_last_row() => Changed(last: new(2024, 4, 2)).ShouldBe("2024-03-29");

    [Fact]
    public void An_earlier_session_drops_the_rows_after_it()
    {
        var plan = Plan(Stored, Plan(Stored, null).Stamp, last: new(2024, 3, 20));
        plan.Merge(Stored, []).ShouldBe(Stored.Take(2));
    }

    [Fact]
    public void Rows_before_the_change_stay_and_the_others_are_replaced()
    {
        var plan = Plan(Stored, Plan(Stored, null).Stamp, files: [.. Files, File("2024-03-15", "d")]);
        plan.Merge(Stored, [Row("2024-03-15", 7)]).ShouldBe([Stored[0], Row("2024-03-15", 7)]);
        Plan(Stored, Plan(Stored, null).Stamp).Merge(Stored, []).ShouldBe(Stored);
    }

    [Fact]
    public void The_first_list_of_an_index_counts_before_it_and_the_day_of_leaving_does_not()
    {
        var members = new IndexMembers(
        [
            new("DOW", "A", new(2024, 3, 1), null), new("DOW", "B", new(2024, 3, 1), new(2024, 3, 10)), new("DOW", "C", new(2024, 3, 10), null),
            new("SP", "A", new(2024, 3, 5), new(2024, 3, 6)), new("SP", "A", new(2024, 3, 20), null),
        ]);
        members.Of("A").ShouldBe(
            [new("DOW", int.MinValue, int.MaxValue), new("SP", int.MinValue, Days("2024-03-05")), new("SP", Days("2024-03-20"), int.MaxValue)]);
        members.Of("B").ShouldBe([new("DOW", int.MinValue, Days("2024-03-09"))]);
        members.Of("C").ShouldBe([new("DOW", Days("2024-03-10"), int.MaxValue)]);
        members.Of("D").ShouldBeEmpty();
        members.Symbols.ShouldBe(["A", "B", "C"], ignoreOrder: true);
    }

    private static string? Changed(LakeFile[]? files = null, string members = "m", DateOnly? last = null) =>
        Plan(Stored, Plan(Stored, null).Stamp, files, members, last).From is { } from ? Day.Text(from) : null;

    private static BreadthPlan Plan(IReadOnlyList<MarketBreadth> stored, InputFingerprints? made, LakeFile[]? files = null, string members = "m",
        DateOnly? last = null) => BreadthPlan.Of(stored, made, files ?? Files, [("members", members)], First, last ?? Last);

    private static LakeFile File(string first, string hash) =>
        new(PriceData.Name, $"{hash}.parquet", 2024, 1, 1, hash.PadLeft(16, '0'), "A", "B", DateOnly.Parse(first), DateOnly.Parse(first));

    private static MarketBreadth Row(string day, long members = 3) => new(Days(day), MarketBreadth.All, members);

    private static int Days(string date) => Day.Of(DateOnly.Parse(date));
}
