using QuantMatrix.Batch.Coverage;
using QuantMatrix.Batch.Jobs;

namespace QuantMatrix.Tests.UnitTests.Coverage;

/// <summary>The label and the explanation, which begins with the worst problem.</summary>
public class CoverageAssessmentTests
{
    private const string Whole = "##########";

    [Fact]
    public void Complete_coverage_is_ok() =>
        Of(Some(4))
            .ShouldBe(new CoverageAssessment("ok", "50 of 50 sessions since 2024-02-26 stored (100.00 %), 5 of 5 symbols up to 2024-03-08", IsDead: false));

    [Fact]
    public void Excused_sessions_are_ok_and_reported() =>
        Of(Some(4).Member("SP500", "NEW").Bars("NEW", "--------##").Member("SP500", "OLD", left: "02-28").Bars("OLD", "##........")).ShouldBe(
            new CoverageAssessment("ok",
                "54 of 54 sessions since 2024-02-26 stored (100.00 %), 16 excused (8 not listed yet, 8 left), 6 of 6 symbols up to 2024-03-08", IsDead: false));

    /// <summary>Bars of a member and of the benchmark, and the sessions named; a session without any bar is not.</summary>
    [Theory]
    [InlineData("##########", "##########", "")]
    [InlineData("#####.####", "#####.####", "")]
    [InlineData("##########", "#####.####", "2024-03-04")]
    [InlineData("##########", "#########.", "2024-03-08")]
    [InlineData("..#.#.....", "...#......", "2024-02-28, 2024-03-01")]
    [InlineData("##########", "----######", "2024-02-26, 2024-02-27, 2024-02-28 and 1 more session")]
    public void A_session_that_the_benchmark_lacks_and_another_symbol_has_is_named(string bars, string benchmark, string sessions)
    {
        var statistics = new CoverageCase().Member("SP500", "A").Bars("A", bars).Bars("SPY", benchmark).Statistics;
        CoverageAssessment.BenchmarkWarning(statistics).ShouldBe(sessions.Length == 0 ? [] :
            [$"benchmark SPY: no bar of {sessions}, of which other symbols have one; beta, correlation and relative strength leave them out"]);
        CoverageAssessment.BenchmarkWarning(new CoverageCase().Member("SP500", "A").Bars("A", bars).Statistics).ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_tracked_is_idle()
    {
        Of(new CoverageCase()).Label.ShouldBe("idle");
        Of(new CoverageCase().Bars("SPY", Whole)).Sentence.ShouldBe("nothing is tracked yet; run refresh_index_constituents or the whole chain");
    }

    [Fact]
    public void Without_any_bar_coverage_is_idle_at_first_and_dead_three_sessions_after_tracking_began()
    {
        Of(new CoverageCase().Member("SP500", "A", since: "03-06")).ShouldBe(
            new CoverageAssessment("idle", "no bars are stored yet for 2 symbols; run backfill_last_bars or the whole chain", IsDead: false));
        Of(new CoverageCase().Member("SP500", "A", since: "03-05")).ShouldBe(
            new CoverageAssessment("degraded",
                "no bars for 2 symbols, tracked since 2024-03-05; 0 of 20 sessions since 2024-02-26 stored (0.00 %), 0 of 2 symbols up to 2024-03-08",
                IsDead: true));
    }

    [Fact]
    public void Symbols_that_are_all_listed_later_are_idle() =>
        Of(new CoverageCase().Member("SP500", "A").ListedOn("A", "03-11").ListedOn("SPY", "03-11")).ShouldBe(
            new CoverageAssessment("idle", "no sessions are expected for 2 symbols since 2024-02-26", IsDead: false));

    [Theory]
    [InlineData("#########.", false, "5 of 5 symbols behind; ")]
    [InlineData("########..", false, "5 of 5 symbols behind; ")]
    [InlineData("#######...", true, "no bars for any symbol since 2024-03-05, 3 sessions ago; ")]
    [InlineData("..........", true, "no bars for any symbol since 2020-01-02, ")]
    public void Ingestion_is_dead_when_no_symbol_has_a_bar_of_the_last_three_sessions(string bars, bool dead, string sentence)
    {
        var assessment = Of(Some(4, bars));
        (assessment.Label, assessment.IsDead).ShouldBe(("degraded", dead));
        assessment.Sentence.ShouldStartWith(sentence);
    }

    [Fact]
    public void One_fresh_symbol_is_degraded_but_not_dead() =>
        Of(Some(3, "####......").Member("SP500", "Z").Bars("Z", Whole)).ShouldBe(
            new CoverageAssessment("degraded",
                "4 of 5 symbols behind; 26 of 50 sessions since 2024-02-26 stored (52.00 %), 1 of 5 symbols up to 2024-03-08", IsDead: false));

    [Fact]
    public void A_missing_session_is_degraded_even_when_total_coverage_is_fine()
    {
        var (coverage, options) = (Some(4, "##.#######"), new MonitorCoverageHealthOptions { MinCoveragePct = 50 });
        CoverageAssessment.Of(coverage.Statistics, options).Sentence.ShouldStartWith("2024-02-28: bars for 0 of 5 symbols; 45 of 50 sessions");
    }

    [Fact]
    public void Many_scattered_gaps_are_degraded()
    {
        var coverage = Enumerable.Range(0, 10).Aggregate(Some(10), (all, place) => all.Bars($"S{place}", Whole.Remove(place, 1).Insert(place, ".")));
        Of(coverage).Sentence.ShouldBe("1 of 11 symbols behind; 100 of 110 sessions since 2024-02-26 stored (90.90 %), 10 of 11 symbols up to 2024-03-08");
        Of(coverage.Bars("S9", Whole)).Sentence.ShouldStartWith("9 sessions missing; 101 of 110 sessions");
    }

    [Fact]
    public void A_session_without_snapshots_is_degraded_when_earlier_ones_have_them()
    {
        var coverage = Some(4).Recorded("03-05", 5).Recorded("03-07", 5).Recorded("03-08", 5);
        Of(coverage).Sentence.ShouldStartWith("2024-03-06: snapshots for 0 of 5 symbols; 50 of 50 sessions");
        Of(coverage.Recorded("03-06", 5)).Label.ShouldBe("ok");
    }

    [Fact]
    public void A_threshold_met_exactly_is_met()
    {
        var coverage = Some(4).Bars("S0", "#########.");
        var options = new MonitorCoverageHealthOptions { MinCoveragePct = 98, MinCurrentPct = 80, MinFillPct = 80 };
        CoverageAssessment.Of(coverage.Statistics, options).Label.ShouldBe("ok");
        CoverageAssessment.Of(coverage.Statistics, options with { MinCurrentPct = 80.1 }).Label.ShouldBe("degraded");
        CoverageAssessment.Of(coverage.Statistics, options with { MinFillPct = 80.1 }).Label.ShouldBe("degraded");
        CoverageAssessment.Of(coverage.Statistics, options with { MinCoveragePct = 98.1 }).Label.ShouldBe("degraded");
    }

    [Fact]
    public void Warnings_name_the_emptiest_sessions_and_the_symbols_furthest_behind()
    {
        var coverage = Some(4, "#.#.#.#.##").Bars("S0", Whole).Bars("S1", "##########").Bars("S2", "########..").Member("SP500", "GONE")
            .Quarantined("S3", 1).Recorded("03-07", 5);
        CoverageAssessment.Warnings(coverage.Statistics, new()).ShouldBe(
        [
            "2024-02-27: bars for 3 of 6 symbols; 2024-02-29: bars for 3 of 6 symbols; 2024-03-04: bars for 3 of 6 symbols; and 7 more sessions below 90 %",
            "2024-03-08: snapshots for 0 of 6 symbols; 2024-03-07: snapshots for 5 of 6 symbols",
            "GONE: 10 of 10 sessions missing, no bar stored",
            "S2: 2 of 10 sessions missing, last bar on 2024-03-06",
            "S3: 4 of 10 sessions missing",
            "SPY: 4 of 10 sessions missing",
        ]);
    }

    [Fact]
    public void Many_symbols_with_gaps_are_counted_not_listed()
    {
        var warnings = CoverageAssessment.Warnings(Some(30, "#########.").Statistics, new());
        warnings.Count.ShouldBe(1 + 10 + 1);
        warnings[^1].ShouldBe("21 more symbols with missing sessions");
    }

    /// <summary>S0, S1 … and the benchmark, all with the same bars.</summary>
    private static CoverageCase Some(int symbols, string bars = Whole) => Enumerable.Range(0, symbols)
        .Aggregate(new CoverageCase().Bars("SPY", bars), (coverage, i) => coverage.Member("SP500", $"S{i}").Bars($"S{i}", bars));

    private static CoverageAssessment Of(CoverageCase coverage) => CoverageAssessment.Of(coverage.Statistics, new() { DeadAfterSessions = 3 });
}
