using QuantMatrix.Batch.Coverage;

namespace QuantMatrix.Tests.UnitTests.Coverage;

/// <summary>What is expected, stored, missing and excused of ten sessions, counted by hand.</summary>
public class CoverageNumbersTests
{
    private const string Whole = "##########";

    [Fact]
    public void Every_session_of_a_listed_member_is_expected() =>
        Of(new CoverageCase().Member("SP500", "A").Bars("A", "###.##.###")).ShouldBe((Expected: 10, Stored: 8, Missing: 2, Excused: 0));

    [Fact]
    public void Sessions_before_the_first_bar_are_excused_as_not_listed_yet()
    {
        var numbers = new CoverageCase().Member("SP500", "A").Bars("A", "----#####.").Numbers;
        Of(numbers.ByIndex["SP500"]).ShouldBe((Expected: 6, Stored: 5, Missing: 1, Excused: 4));
        numbers.ByIndex["SP500"].ExcusedNotListed.ShouldBe(4);
    }

    [Fact]
    public void A_symbol_without_any_bar_is_missing_whole_since_nobody_knows_that_it_was_not_listed() =>
        Of(new CoverageCase().Member("SP500", "A")).ShouldBe((Expected: 10, Stored: 0, Missing: 10, Excused: 0));

    [Fact]
    public void A_symbol_whose_first_bar_comes_after_the_last_session_is_excused_and_not_behind()
    {
        var numbers = new CoverageCase().Member("SP500", "A").Member("SP500", "B").Bars("B", Whole).ListedOn("A", "03-11").Numbers;
        Of(numbers.ByIndex["SP500"]).ShouldBe((Expected: 10, Stored: 10, Missing: 0, Excused: 10));
        numbers.Freshness.ShouldBe(new Freshness(2) { Current = 1, WithoutBars = 1, NewestBar = CoverageCase.Date("03-08") }); // B, and the benchmark SPY
    }

    [Theory]
    [InlineData("#####.....", 5, 0)] // left on Monday 4 March: five sessions needed
    [InlineData("##.##.....", 4, 1)]
    [InlineData("##########", 5, 0)] // bars that go on are not counted
    public void A_symbol_is_expected_until_it_left_and_excused_from_then_on(string bars, long stored, long missing)
    {
        var numbers = new CoverageCase().Member("SP500", "A", left: "03-04").Bars("A", bars).Numbers;
        Of(numbers.ByIndex["SP500"]).ShouldBe((Expected: 5, stored, missing, Excused: 5));
        numbers.ByIndex["SP500"].ExcusedLeft.ShouldBe(5);
    }

    [Fact]
    public void A_symbol_that_left_before_the_window_is_not_in_it() =>
        new CoverageCase().Member("SP500", "A", left: "02-26").Member("SP500", "B").Numbers.ByIndex["SP500"].Symbols.ShouldBe(1);

    [Fact]
    public void A_new_member_is_expected_whole_since_its_indicators_need_the_sessions_before_it_joined() =>
        Of(new CoverageCase().Member("SP500", "A", since: "03-07").Bars("A", "..########")).ShouldBe((Expected: 10, Stored: 8, Missing: 2, Excused: 0));

    [Fact]
    public void A_member_that_came_back_is_expected_without_a_gap() =>
        Of(new CoverageCase().Member("SP500", "A", left: "02-28").Member("SP500", "A", since: "03-06").Bars("A", "##.....###"))
            .ShouldBe((Expected: 10, Stored: 5, Missing: 5, Excused: 0));

    [Fact]
    public void A_refused_row_is_a_missing_session_with_a_reason()
    {
        var numbers = new CoverageCase().Member("SP500", "A").Bars("A", "#x##.#####").Numbers;
        Of(numbers.ByIndex["SP500"]).ShouldBe((Expected: 10, Stored: 8, Missing: 2, Excused: 0));
        numbers.Totals.MissingQuarantined.ShouldBe(1);
    }

    [Fact]
    public void A_refused_row_beside_a_stored_bar_is_no_hole()
    {
        var count = new CoverageCase().Member("SP500", "A").Bars("A", Whole).Refused("A", 3).Numbers.ByIndex["SP500"];
        (count.Missing, count.MissingQuarantined).ShouldBe((0, 0));
    }

    [Fact]
    public void A_refused_row_before_the_first_bar_shows_that_the_symbol_was_listed()
    {
        var count = new CoverageCase().Member("SP500", "A").Bars("A", "--x-######").Numbers.ByIndex["SP500"];
        Of(count).ShouldBe((Expected: 8, Stored: 6, Missing: 2, Excused: 2));
        count.MissingQuarantined.ShouldBe(1);
    }

    [Fact]
    public void Each_group_counts_its_own_and_the_totals_every_symbol_once()
    {
        var numbers = new CoverageCase().Member("SP500", "A").Member("SP500", "B", left: "03-04").Member("DOW30", "B").Member("DOW30", "C", left: "03-04")
            .Holding("C").Holding("D").Bars("A", Whole).Bars("B", Whole).Bars("C", "#########.").Bars("D", Whole).Bars("SPY", Whole).Numbers;
        numbers.ByIndex.Select(g => (g.Key, g.Value.Symbols, g.Value.Expected, g.Value.Stored, g.Value.Excused))
            .ShouldBe([("SP500", 2, 15, 15, 5), ("DOW30", 2, 15, 15, 5), ("portfolio", 2, 20, 19, 0), ("benchmark", 1, 10, 10, 0)]);
        (numbers.Totals.Symbols, numbers.Totals.Expected, numbers.Totals.Stored, numbers.Totals.Excused).ShouldBe((5, 50, 49, 0));
    }

    [Fact]
    public void Without_members_and_portfolio_nothing_is_expected_not_even_of_the_benchmark() =>
        new CoverageCase().Bars("SPY", Whole).Numbers.Totals.ShouldBe(new SessionCount());

    [Fact]
    public void Symbols_are_told_apart_by_how_many_sessions_they_are_behind()
    {
        var numbers = Members("A", "B", "C", "D", "E", "F", "G").Bars("SPY", Whole).Member("SP500", "LEFT", left: "03-04").Bars("LEFT", "#####.....")
            .Bars("A", Whole).Bars("B", "#########.").Bars("C", "########..").Bars("D", "#####.....").Bars("E", "####......").Bars("F", "..........").Numbers;
        numbers.Freshness.ShouldBe(
            new Freshness(8) { Current = 2, OneBehind = 1, TwoToFiveBehind = 2, MoreBehind = 2, WithoutBars = 1, NewestBar = CoverageCase.Date("03-08") });
        numbers.Holes.Select(h => (h.Symbol, h.SessionsBehind, h.Missing)).ShouldBe(
            [("G", null, 10), ("F", 1052, 10), ("E", 6, 6), ("D", 5, 5), ("C", 2, 2), ("B", 1, 1)]);
    }

    [Fact]
    public void A_session_nobody_has_stands_out()
    {
        var numbers = Members("A", "B", "C").Bars("A", "##.#######").Bars("B", "##.#######").Bars("C", "-----#####").Bars("SPY", "##.#######").Numbers;
        numbers.BarsByDate.Select(f => (f.Stored, f.Expected)).ShouldBe([(3, 3), (3, 3), (0, 3), (3, 3), (3, 3), (4, 4), (4, 4), (4, 4), (4, 4), (4, 4)]);
        Fill.Below(90, numbers.BarsByDate).ShouldBe([new Fill(CoverageCase.Date("02-28"), 3, 0)]);
    }

    [Fact]
    public void Snapshots_are_expected_of_the_members_of_the_day_from_the_first_recorded_session_on()
    {
        var numbers = Members("A", "B").Bars("A", Whole).Bars("B", "------####").Bars("SPY", Whole).Bars("C", Whole).Bars("D", Whole)
            .Member("SP500", "C", since: "03-07").Member("SP500", "D", left: "03-05")
            .Recorded("03-01", 3).Recorded("03-04", 2).Recorded("03-06", 3).Recorded("03-07", 4).Recorded("03-08", 5).Numbers;
        numbers.SnapshotsByDate.Select(f => (f.Stored, f.Expected)).ShouldBe([(3, 3), (2, 3), (0, 3), (3, 3), (4, 4), (5, 4)]);
        numbers.SnapshotsMissing.ShouldBe(4);
    }

    [Fact]
    public void A_member_that_was_away_is_not_missed_in_the_snapshots_of_that_time()
    {
        var numbers = Members("A").Member("SP500", "B", left: "02-28").Member("SP500", "B", since: "03-06")
            .Bars("A", Whole).Bars("B", Whole).Bars("SPY", Whole).Recorded("02-26", 3).Numbers;
        numbers.SnapshotsByDate.Select(f => f.Expected).ShouldBe([3, 3, 2, 2, 2, 2, 2, 3, 3, 3]);
    }

    [Fact]
    public void One_hole_is_never_a_hundred_percent()
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
    public void A_day_has_a_place_in_the_window_when_it_is_a_session(string day, int from, int? place)
    {
        var window = new CoverageCase().Window;
        (window.PlaceFrom(CoverageCase.Date(day)), window.PlaceOf(CoverageCase.Date(day))).ShouldBe((from, place));
    }

    private static CoverageCase Members(params string[] symbols) => symbols.Aggregate(new CoverageCase(), (some, symbol) => some.Member("SP500", symbol));

    private static (long Expected, long Stored, long Missing, long Excused) Of(CoverageCase some) => Of(some.Numbers.ByIndex["SP500"]);

    private static (long Expected, long Stored, long Missing, long Excused) Of(SessionCount count) => (count.Expected, count.Stored, count.Missing, count.Excused);
}
