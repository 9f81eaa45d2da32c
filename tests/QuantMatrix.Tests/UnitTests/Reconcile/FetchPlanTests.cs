using QuantMatrix.Model;
using QuantMatrix.Reconcile;
using QuantMatrix.Tests.UnitTests.Indicators;
using static QuantMatrix.Tests.UnitTests.Reconcile.ReconcileCase;

namespace QuantMatrix.Tests.UnitTests.Reconcile;

/// <summary>Requests by the calendar and what is stored. The newest session is 300, the first one required 31.</summary>
public class FetchPlanTests
{
    private const int Since = 31, Tonight = 300;

    [Fact]
    public void A_symbol_without_bars_is_fetched_whole_with_its_actions() => Request(null).ShouldBe(Whole(Since));

    [Fact]
    public void A_symbol_whose_bars_are_all_newer_is_fetched_whole() => Request(new(Date(301), null, [])).ShouldBe(Whole(Since));

    /// <summary>The first session of a first fetch, and where the request then starts.</summary>
    [Theory]
    [InlineData(5, 5)]
    [InlineData(31, Since)]
    [InlineData(40, Since)]
    public void A_first_fetch_starts_further_back_than_required_and_never_later(int first, int from)
    {
        var plan = new FetchPlan(Series.Calendar, Date(Since), Date(Tonight)) { FirstFetch = Date(first) };
        plan.RequestFor(Symbol, null, false).ShouldBe(Whole(from));
        plan.RequestFor(Symbol, Span(Since + 1, Tonight), false).ShouldBe(Whole(from));
        plan.RequestFor(Symbol, Span(Since, Tonight), false).ShouldBeNull();
        plan.RequestFor(Symbol, Span(Since + 1, Tonight), true).ShouldBeNull();
    }

    [Fact]
    public void A_symbol_that_is_up_to_date_is_not_fetched() => Request(Span(Since, Tonight)).ShouldBeNull();

    [Theory]
    [InlineData(299)]
    [InlineData(295)]
    [InlineData(270)]
    public void New_sessions_come_with_the_ten_before_them(int newest) => Request(Span(Since, newest)).ShouldBe(Due(newest - 9));

    [Theory]
    [InlineData(299, 290)]
    [InlineData(291, 290)]
    [InlineData(290, 290)]
    [InlineData(289, 288)]
    [InlineData(272, 271)]
    public void A_gap_is_fetched_from_the_session_before_it_when_that_is_older_than_the_overlap(int gap, int from) =>
        Request(Span(Since, 299, gap)).ShouldBe(Due(from));

    [Theory]
    [InlineData(271, true)]
    [InlineData(270, false)]
    public void Gaps_among_the_thirty_newest_sessions_are_fetched(int gap, bool due) => (Request(Span(Since, Tonight, gap)) is not null).ShouldBe(due);

    [Fact]
    public void Sessions_before_the_first_bar_are_not_gaps() => Request(Span(290, Tonight), isFetchedBefore: true).ShouldBeNull();

    [Fact]
    public void Sessions_before_the_first_one_required_are_not_gaps()
    {
        var plan = new FetchPlan(Series.Calendar, Date(290), Date(Tonight));
        plan.RequestFor(Symbol, Span(Since, Tonight, 289), true).ShouldBeNull();
        plan.RequestFor(Symbol, Span(Since, Tonight, 290), true).ShouldNotBeNull();
    }

    [Theory]
    [InlineData(31, false, false)]
    [InlineData(32, false, true)]
    [InlineData(32, true, false)]
    public void A_series_that_begins_too_late_is_fetched_whole_once(int oldest, bool isFetchedBefore, bool whole) =>
        Request(Span(oldest, Tonight), isFetchedBefore).ShouldBe(whole ? Whole(Since) : null);

    [Fact]
    public void An_explicit_refetch_requests_again_what_was_fetched_before_and_for_old_gaps()
    {
        Request(Span(32, Tonight), isFetchedBefore: true, isRefetch: true).ShouldBe(Whole(Since));
        Request(Span(Since, Tonight, 100), isRefetch: true).ShouldBe(Due(99));
        Request(Span(Since, Tonight, 100)).ShouldBeNull();
        Request(Span(Since, Tonight), isRefetch: true).ShouldBeNull();
    }

    [Fact]
    public void A_series_that_ended_long_ago_is_fetched_from_there_on() => Request(Span(Since, 200)).ShouldBe(Due(191));

    [Theory]
    [InlineData(false, 31, 30)]
    [InlineData(true, 31, 270)]
    [InlineData(true, 290, 30)]
    [InlineData(true, 270, 31)]
    public void The_newest_thirty_sessions_must_be_known_and_for_a_refetch_all(bool isRefetch, int since, int sessions) =>
        new FetchPlan(Series.Calendar, Date(since), Date(Tonight), isRefetch).RecentSessions.ShouldBe(sessions);

    [Fact]
    public void Days_without_a_session_count_as_the_next_and_the_previous_one()
    {
        var plan = new FetchPlan(Series.Calendar, new(2015, 1, 3), new(2015, 1, 19));
        (plan.First, plan.Last).ShouldBe((new(2015, 1, 5), new(2015, 1, 16)));
    }

    [Theory]
    [InlineData(5, 5)]
    [InlineData(20, 10)]
    [InlineData(null, 10)]
    public void The_whole_series_begins_with_the_older_of_stored_and_requested(int? oldest, int from)
    {
        var request = new BarRequest(Symbol, Date(10), Date(Tonight));
        FetchPlan.WholeSeries(request, oldest is { } session ? Date(session) : null).ShouldBe(request with { From = Date(from), WithActions = true });
    }

    private static BarRequest Whole(int from) => new(Symbol, Date(from), Date(Tonight)) { WithActions = true };

    private static BarRequest Due(int from) => new(Symbol, Date(from), Date(Tonight));

    /// <summary>Every session from one to another, but for a gap.</summary>
    private static StoredSpan Span(int oldest, int newest, int gap = -1) =>
        new(Date(oldest), Date(newest), [.. Enumerable.Range(oldest, newest - oldest + 1).Where(i => i != gap).Select(Date)]);

    private static BarRequest? Request(StoredSpan? stored, bool isFetchedBefore = false, bool isRefetch = false) =>
        new FetchPlan(Series.Calendar, Date(Since), Date(Tonight), isRefetch).RequestFor(Symbol, stored, isFetchedBefore);
}
