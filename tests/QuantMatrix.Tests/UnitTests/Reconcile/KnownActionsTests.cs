using QuantMatrix.Model;
using QuantMatrix.Reconcile;
using static QuantMatrix.Tests.UnitTests.Reconcile.ReconcileCase;

namespace QuantMatrix.Tests.UnitTests.Reconcile;

/// <summary>Splits and dividends reported by several sources, and what the lake records of them.</summary>
public class KnownActionsTests
{
    [Fact]
    public void An_action_reported_by_two_sources_is_one() => All([], Split(4, 5, "two"), Split(4, 5)).ShouldBe([Split(4, 5)]);

    [Fact]
    public void Of_other_sources_the_first_by_name_wins() => All([], Split(3, 5, "zwei"), Split(2, 5, "two")).ShouldBe([Split(2, 5, "two")]);

    [Fact]
    public void What_is_reported_now_wins_over_what_was_recorded() => All([new(Split(3, 5), true)], Split(4, 5)).ShouldBe([Split(4, 5)]);

    [Fact]
    public void Dividends_of_a_day_add_up_and_splits_multiply() =>
        All([], Dividend(1, 5), Dividend(2, 5), Split(2, 5), Split(3, 5), Split(3, 5)).ShouldBe([Split(6, 5), Dividend(3, 5)]);

    [Fact]
    public void Actions_are_in_order_of_date() =>
        All([new(Split(2, 3), true)], Dividend(1, 7), Split(2, 9), Dividend(1, 1)).ShouldBe([Dividend(1, 1), Split(2, 3), Dividend(1, 7), Split(2, 9)]);

    [Theory]
    [InlineData(2, 9, "3,5,9")]
    [InlineData(3, 8, "5")]
    [InlineData(9, 12, "")]
    [InlineData(0, 2, "")]
    public void Between_is_after_one_day_and_up_to_another(int after, int upTo, string sessions) =>
        string.Join(',', Known([], Split(2, 3), Split(2, 5), Split(2, 9)).Between(DayOf(after), DayOf(upTo)).Select(SessionOf)).ShouldBe(sessions);

    [Fact]
    public void A_split_is_applied_up_to_the_day_and_pending_after_it_and_a_dividend_is_never_pending() =>
        Known([], Split(2, 4), Split(2, 5), Dividend(1, 5)).ToRecord(Date(4))
            .ShouldBe([new(Split(2, 4), true), new(Split(2, 5), false), new(Dividend(1, 5), true)]);

    [Fact]
    public void A_known_action_is_recorded_again_only_once_it_is_applied()
    {
        Known([new(Split(2, 4), false)], Split(2, 4)).ToRecord(Date(3)).ShouldBeEmpty();
        Known([new(Split(2, 4), true)], Split(2, 4)).ToRecord(Date(4)).ShouldBeEmpty();
        Known([new(Split(2, 4), true)], Split(2, 4)).ToRecord(Date(3)).ShouldBeEmpty();
        Known([new(Split(2, 4, "two"), false)], Split(2.1, 4)).ToRecord(Date(4)).ShouldBe([new(Split(2, 4, "two"), true)]);
    }

    [Fact]
    public void A_pending_action_that_is_not_reported_again_is_applied_with_the_prices_accepted()
    {
        Known([new(Split(2, 4), false)]).ToRecord(Date(4)).ShouldBe([new(Split(2, 4), true)]);
        Known([new(Split(2, 4), false)]).ToRecord(Date(4), reportedOnly: true).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Outcome.Merged, true)]
    [InlineData(Outcome.Refused, false)]
    [InlineData(Outcome.NeedsWholeSeries, null)]
    public void A_split_is_applied_with_accepted_prices_and_pending_with_refused_ones(Outcome outcome, bool? applied)
    {
        var (stored, agrees) = (Closes(0, [100, 100]), outcome == Outcome.Merged);
        var changes = new ReconcileCase
        {
            Stored = stored,
            Fetched = Closes(0, [100, 100, agrees ? 101 : 50]),
            Reported = [Split(agrees ? 1.1 : 2, 2)],
            IsWhole = outcome != Outcome.NeedsWholeSeries,
        }.Plan();
        changes.Decisions[0].Outcome.ShouldBe(outcome);
        changes.Actions.Select(a => (bool?)a.IsApplied).SingleOrDefault().ShouldBe(applied);
    }

    [Fact]
    public void A_split_within_the_stored_prices_is_applied_also_when_the_answer_is_refused()
    {
        var changes = new ReconcileCase
        {
            Stored = Closes(0, [100, 100]), Fetched = Closes(0, [100, 100, 50]), Reported = [Split(3, 1), Split(2, 2)], Recorded = [new(Split(1.2, 0), false)],
        }.Plan();
        changes.Actions.ShouldBe([new(Split(3, 1), true), new(Split(2, 2), false)]);
    }

    [Fact]
    public void A_split_of_a_refused_first_series_is_pending() =>
        new ReconcileCase { Fetched = Closes(0, [100, 100, 50]), Reported = [Split(2, 2)] }.Plan().Actions.ShouldBe([new(Split(2, 2), false)]);

    [Fact]
    public void Actions_before_a_held_jump_are_applied_and_those_from_it_on_are_not()
    {
        var held = new ReconcileCase
        {
            Stored = Closes(0, [100, 100]), Fetched = Closes(0, [100, 100, 101, 20]), Reported = [Split(1.1, 2), Split(1.1, 3)],
            Recorded = [new(Split(1.1, 1), false)], SecondOpinion = Bars.Empty,
        };
        held.Plan().Actions.ShouldBe([new(Split(1.1, 2), true), new(Split(1.1, 3), false)]);
    }

    [Fact]
    public void Actions_after_the_run_are_pending() => new ReconcileCase
    {
        Fetched = Closes(0, [100, 100]), Reported = [Split(2, 5), Split(2, 6)], Rules = new() { AsOf = Date(5) },
    }.Plan().Actions.ShouldBe([new(Split(2, 5), true), new(Split(2, 6), false)]);

    private static int SessionOf(CorporateAction action) => Enumerable.Range(0, 20).First(i => Date(i) == action.ExDate);

    private static KnownActions Known(IEnumerable<RecordedAction> recorded, params CorporateAction[] reported) => new(recorded, reported, "one");

    private static CorporateAction[] All(IEnumerable<RecordedAction> recorded, params CorporateAction[] reported) => Known(recorded, reported).All;
}
