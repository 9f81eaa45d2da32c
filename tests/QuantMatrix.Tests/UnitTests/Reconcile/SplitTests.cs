using QuantMatrix.Model;
using QuantMatrix.Reconcile;
using static QuantMatrix.Tests.UnitTests.Reconcile.ReconcileCase;

namespace QuantMatrix.Tests.UnitTests.Reconcile;

/// <summary>Whether prices contain a split: stored closes decide first, then another provider, then the return on the ex-date.</summary>
public class SplitTests
{
    private static readonly double[] Old = Steady(20);

    /// <summary>Ratio of a split at session 20, and the true return of that day; fetched closes before it equal the stored ones.</summary>
    [Theory]
    [InlineData(2, 0)]
    [InlineData(2, 0.45)]
    [InlineData(2, 1)]
    [InlineData(1.5, -0.2)]
    [InlineData(1.5, 0.25)]
    [InlineData(1.5, 0.5)]
    [InlineData(1.25, 0.25)]
    [InlineData(1.1, 0.1)]
    [InlineData(0.1, 0.05)]
    [InlineData(0.5, -0.5)]
    [InlineData(0.04, 0)]
    [InlineData(20, 0)]
    public void A_split_applied_late_is_refused_whatever_the_return(double ratio, double change)
    {
        var late = After(Old, Old[^1] / ratio * (1 + change)) with { Reported = [Split(ratio, 20)] };
        late.Decide().Outcome.ShouldBe(Outcome.Refused);
        late.Decide().Reason.ShouldStartWith($"the split {ratio:0.####}:1 of 2015-02-02 is not in the prices before it: {Old[^1]} on 2015-01-30,");
        late.Plan().Actions.ShouldBe([new(Split(ratio, 20), false)]);
        (late with { IsWhole = false }).Decide().Outcome.ShouldBe(Outcome.NeedsWholeSeries);
        (late with { Reported = [], Recorded = [new(Split(ratio, 20), false)] }).Decide().Outcome.ShouldBe(Outcome.Refused);
    }

    /// <summary>The same split a night later: the provider has divided.</summary>
    [Theory]
    [InlineData(2, 0.45)]
    [InlineData(1.5, -0.2)]
    [InlineData(1.5, 0.25)]
    [InlineData(1.25, -0.24)]
    [InlineData(0.1, 0.05)]
    public void Once_the_provider_has_divided_the_series_is_replaced_whatever_the_return(double ratio, double change)
    {
        var last = Old[^1] / ratio * (1 + change);
        var divided = After([.. Old.Select(c => c / ratio)], last, last) with { Recorded = [new(Split(ratio, 20), false)] };
        divided.Decide().Outcome.ShouldBe(Outcome.Rebased);
        divided.Plan().Actions.ShouldBe([new(Split(ratio, 20), true)]);
    }

    [Fact]
    public void A_split_that_the_stored_prices_contain_is_not_looked_for_again() =>
        (After(Old, Old[^1] * 0.6) with { Recorded = [new(Split(2, 20), true)], Reported = [Split(2, 20)] }).Decide().Outcome.ShouldBe(Outcome.Merged);

    [Fact]
    public void A_split_that_the_stored_prices_contain_explains_no_second_division() =>
        (After([.. Old.Select(c => c / 2)], 50) with { Recorded = [new(Split(2, 19), true)] }).Decide().Outcome.ShouldBe(Outcome.NeedsSecondOpinion);

    /// <summary>Sessions from the ex-date on; a provider is late by at most three.</summary>
    [Theory]
    [InlineData(3, 1.01, Outcome.Refused)]
    [InlineData(4, 1.01, Outcome.Merged)]
    [InlineData(4, 0.5, Outcome.Refused)]
    [InlineData(4, 0.7, Outcome.Refused)]
    [InlineData(4, 0.72, Outcome.Merged)]
    public void After_three_sessions_the_return_decides(int sessions, double change, Outcome outcome) =>
        (After(Old, [.. Enumerable.Repeat(Old[^1] * change, sessions)]) with { Reported = [Split(2, 20)] }).Decide().Outcome.ShouldBe(outcome);

    /// <summary>A canceled split, or one moved further on: the prices never contained it, and should they later, it explains them.</summary>
    [Theory]
    [InlineData(1.01)]
    [InlineData(0.72)]
    public void A_split_that_never_reached_the_prices_stays_pending_and_explains_them_later(double change)
    {
        double[] after = [.. Enumerable.Repeat(Old[^1] * change, 4)];
        var merged = (After(Old, after) with { Reported = [Split(2, 20)] }).Plan();
        merged.Actions.ShouldBe([new(Split(2, 20), false)]);
        var next = new ReconcileCase { Stored = Closes(0, [.. Old, .. after]), Fetched = Closes(0, [.. Old, .. after, after[0]]), Recorded = merged.Actions };
        (next with { Reported = [Split(2, 20)] }).Plan().Actions.ShouldBeEmpty();
        next.Plan().Decisions[0].Outcome.ShouldBe(Outcome.Merged);
        var divided = (next with { Fetched = Closes(0, [.. Old.Concat(after).Select(c => c / 2), after[0] / 2]) }).Plan();
        divided.Decisions[0].Outcome.ShouldBe(Outcome.Rebased);
        divided.Actions.ShouldBe([new(Split(2, 20), true)]);
    }

    [Theory]
    [InlineData(1.09)]
    [InlineData(1.11)]
    public void The_return_shows_no_small_split(double change) =>
        (After(Old, [.. Enumerable.Repeat(Old[^1] / change, 4)]) with { Reported = [Split(1.1, 20)] }).Decide().Outcome.ShouldBe(Outcome.Merged);

    /// <summary>A ratio of no small whole numbers is an adjustment for a spin-off or a stock dividend: prices without it are accepted.</summary>
    [Theory]
    [InlineData(1.253, false)]
    [InlineData(1.0482, false)]
    [InlineData(1.005, false)]
    [InlineData(2.1717, false)]
    [InlineData(1.25, true)]
    [InlineData(1.3333, true)]
    [InlineData(1.2, true)]
    [InlineData(0.15, true)]
    public void An_adjustment_that_is_no_split_is_not_required(double ratio, bool required)
    {
        var without = After(Old, Old[^1] * 1.001) with { Reported = [Split(ratio, 20)], Rules = new() { MaxJump = 9 } };
        without.Decide().Outcome.ShouldBe(required ? Outcome.Refused : Outcome.Merged);
    }

    [Fact]
    public void An_adjustment_made_later_replaces_the_series()
    {
        var stored = Closes(0, [.. Old, 80, 80]);
        var adjusted = new ReconcileCase
        {
            Stored = stored, Fetched = Closes(10, [.. Old[10..].Select(c => c / 1.253), 80, 80, 81]), Recorded = [new(Split(1.253, 20), false)],
        };
        (adjusted with { IsWhole = false }).Decide().Outcome.ShouldBe(Outcome.NeedsWholeSeries);
        var changes = adjusted.Plan();
        changes.Decisions[0].Outcome.ShouldBe(Outcome.Rebased);
        changes.Actions.ShouldBe([new(Split(1.253, 20), true)]);
        BarsOf(Apply(stored, changes)).Select(b => Math.Round(b.Close, 6)).ShouldBe([.. Old.Select(c => Math.Round(c / 1.253, 6)), 80, 80, 81]);
    }

    [Theory]
    [InlineData(19, Outcome.NeedsSecondOpinion)]
    [InlineData(20, Outcome.Rebased)]
    [InlineData(21, Outcome.NeedsSecondOpinion)]
    public void A_split_explains_older_closes_only_where_they_change_by_it(int session, Outcome outcome) => new ReconcileCase
    {
        Stored = Closes(0, [.. Old, 80, 80]), Fetched = Closes(0, [.. Old.Select(c => c / 1.253), 80, 80, 81]), Reported = [Split(1.253, session)],
    }.Decide().Outcome.ShouldBe(outcome);

    [Fact]
    public void Of_two_splits_the_missing_one_refuses_the_series_and_both_replace_it_later()
    {
        var one = After([.. Old.Select(c => c / 3)], 34) with { Reported = [Split(3, 19), Split(2, 20)] };
        one.Decide().Outcome.ShouldBe(Outcome.Refused);
        one.Decide().Reason.ShouldStartWith("the split 2:1 of");
        var both = After([.. Old.Select(c => c / 6)], 17) with { Reported = [Split(3, 19), Split(2, 20)] };
        both.Plan().Actions.ShouldBe([new(Split(3, 19), true), new(Split(2, 20), true)]);
    }

    [Fact]
    public void An_announced_split_is_pending_and_explains_prices_that_are_divided_early()
    {
        var announced = After(Old, 100) with { Reported = [Split(4, 23)] };
        announced.Decide().Outcome.ShouldBe(Outcome.Merged);
        announced.Plan().Actions.ShouldBe([new(Split(4, 23), false)]);
        var early = After([.. Old.Select(c => c / 4)], 25) with { Recorded = announced.Plan().Actions };
        early.Decide().Outcome.ShouldBe(Outcome.Rebased);
        early.Plan().Actions.ShouldBe([new(Split(4, 23), true)]);
    }

    [Fact]
    public void A_calendar_with_another_ratio_than_the_prices_explains_nothing() =>
        (After([.. Old.Select(c => c / 4)], 25) with { Reported = [Split(3, 20)] }).Decide().Reason
            .ShouldBe($"every stored close differs by the factor 0.25, and the splits known are 3:1 of {Date(20):yyyy-MM-dd}");

    /// <summary>The first bars of a symbol with a 3:2 split: its return on the ex-date, and that of another provider; null before it has responded.</summary>
    [Theory]
    [InlineData(0.98, null, Outcome.NeedsSecondOpinion)]
    [InlineData(0.8, null, Outcome.NeedsSecondOpinion)]
    [InlineData(0.98, 0.0, Outcome.Merged)]
    [InlineData(0.8, 0.0, Outcome.Refused)]
    [InlineData(0.98, 0.98, Outcome.Merged)]
    [InlineData(0.8, 0.8, Outcome.Merged)]
    [InlineData(0.8, 1.2, Outcome.Refused)]
    [InlineData(0.98, 1.47, Outcome.Refused)]
    [InlineData(0.8, 1.0, Outcome.Merged)]
    public void Without_stored_closes_another_provider_decides_and_then_the_return(double change, double? other, Outcome outcome) => new ReconcileCase
    {
        Fetched = Closes(0, [100, 100, 100 * change]), Reported = [Split(1.5, 2)],
        SecondOpinion = other is null ? null : other == 0 ? Bars.Empty : Closes(1, [60, 60 * other.Value], "two"),
    }.Decide().Outcome.ShouldBe(outcome);

    [Theory]
    [InlineData(4, 1.0, 1)]
    [InlineData(1.5, 1.0, 4)]
    public void Without_stored_closes_a_large_or_an_old_split_without_a_move_is_contained(double ratio, double change, int sessions) => new ReconcileCase
    {
        Fetched = Closes(0, [100, 100, .. Enumerable.Repeat(100 * change, sessions)]), Reported = [Split(ratio, 2)],
    }.Decide().Outcome.ShouldBe(Outcome.Merged);

    [Fact]
    public void The_uncertainty_is_stated() => new ReconcileCase { Fetched = Closes(0, [100, 100, 98]), Reported = [Split(1.5, 2)] }.Decide().Reason
        .ShouldBe($"it is not certain that the prices before it contain the split 1.5:1 of {Date(2):yyyy-MM-dd}");

    [Fact]
    public void A_split_that_both_series_have_passed_stops_no_new_basis()
    {
        double[] stored = [100, 100, 75, 75];
        var rebased = new ReconcileCase { Stored = Closes(0, stored), Fetched = Closes(0, [.. stored.Select(c => c / 4), 19]) };
        (rebased with { Reported = [Split(4, 4), Split(1.5, 2)] }).Decide().Outcome.ShouldBe(Outcome.Rebased);
    }

    private static ReconcileCase After(double[] closes, params double[] next) => new() { Stored = Closes(0, Old), Fetched = Closes(0, [.. closes, .. next]) };
}
