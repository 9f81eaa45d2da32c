using QuantMatrix.Batch.Coverage;

namespace QuantMatrix.Tests.UnitTests.Coverage;

/// <summary>Expected, stored, missing and excused sessions of ten, counted by hand.</summary>
public class CoverageStatisticsTests
{
    private const string Whole = "##########";

    [Fact]
    public void Every_session_of_a_listed_member_is_expected() =>
        Of(new CoverageCase().Member("SP500", "A").Bars("A", "###.##.###")).ShouldBe((Expected: 10, Stored: 8, Missing: 2, Excused: 0));

    [Fact]
    public void Sessions_before_the_first_bar_are_excused_as_not_listed_yet()
    {
        var statistics = new CoverageCase().Member("SP500", "A").Bars("A", "----#####.").Statistics;
        Of(statistics.ByIndex["SP500"]).ShouldBe((Expected: 6, Stored: 5, Missing: 1, Excused: 4));
        statistics.ByIndex["SP500"].ExcusedNotListed.ShouldBe(4);
    }

    [Fact]
    public void A_symbol_without_any_bar_is_missing_over_the_whole_window() =>
        Of(new CoverageCase().Member("SP500", "A")).ShouldBe((Expected: 10, Stored: 0, Missing: 10, Excused: 0));

    [Fact]
    public void A_symbol_listed_after_the_last_session_is_excused_and_not_behind()
    {
        var statistics = new CoverageCase().Member("SP500", "A").Member("SP500", "B").Bars("B", Whole).ListedOn("A", "03-11").Statistics;
        Of(statistics.ByIndex["SP500"]).ShouldBe((Expected: 10, Stored: 10, Missing: 0, Excused: 10));
        statistics.Freshness.ShouldBe(new Freshness(2) { Current = 1, WithoutBars = 1, NewestBar = CoverageCase.Date("03-08") }); // B, and the benchmark SPY
    }

    [Theory]
    [InlineData("#####.....", 5, 0)] // left on Monday 4 March: five sessions expected
    [InlineData("##.##.....", 4, 1)]
    [InlineData("##########", 5, 0)] // later bars are not counted
    public void A_symbol_is_expected_until_it_leaves_and_excused_afterwards(string bars, long stored, long missing)
    {
        var statistics = new CoverageCase().Member("SP500", "A", left: "03-04").Bars("A", bars).Statistics;
        Of(statistics.ByIndex["SP500"]).ShouldBe((Expected: 5, stored, missing, Excused: 5));
        statistics.ByIndex["SP500"].ExcusedLeft.ShouldBe(5);
    }

    [Fact]
    public void A_symbol_that_left_before_the_window_is_not_counted() =>
        new CoverageCase().Member("SP500", "A", left: "02-26").Member("SP500", "B").Statistics.ByIndex["SP500"].Symbols.ShouldBe(1);

    [Fact]
    public void A_new_member_is_expected_over_the_whole_window_because_indicators_need_earlier_sessions() =>
        Of(new CoverageCase().Member("SP500", "A", since: "03-07").Bars("A", "..########")).ShouldBe((Expected: 10, Stored: 8, Missing: 2, Excused: 0));

    [Fact]
    public void A_returning_member_is_expected_without_interruption() =>
        Of(new CoverageCase().Member("SP500", "A", left: "02-28").Member("SP500", "A", since: "03-06").Bars("A", "##.....###"))
            .ShouldBe((Expected: 10, Stored: 5, Missing: 5, Excused: 0));

    [Fact]
    public void A_quarantined_row_is_a_missing_session_with_a_reason()
    {
        var statistics = new CoverageCase().Member("SP500", "A").Bars("A", "#x##.#####").Statistics;
        Of(statistics.ByIndex["SP500"]).ShouldBe((Expected: 10, Stored: 8, Missing: 2, Excused: 0));
        statistics.Totals.MissingQuarantined.ShouldBe(1);
    }

    [Fact]
    public void A_quarantined_row_beside_a_stored_bar_is_not_a_gap()
    {
        var count = new CoverageCase().Member("SP500", "A").Bars("A", Whole).Quarantined("A", 3).Statistics.ByIndex["SP500"];
        (count.Missing, count.MissingQuarantined).ShouldBe((0, 0));
    }

    [Fact]
    public void A_quarantined_row_before_the_first_bar_shows_that_the_symbol_was_listed()
    {
        var count = new CoverageCase().Member("SP500", "A").Bars("A", "--x-######").Statistics.ByIndex["SP500"];
        Of(count).ShouldBe((Expected: 8, Stored: 6, Missing: 2, Excused: 2));
        count.MissingQuarantined.ShouldBe(1);
    }

    [Fact]
    public void Each_group_counts_its_members_and_the_totals_count_every_symbol_once()
    {
        var statistics = new CoverageCase().Member("SP500", "A").Member("SP500", "B", left: "03-04").Member("DOW30", "B").Member("DOW30", "C", left: "03-04")
            .Holding("C").Holding("D").Bars("A", Whole).Bars("B", Whole).Bars("C", "#########.").Bars("D", Whole).Bars("SPY", Whole).Statistics;
        statistics.ByIndex.Select(g => (g.Key, g.Value.Symbols, g.Value.Expected, g.Value.Stored, g.Value.Excused))
            .ShouldBe([("SP500", 2, 15, 15, 5), ("DOW30", 2, 15, 15, 5), ("portfolio", 2, 20, 19, 0), ("benchmark", 1, 10, 10, 0)]);
        (statistics.Totals.Symbols, statistics.Totals.Expected, statistics.Totals.Stored, statistics.Totals.Excused).ShouldBe((5, 50, 49, 0));
    }

    [Fact]
    public void Without_members_and_portfolio_not_even_the_benchmark_is_expected() =>
        new CoverageCase().Bars("SPY", Whole).Statistics.Totals.ShouldBe(new SessionCount());

    [Fact]
    public void Symbols_are_grouped_by_the_sessions_they_are_behind()
    {
        var statistics = Members("A", "B", "C", "D", "E", "F", "G").Bars("SPY", Whole).Member("SP500", "LEFT", left: "03-04").Bars("LEFT", "#####.....")
            .Bars("A", Whole).Bars("B", "#########.").Bars("C", "########..").Bars("D", "#####.....").Bars("E", "####......").Bars("F", "..........")
            .Statistics;
        statistics.Freshness.ShouldBe(
            new Freshness(8) { Current = 2, OneBehind = 1, TwoToFiveBehind = 2, MoreBehind = 2, WithoutBars = 1, NewestBar = CoverageCase.Date("03-08") });
        statistics.Gaps.Select(h => (h.Symbol, h.SessionsBehind, h.Missing)).ShouldBe(
            [("G", null, 10), ("F", 1052, 10), ("E", 6, 6), ("D", 5, 5), ("C", 2, 2), ("B", 1, 1)]);
    }

    [Fact]
    public void A_session_without_any_bar_is_below_the_threshold()
    {
        var statistics = Members("A", "B", "C").Bars("A", "##.#######").Bars("B", "##.#######").Bars("C", "-----#####").Bars("SPY", "##.#######").Statistics;
        statistics.BarsByDate.Select(f => (f.Stored, f.Expected)).ShouldBe([(3, 3), (3, 3), (0, 3), (3, 3), (3, 3), (4, 4), (4, 4), (4, 4), (4, 4), (4, 4)]);
        SessionFill.Below(90, statistics.BarsByDate).ShouldBe([new SessionFill(CoverageCase.Date("02-28"), 3, 0)]);
    }

    [Fact]
    public void Snapshots_are_expected_for_the_members_of_the_day_from_the_first_recorded_session()
    {
        var statistics = Members("A", "B").Bars("A", Whole).Bars("B", "------####").Bars("SPY", Whole).Bars("C", Whole).Bars("D", Whole)
            .Member("SP500", "C", since: "03-07").Member("SP500", "D", left: "03-05")
            .Recorded("03-01", 3).Recorded("03-04", 2).Recorded("03-06", 3).Recorded("03-07", 4).Recorded("03-08", 5).Statistics;
        statistics.SnapshotsByDate.Select(f => (f.Stored, f.Expected)).ShouldBe([(3, 3), (2, 3), (0, 3), (3, 3), (4, 4), (5, 4)]);
        statistics.SnapshotsMissing.ShouldBe(4);
    }

    [Fact]
    public void A_member_between_two_intervals_is_not_expected_in_snapshots()
    {
        var statistics = Members("A").Member("SP500", "B", left: "02-28").Member("SP500", "B", since: "03-06")
            .Bars("A", Whole).Bars("B", Whole).Bars("SPY", Whole).Recorded("02-26", 3).Statistics;
        statistics.SnapshotsByDate.Select(f => f.Expected).ShouldBe([3, 3, 2, 2, 2, 2, 2, 3, 3, 3]);
    }

    [Fact]
    public void One_gap_never_rounds_up_to_100_percent()
    {
        new SessionCount { Expected = 31_020, Stored = 31_019 }.Pct.ShouldBe(99.99);
        new SessionCount { Expected = 31_020, Stored = 31_020 }.Pct.ShouldBe(100);
        new SessionCount().Pct.ShouldBeNull();
    }

    [Theory]
    [InlineData("02-25", 0, null)]
    [InlineData("02-26", 0, 0)]
    [InlineData("03-02", 5, null)] // a Saturday
    [InlineData("03-04", 5, 5)]
    [InlineData("03-08", 9, 9)]
    [InlineData("03-09", 10, null)]
    public void A_date_has_a_place_in_the_window_when_it_is_a_session(string day, int from, int? place)
    {
        var window = new CoverageCase().Window;
        (window.PlaceFrom(CoverageCase.Date(day)), window.PlaceOf(CoverageCase.Date(day))).ShouldBe((from, place));
    }

    private static CoverageCase Members(params string[] symbols) =>
        symbols.Aggregate(new CoverageCase(), (coverage, symbol) => coverage.Member("SP500", symbol));

    private static (long Expected, long Stored, long Missing, long Excused) Of(CoverageCase coverage) => Of(coverage.Statistics.ByIndex["SP500"]);

    private static (long Expected, long Stored, long Missing, long Excused) Of(SessionCount count) =>
        (count.Expected, count.Stored, count.Missing, count.Excused);
}
