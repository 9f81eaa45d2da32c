using QuantMatrix.Model;
using QuantMatrix.Reconcile;
using static QuantMatrix.Tests.UnitTests.Reconcile.ReconcileCase;

namespace QuantMatrix.Tests.UnitTests.Reconcile;

/// <summary>Which bars are inserted and replaced, and what the ledger says about them.</summary>
public partial class ChangesTests
{
    private static readonly ReconcileRules Exact = ReconcileRules.Exact;
    private static readonly double[] Flat = [100, 100, 100, 100, 100, 100];

    [Fact]
    public void New_sessions_are_inserted_and_equal_ones_counted()
    {
        var changes = new ReconcileCase { Stored = Closes(0, [100, 101]), Fetched = Closes(1, [101, 102, 103]) }.Plan();
        BarsOf(changes.Inserted).ShouldBe([BarOf(2, 102), BarOf(3, 103)]);
        (changes.Unchanged, changes.Replaced.Count, changes.Revisions.Count, changes.BackfilledYears.Count).ShouldBe((1, 0, 0, 0));
    }

    [Fact]
    public void Bars_that_are_all_new_are_handed_on_as_they_are()
    {
        var fetched = Closes(0, [100, 101]);
        new ReconcileCase { Fetched = fetched, Rules = Exact }.Plan().Inserted.ShouldBeSameAs(fetched);
    }

    [Fact]
    public void A_changed_bar_is_replaced_whole_and_every_overwritten_value_is_in_the_ledger()
    {
        var (old, now) = (BarOf(1, 100, 90), new Bar(DayOf(1), 100.5, 102, 98, 101, 91, 2000));
        var changes = new ReconcileCase { Stored = Of([old], "one"), Fetched = Of([now], "two"), Rules = Exact }.Plan();
        BarsOf(changes.Replaced).ShouldBe([now]);
        changes.Replaced.Source[0].ShouldBe("two");
        changes.Revisions.ShouldBe(
        [
            new(Symbol, DayOf(1), "open", 100.49999999999999, 100.5, "revision", "two"), new(Symbol, DayOf(1), "high", 101, 102, "revision", "two"),
            new(Symbol, DayOf(1), "low", 99, 98, "revision", "two"), new(Symbol, DayOf(1), "close", 100, 101, "revision", "two"),
            new(Symbol, DayOf(1), "volume", 1000, 2000, "revision", "two"),
        ]);
        (changes.Unchanged, changes.Inserted.Count).ShouldBe((0, 0));
    }

    [Theory]
    [InlineData("open")]
    [InlineData("high")]
    [InlineData("low")]
    [InlineData("close")]
    [InlineData("volume")]
    public void A_folders_bar_that_differs_in_one_value_is_a_change_of_that_value(string field)
    {
        var old = BarOf(1, 100, 90);
        var now = field switch
        {
            "open" => old with { Open = 100 },
            "high" => old with { High = 102 },
            "low" => old with { Low = 98 },
            "close" => old with { Close = 100.1 },
            _ => old with { Volume = 1001 },
        };
        var (stored, fetched) = (Of([BarOf(0, 100), old, BarOf(2, 100)]), Of([BarOf(0, 100), now, BarOf(2, 100)]));
        var changes = new ReconcileCase { Stored = stored, Fetched = fetched, Rules = Exact }.Plan();
        changes.Revisions.ShouldHaveSingleItem().Field.ShouldBe(field);
        (changes.Replaced.Count, changes.Unchanged).ShouldBe((1, 2));
    }

    /// <summary>A bar that differs by 0.1 % and in volume, from the same provider or another one.</summary>
    [Theory]
    [InlineData("one", 1)]
    [InlineData("two", 0)]
    public void Bars_of_another_provider_are_compared_by_the_wider_tolerance(string source, int changed)
    {
        var fetched = Of([BarOf(0, 100.1, volume: 5), .. Enumerable.Range(1, 5).Select(i => BarOf(i, 100))], source);
        new ReconcileCase { Stored = Closes(0, Flat), Fetched = fetched }.Plan().Replaced.Count.ShouldBe(changed);
    }

    [Fact]
    public void Rounding_of_a_provider_changes_nothing_but_that_of_a_folder_does()
    {
        var rounded = new ReconcileCase { Stored = Closes(0, [100, 100]), Fetched = Closes(0, [100, Math.BitIncrement(100.0)]) };
        var changes = rounded.Plan();
        (changes.Unchanged, changes.Replaced.Count).ShouldBe((2, 0));
        changes = (rounded with { Rules = Exact }).Plan();
        (changes.Unchanged, changes.Replaced.Count).ShouldBe((1, 1));
    }

    /// <summary>They are computed: what a source states of them changes no bar.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Other_total_return_closes_change_no_bar(bool exact)
    {
        var (stored, fetched) = (Of([BarOf(0, 100), BarOf(1, 100)]), Of([BarOf(0, 100, 95), BarOf(1, 100, 99)]));
        var changes = new ReconcileCase { Stored = stored, Fetched = fetched, Rules = exact ? Exact : new() }.Plan();
        (changes.Unchanged, changes.Replaced.Count, changes.Revisions.Count, changes.Actions.Count).ShouldBe((2, 0, 0, 0));
    }

    [Fact]
    public void A_year_is_backfilled_when_a_bar_is_inserted_before_a_stored_one_of_that_year()
    {
        var hole = new ReconcileCase { Stored = Closes(0, [100, double.NaN, 100]), Fetched = Closes(0, [100, 101, 100]) }.Plan();
        BarsOf(hole.Inserted).ShouldBe([BarOf(1, 101)]);
        (hole.BackfilledYears.Single(), hole.Unchanged).ShouldBe((2015, 2));
        var yearBefore = new ReconcileCase { Stored = Closes(260, [100]), Fetched = Closes(0, [100, 101, .. Enumerable.Repeat(double.NaN, 258), 100]) }.Plan();
        (yearBefore.Inserted.Count, yearBefore.BackfilledYears.Count).ShouldBe((2, 0));
    }

    [Fact]
    public void Stored_sessions_that_are_not_fetched_stay()
    {
        var changes = new ReconcileCase { Stored = Closes(0, [100, 101, 102, 103]), Fetched = Closes(1, [101, double.NaN, 103, 104]) }.Plan();
        BarsOf(changes.Inserted).ShouldBe([BarOf(4, 104)]);
        (changes.Unchanged, changes.Replaced.Count).ShouldBe((2, 0));
    }

    [Fact]
    public void A_rebased_series_is_replaced_whole_and_a_session_it_leaves_out_is_converted_to_the_new_basis()
    {
        var stored = Of([BarOf(0, 100, 90, 1001), BarOf(1, 100, 90), BarOf(2, 100, 90)]);
        var fetched = Of([BarOf(1, 25, 22, 4000), BarOf(2, 25, 22, 4000), BarOf(3, 25.5, 22.5)]);
        var changes = new ReconcileCase { Stored = stored, Fetched = fetched, Reported = [Split(4, 3)] }.Plan();
        BarsOf(changes.Inserted).ShouldBe([BarOf(3, 25.5, 22.5)]);
        BarsOf(changes.Replaced).First().ShouldBe(new(DayOf(0), BarOf(0, 100).Open * 0.25, 25.25, 24.75, 25, double.NaN, 4004));
        BarsOf(changes.Replaced).Skip(1).ShouldBe(BarsOf(fetched).Take(2));
        changes.Revisions.ShouldAllBe(r => r.Class == "rebase");
        changes.Revisions.Count.ShouldBe(15);
    }

    [Fact]
    public void A_rebased_series_is_checked_for_jumps_against_its_own_bars_alone()
    {
        var rebased = new ReconcileCase { Stored = Closes(0, [100, 100, 100]), Fetched = Closes(0, [25, 25, double.NaN, 25.5]), Reported = [Split(4, 3)] };
        rebased.Decide().Outcome.ShouldBe(Outcome.Rebased);
        BarsOf(Apply(rebased.Stored, rebased.Plan())).Select(b => b.Close).ShouldBe([25, 25, 25, 25.5]);
    }

    [Fact]
    public void Bars_from_a_jump_on_are_held_except_those_that_are_stored_already()
    {
        var changes = new ReconcileCase
        {
            Stored = Closes(0, [.. Flat, double.NaN, 100, 100]), Fetched = Closes(0, [101, .. Flat[1..], 20, 100, 99, 98]), SecondOpinion = Bars.Empty,
        }.Plan();
        changes.Decisions[0].Outcome.ShouldBe(Outcome.Held);
        changes.Held.Select(h => h.Row.Split(',')[4]).ShouldBe(["20", "99", "98"]);
        changes.Held.ShouldAllBe(h => h.Symbol == Symbol && h.Source == "one" && h.Reason.StartsWith("held: close 20 on "));
        (changes.Replaced.Count, changes.Inserted.Count, changes.Unchanged).ShouldBe((1, 0, 6));
    }

    private static Bars Join(params Bars[] parts)
    {
        var joined = new BarsBuilder();
        foreach (var part in parts) joined.Add(part, 0, ..);
        return joined.Build();
    }
}
