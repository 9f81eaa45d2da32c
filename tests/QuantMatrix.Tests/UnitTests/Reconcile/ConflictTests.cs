using QuantMatrix.Model;
using QuantMatrix.Reconcile;
using static QuantMatrix.Tests.UnitTests.Reconcile.ReconcileCase;

namespace QuantMatrix.Tests.UnitTests.Reconcile;

/// <summary>Two price bases unexplained: the provider of the stored bars serves; when it is gone, two nights that agree replace the series.</summary>
public class ConflictTests
{
    private static readonly double[] Old = [.. Enumerable.Range(0, 30).Select(i => 100 + (i * 17 % 13))];
    private static readonly Bars Stored = Closes(0, Old);

    private static ReconcileCase Conflict => new()
    {
        Stored = Stored, Fetched = Closes(0, [.. Old.Select(c => c * 1.25), 130], "two"), Prefer = "one", SecondOpinion = Bars.Empty, Rules = Night(30),
    };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_provider_of_the_stored_bars_is_asked_once(bool whole)
    {
        var first = Conflict with { Prefer = null, SecondOpinion = null, IsWhole = whole };
        first.Decide().ShouldSatisfyAllConditions(d => d.Outcome.ShouldBe(Outcome.NeedsStoredProvider), d => d.Prefer.ShouldBe("one"));
        (first with { Prefer = "one" }).Decide().Outcome.ShouldBe(whole ? Outcome.NeedsSecondOpinion : Outcome.NeedsWholeSeries);
        first.Plan().Conflicts.ShouldBeEmpty();
    }

    [Fact]
    public void The_newest_stored_bar_of_another_provider_names_it()
    {
        var mixed = new BarsBuilder();
        foreach (var (bar, i) in BarsOf(Stored).Select((b, i) => (b, i))) mixed.Add(Symbol, bar, i < 5 ? "zero" : i < 28 ? "one" : "two");
        (Conflict with { Stored = mixed.Build(), Prefer = null, SecondOpinion = null }).Decide().Prefer.ShouldBe("one");
    }

    [Fact]
    public void A_provider_in_conflict_with_its_own_bars_is_not_asked_again() =>
        (Conflict with { Fetched = Closes(0, [.. Old.Select(c => c * 1.25), 130]), Prefer = null, SecondOpinion = null }).Decide().Outcome
            .ShouldBe(Outcome.NeedsSecondOpinion);

    [Fact]
    public void The_first_night_stores_nothing_and_remembers_the_factor()
    {
        var changes = Conflict.Plan();
        changes.Decisions[0].Outcome.ShouldBe(Outcome.Refused);
        changes.Decisions[0].Reason.ShouldBe(
            "every stored close differs by the factor 1.25, and no split is known; if the next night agrees, its whole series replaces the stored one");
        (changes.Inserted.Count, changes.Replaced.Count).ShouldBe((0, 0));
        changes.Conflicts.ShouldBe([new(Symbol, "two", 1.25, Date(30))]);
    }

    [Fact]
    public void The_second_night_replaces_the_whole_series_in_its_own_revision_class()
    {
        var second = Conflict with { Conflicts = [new(Symbol, "two", 1.2501, Date(30))], Rules = Night(31) };
        var changes = second.Plan();
        changes.Decisions[0].Outcome.ShouldBe(Outcome.Replaced);
        changes.Decisions[0].Reason
            .ShouldBe($"every stored close differs by the factor 1.25, and no split is known; two has differed since {Date(30):yyyy-MM-dd}");
        changes.Conflicts.ShouldBeEmpty();
        changes.Revisions.ShouldAllBe(r => r.Class == "basis" && r.Provider == "two");
        var after = Apply(Stored, changes);
        BarsOf(after).Select(b => b.Close).ShouldBe([.. Old.Select(c => c * 1.25), 130]);
        (second with { Stored = after }).Plan().Unchanged.ShouldBe(31);
    }

    [Theory]
    [InlineData("two", 1.25, 30)]
    [InlineData("three", 1.25, 29)]
    [InlineData("two", 1.27, 29)]
    public void The_same_night_another_provider_or_another_factor_does_not_agree(string source, double factor, int night)
    {
        var changes = (Conflict with { Conflicts = [new(Symbol, source, factor, Date(night)), new("BBB", "two", 1.25, Date(1))] }).Plan();
        changes.Decisions[0].Outcome.ShouldBe(Outcome.Refused);
        changes.Conflicts.ShouldBe([new(Symbol, "two", 1.25, Date(30))]);
    }

    [Fact]
    public void Older_closes_alone_on_another_basis_are_a_conflict_however_few_they_are()
    {
        double[] fetched = [Old[20] * 1.25, Old[21] * 1.25, .. Old[22..], 101];
        var part = Conflict with { Fetched = Closes(20, fetched, "two"), IsWhole = false, Prefer = null, SecondOpinion = null };
        part.Decide().Outcome.ShouldBe(Outcome.NeedsStoredProvider);
        part.Decide().Reason.ShouldBe($"the stored closes up to {Date(21):yyyy-MM-dd} differ by the factor 1.25, and no split is known");
    }

    [Theory]
    [InlineData("one", Outcome.Merged)]
    [InlineData("two", Outcome.NeedsStoredProvider)]
    public void The_oldest_close_alone_is_a_correction_by_its_own_provider_only(string source, Outcome outcome) =>
        (Conflict with { Fetched = Closes(20, [Old[20] * 1.25, .. Old[21..], 101], source), IsWhole = false, Prefer = null, SecondOpinion = null })
            .Decide().Outcome.ShouldBe(outcome);

    [Fact]
    public void A_series_without_an_adjustment_for_a_spin_off_replaces_one_with_it_and_the_adjustment_is_pending()
    {
        var changes = (Conflict with
        {
            Fetched = Closes(0, [.. Old[..20].Select(c => c * 1.253), .. Old[20..], 101], "two"),
            Recorded = [new(Split(1.253, 20), true)],
            Conflicts = [new(Symbol, "two", 1.253, Date(29))],
        }).Plan();
        changes.Decisions[0].Outcome.ShouldBe(Outcome.Replaced);
        changes.Actions.ShouldBe([new(Split(1.253, 20), false)]);
    }

    [Fact]
    public void A_stored_session_that_the_new_series_lacks_is_converted_by_the_factor_after_it()
    {
        double[] fetched = [double.NaN, .. Old[1..20].Select(c => c * 1.253), .. Old[20..29], double.NaN, 101];
        var changes = (Conflict with { Fetched = Closes(0, fetched, "two"), Conflicts = [new(Symbol, "two", 1.253, Date(29))] }).Plan();
        var after = BarsOf(Apply(Stored, changes)).ToList();
        after[0].Close.ShouldBe(Old[0] * 1.253, 1e-9);
        after[29].Close.ShouldBe(Old[29]);
    }

    /// <summary>Daily returns that agree in so many of 29; a whole series of another instrument never replaces the stored one.</summary>
    [Theory]
    [InlineData(24, true)]
    [InlineData(23, false)]
    [InlineData(0, false)]
    public void A_series_with_other_daily_returns_is_held_whole(int agreeing, bool replaced)
    {
        var factor = 1.25;
        var fetched = Old.Select((c, i) => c * (i > 29 - (29 - agreeing) ? factor *= 1.02 : factor)).ToArray();
        var changes = (Conflict with { Fetched = Closes(0, [.. fetched, fetched[^1]], "two"), Conflicts = [new(Symbol, "two", 1.25, Date(29))] }).Plan();
        changes.Decisions[0].Outcome.ShouldBe(replaced ? Outcome.Replaced : Outcome.Held);
        if (replaced) return;
        changes.Decisions[0].Reason.ShouldBe(Other);
        changes.Held.ShouldAllBe(r => r.Reason == HeldBar.Reason + Other);
        (changes.Held.Count, changes.Inserted.Count, changes.Replaced.Count, changes.Conflicts.Count).ShouldBe((31, 0, 0, 0));
    }

    /// <summary>Another instrument with equal bars, with a jump of its own, and with splits that are in the stored prices or follow them.</summary>
    [Fact]
    public void Another_instrument_is_held_alike_every_night_with_equal_bars_and_jumps()
    {
        double[] other = [.. Old[..12], .. Old[12..].Select((c, i) => c * (i % 2 == 0 ? 3 : 1.1)), 400];
        var first = Conflict with
        {
            Fetched = Closes(0, other, "two"),
            Recorded = [new(Split(2, 15), true)],
            Reported = [Split(2, 15), Split(3, 30), Dividend(1, 5)],
        };
        var changes = first.Plan();
        (changes.Decisions[0].Outcome, changes.Decisions[0].Reason, changes.Held.Count, changes.Unchanged).ShouldBe((Outcome.Held, Other, 31, 0));
        changes.Actions.ShouldBe([new(Dividend(1, 5), true), new(Split(3, 30), false)]);
        var second = (first with { Fetched = Closes(0, [.. other, 390], "two"), Rules = Night(31) }).Plan();
        second.Held.Take(31).ShouldBe(changes.Held);
        second.Held.Count.ShouldBe(32);
    }

    [Fact]
    public void A_jump_that_the_stored_series_has_as_well_stops_no_replacement()
    {
        double[] old = [.. Old[..10], .. Old[10..].Select(c => c * 2.34)];
        var first = Conflict with { Stored = Closes(0, old), Fetched = Closes(0, [.. old.Select(c => c * 1.25), old[^1] * 1.26], "two") };
        var changes = first.Plan();
        changes.Decisions[0].Reason.ShouldEndWith("; if the next night agrees, its whole series replaces the stored one");
        (first with { Conflicts = changes.Conflicts, Rules = Night(31) }).Decide().Outcome.ShouldBe(Outcome.Replaced);
    }

    [Fact]
    public void A_series_with_a_jump_or_a_missing_split_of_its_own_replaces_nothing()
    {
        var jump = Conflict with { Fetched = Closes(0, [.. Old.Select(c => c * 1.25), 30], "two"), Conflicts = [new(Symbol, "two", 1.25, Date(29))] };
        jump.Decide().Outcome.ShouldBe(Outcome.Refused);
        jump.Decide().Reason.ShouldBe("every stored close differs by the factor 1.25, and no split is known; "
            + $"close 30 on {Date(30):yyyy-MM-dd} after {Old[29] * 1.25} on {Date(29):yyyy-MM-dd}: -79 %, and no action explains it");
        var missing = Conflict with { Fetched = Closes(0, [.. Old.Select(c => c * 1.25), 72], "two"), Conflicts = [new(Symbol, "two", 1.25, Date(29))] };
        (missing with { Reported = [Split(2, 30)] }).Decide().Outcome.ShouldBe(Outcome.Refused);
        missing.Decide().Outcome.ShouldBe(Outcome.Replaced);
    }

    private const string Other =
        "another instrument with other daily returns: two serves it as AAA; release replaces the stored series with it, drop keeps the stored one";

    private static ReconcileRules Night(int session) => new() { AsOf = Date(session) };
}
