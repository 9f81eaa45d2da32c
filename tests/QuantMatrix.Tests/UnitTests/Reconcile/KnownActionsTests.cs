using System.Globalization;
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
    public void Dividends_of_a_day_are_entries_of_their_own_and_splits_multiply() =>
        All([], Dividend(2, 5), Dividend(1, 5), Split(2, 5), Split(3, 5), Split(3, 5)).ShouldBe([Split(6, 5), Dividend(1, 5), Dividend(2, 5)]);

    [Fact]
    public void Equal_dividends_of_a_day_are_two_in_one_source_and_one_in_two_sources()
    {
        All([], Dividend(0.25, 5), Dividend(0.25, 5)).ShouldBe([Dividend(0.25, 5), Dividend(0.25, 5)]);
        All([], Dividend(0.25, 5), Dividend(0.25, 5, "two")).ShouldBe([Dividend(0.25, 5)]);
        All([], Dividend(0.25, 5), Dividend(0.25, 5, "two"), Dividend(0.25, 5, "two")).ShouldBe([Dividend(0.25, 5, "two"), Dividend(0.25, 5, "two")]);
    }

    [Fact]
    public void A_split_listed_twice_is_one_also_when_its_ratio_is_rounded() =>
        All([], Split(1.5, 5), Split(1.5, 5), Split(1.4999, 5)).ShouldBe([Split(1.4999, 5)]);

    [Fact]
    public void The_source_that_lists_more_dividends_of_a_day_is_taken() =>
        All([], Dividend(1.25, 5), Dividend(0.25, 5, "two"), Dividend(1, 5, "two")).ShouldBe([Dividend(0.25, 5, "two"), Dividend(1, 5, "two")]);

    /// <summary>Splits by ratio, session and source; the second one is what remains.</summary>
    [Theory]
    [InlineData(4, 6, "two", 4, 5, "one")]
    [InlineData(4, 6, "zwei", 4, 7, "two")]
    [InlineData(4.02, 6, "two", 4, 5, "one")]
    public void A_split_that_another_source_dates_a_few_days_off_is_one(double a, int sessionA, string sourceA, double b, int sessionB, string sourceB) =>
        All([], Split(a, sessionA, sourceA), Split(b, sessionB, sourceB)).ShouldBe([Split(b, sessionB, sourceB)]);

    [Fact]
    public void Splits_of_other_ratios_or_further_apart_are_two()
    {
        All([], Split(4, 5), Split(3, 6, "two")).Length.ShouldBe(2);
        All([], Split(4, 5), Split(4, 10, "two")).Length.ShouldBe(2);
        All([], Split(4, 5), Dividend(4, 6, "two")).Length.ShouldBe(2);
    }

    [Fact]
    public void Of_a_split_with_two_dates_the_applied_one_counts() =>
        All([new(Split(4, 5, "two"), true)], Split(4, 6)).ShouldBe([Split(4, 5, "two")]);

    [Fact]
    public void A_split_that_its_source_moved_or_lists_with_two_dates_is_one()
    {
        All([new(Split(4, 5), false)], Split(4, 6)).ShouldBe([Split(4, 6)]);
        All([new(Split(4, 6), false)], Split(4, 5)).ShouldBe([Split(4, 5)]);
        All([], Split(4, 5), Split(4, 6)).ShouldBe([Split(4, 6)]);
    }

    [Fact]
    public void Actions_are_in_order_of_date() =>
        All([new(Split(2, 3), true)], Dividend(1, 7), Split(3, 9), Dividend(1, 1)).ShouldBe([Dividend(1, 1), Split(2, 3), Dividend(1, 7), Split(3, 9)]);

    [Theory]
    [InlineData(2, 9, "3,5,9")]
    [InlineData(3, 8, "5")]
    [InlineData(9, 12, "")]
    [InlineData(0, 2, "")]
    public void Between_is_after_one_day_and_up_to_another(int after, int upTo, string sessions) =>
        string.Join(',', Known([], Split(2, 3), Split(3, 5), Split(4, 9)).Between(DayOf(after), DayOf(upTo)).Select(SessionOf)).ShouldBe(sessions);

    [Fact]
    public void A_split_is_applied_when_the_prices_contain_it_and_a_dividend_is_never_pending() =>
        Known([], Split(2, 4), Split(3, 9), Dividend(1, 9)).ToRecord(UpTo(4))
            .ShouldBe([new(Split(2, 4), true), new(Split(3, 9), false), new(Dividend(1, 9), true)]);

    [Fact]
    public void A_known_action_is_recorded_again_only_when_its_status_or_value_changes()
    {
        Known([new(Split(2, 4), false)], Split(2, 4)).ToRecord(UpTo(3)).ShouldBeEmpty();
        Known([new(Split(2, 4), true)], Split(2, 4)).ToRecord(UpTo(4)).ShouldBeEmpty();
        Known([new(Split(2, 4), true)], Split(2, 4)).ToRecord(UpTo(3)).ShouldBe([new(Split(2, 4), false)]);
        Known([new(Split(2, 4, "two"), false)], Split(2.01, 4)).ToRecord(UpTo(4)).ShouldBe([new(Split(2, 4, "two"), true)]);
        Known([new(Split(2, 4, "two"), false)], Split(3, 4)).ToRecord(UpTo(4)).ShouldBe([new(Split(3, 4), true)]);
    }

    [Fact]
    public void A_status_that_the_bars_do_not_show_stays_and_a_new_action_waits()
    {
        Known([new(Split(2, 4), true)], Split(2, 4)).ToRecord(_ => null).ShouldBeEmpty();
        Known([new(Split(2, 4), false)], Split(2, 4)).ToRecord(_ => null).ShouldBeEmpty();
        Known([], Split(2, 4)).ToRecord(_ => null).ShouldBeEmpty();
        Known([], Dividend(2, 4)).ToRecord(_ => null).ShouldBe([new(Dividend(2, 4), true)]);
    }

    [Fact]
    public void A_pending_action_that_is_not_reported_again_is_applied_once_the_prices_contain_it()
    {
        Known([new(Split(2, 4), false)]).ToRecord(UpTo(4)).ShouldBe([new(Split(2, 4), true)]);
        Known([new(Split(2, 4), false)]).ToRecord(UpTo(4), reportedOnly: true).ShouldBeEmpty();
    }

    /// <summary>Amounts of session 5: recorded ones of source "one", reported ones, and those recorded afterwards; empty for no change.</summary>
    [Theory]
    [InlineData("0.25", "one", "0.25", "")]
    [InlineData("0.2275", "two", "0.23", "")]
    [InlineData("0.25", "two", "1.25", "")]
    [InlineData("0.25", "one", "0.3", "0.3")]
    [InlineData("0.25", "one", "0.2500001", "")]
    [InlineData("0.25", "one", "1;0.25", "0.25;1")]
    [InlineData("0.25", "two", "1;0.25", "0.25;1")]
    [InlineData("0.25;1", "two", "1.25", "")]
    [InlineData("0.25;1", "one", "1", "1")]
    [InlineData("0.25;1", "one", "1;0.3", "0.3;1")]
    [InlineData("0.25;1", "two", "1;0.3", "")]
    [InlineData("0.25", "one", "0.25;0.25", "0.25;0.25")]
    [InlineData("0.25", "two", "0.25;0.25", "0.25;0.25")]
    [InlineData("0.25;0.25", "one", "0.25;0.25", "")]
    [InlineData("0.25;0.25", "two", "0.25;0.25", "")]
    [InlineData("0.25;0.25", "two", "0.25", "")]
    [InlineData("0.25;0.25", "one", "0.25", "0.25")]
    public void A_source_restates_its_dividends_and_another_one_only_adds_detail(string before, string source, string reported, string recorded)
    {
        var known = Known(Amounts(before).Select(a => new RecordedAction(Dividend(a, 5), true)), [.. Amounts(reported).Select(a => Dividend(a, 5, source))]);
        var now = known.ToRecord(_ => true).ToList();
        now.ShouldBe(Amounts(recorded).Select(a => new RecordedAction(Dividend(a, 5, source), true)));
        if (now.Count > 0) Known(now, [.. Amounts(reported).Select(a => Dividend(a, 5, source))]).ToRecord(_ => true).ShouldBeEmpty();
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
            Reported = [Split(2, agrees ? 0 : 2)],
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
        new ReconcileCase { Fetched = Closes(0, [100, 100, 50]), Reported = [Split(2, 2)], SecondOpinion = Bars.Empty }.Plan().Actions
            .ShouldBe([new(Split(2, 2), false)]);

    [Fact]
    public void Actions_before_a_held_jump_are_applied_and_those_from_it_on_are_not()
    {
        var held = new ReconcileCase
        {
            Stored = Closes(0, [100, 100]), Fetched = Closes(0, [100, 100, 101, 20]), Reported = [Split(1.05, 1), Split(1.08, 3)],
            Recorded = [new(Split(1.1, 0), false)], SecondOpinion = Bars.Empty,
        };
        held.Plan().Actions.ShouldBe([new(Split(1.05, 1), true), new(Split(1.08, 3), false)]);
    }

    /// <summary>Closes with a session that moves by the given ratio, and a split of that day: prices contain it when they do not move by it.</summary>
    [Theory]
    [InlineData(1.253, 1 / 1.253, false)]
    [InlineData(1.253, 1.01, true)]
    [InlineData(1.05, 1 / 1.05, false)]
    [InlineData(1.05, 1, true)]
    [InlineData(4, 1.02, true)]
    public void A_split_is_applied_only_when_accepted_prices_do_not_move_by_it_and_never_when_stored_ones_before_it_stay(
        double ratio, double change, bool applied)
    {
        double[] closes = [100, 100, 100 * change, 100 * change, 100 * change, 100 * change];
        var first = new ReconcileCase { Fetched = Closes(0, closes), Reported = [Split(ratio, 2)], SecondOpinion = Bars.Empty };
        first.Plan().Actions.ShouldBe([new(Split(ratio, 2), applied)]);
        (first with { Stored = Closes(0, closes) }).Plan().Actions.ShouldBe([new(Split(ratio, 2), applied)]);
        (first with { Stored = Closes(0, closes[..2]) }).Plan().Actions.ShouldBe([new(Split(ratio, 2), false)]);
    }

    [Fact]
    public void A_split_before_the_first_bar_is_applied_and_one_after_the_newest_bar_is_pending() => new ReconcileCase
    {
        Fetched = Closes(3, [100, 100]), Reported = [Split(2, 2), Split(3, 9)],
    }.Plan().Actions.ShouldBe([new(Split(2, 2), true), new(Split(3, 9), false)]);

    [Fact]
    public void The_status_of_a_split_before_the_sessions_fetched_stays() => new ReconcileCase
    {
        Stored = Closes(0, Steady(9)), Fetched = Closes(5, [.. Steady(9)[5..], 100]), IsWhole = false,
        Recorded = [new(Split(2, 3), false)], Reported = [Split(3, 5)],
    }.Plan().Actions.ShouldBeEmpty();

    private static Func<CorporateAction, bool?> UpTo(int session) => split => split.ExDate <= Date(session);

    private static IEnumerable<double> Amounts(string text) =>
        text.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(a => double.Parse(a, CultureInfo.InvariantCulture));

    private static int SessionOf(CorporateAction action) => Enumerable.Range(0, 20).First(i => Date(i) == action.ExDate);

    private static KnownActions Known(IEnumerable<RecordedAction> recorded, params CorporateAction[] reported) => new(recorded, reported, "one");

    private static CorporateAction[] All(IEnumerable<RecordedAction> recorded, params CorporateAction[] reported) => Known(recorded, reported).All;
}
