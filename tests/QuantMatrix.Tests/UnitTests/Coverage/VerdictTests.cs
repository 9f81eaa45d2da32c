using QuantMatrix.Batch.Coverage;
using QuantMatrix.Batch.Jobs;

namespace QuantMatrix.Tests.UnitTests.Coverage;

/// <summary>The word and the sentence, and that the worst comes first.</summary>
public class VerdictTests
{
    private const string Whole = "##########";

    [Fact]
    public void All_there_is_ok() =>
        Of(Some(4)).ShouldBe(new CoverageAssessment("ok", "50 of 50 sessions since 2024-02-26 stored (100.00 %), 5 of 5 symbols up to 2024-03-08", IsDead: false));

    [Fact]
    public void What_is_excused_is_ok_and_said() =>
        Of(Some(4).Member("SP500", "NEW").Bars("NEW", "--------##").Member("SP500", "OLD", left: "02-28").Bars("OLD", "##........")).ShouldBe(
            new CoverageAssessment("ok", "54 of 54 sessions since 2024-02-26 stored (100.00 %), 16 excused (8 not listed yet, 8 left), 6 of 6 symbols up to 2024-03-08", IsDead: false));

    [Fact]
    public void Nothing_tracked_is_idle()
    {
        Of(new CoverageCase()).Label.ShouldBe("idle");
        Of(new CoverageCase().Bars("SPY", Whole)).Sentence.ShouldBe("nothing is tracked yet; run refresh_index_constituents or the whole chain");
    }

    [Fact]
    public void Without_a_single_bar_coverage_is_idle_at_first_and_dead_when_bars_have_been_wanted_for_three_sessions()
    {
        Of(new CoverageCase().Member("SP500", "A", since: "03-06")).ShouldBe(
            new CoverageAssessment("idle", "no bar is stored yet of 2 symbols; run backfill_last_bars or the whole chain", IsDead: false));
        Of(new CoverageCase().Member("SP500", "A", since: "03-05")).ShouldBe(
            new CoverageAssessment("degraded", "no bar of 2 symbols, tracked since 2024-03-05; 0 of 20 sessions since 2024-02-26 stored (0.00 %), 0 of 2 symbols up to 2024-03-08", IsDead: true));
    }

    [Fact]
    public void Symbols_that_are_all_to_be_listed_later_are_idle() =>
        Of(new CoverageCase().Member("SP500", "A").ListedOn("A", "03-11").ListedOn("SPY", "03-11")).ShouldBe(
            new CoverageAssessment("idle", "no session is expected of 2 symbols since 2024-02-26", IsDead: false));

    [Theory]
    [InlineData("#########.", false, "5 of 5 symbols behind; ")]
    [InlineData("########..", false, "5 of 5 symbols behind; ")]
    [InlineData("#######...", true, "no bar of any symbol since 2024-03-05, 3 sessions ago; ")]
    [InlineData("..........", true, "no bar of any symbol since 2020-01-02, ")]
    public void Ingestion_is_dead_when_nobody_has_a_bar_of_the_last_three_sessions(string bars, bool dead, string sentence)
    {
        var verdict = Of(Some(4, bars));
        (verdict.Label, verdict.IsDead).ShouldBe(("degraded", dead));
        verdict.Sentence.ShouldStartWith(sentence);
    }

    [Fact]
    public void One_fresh_symbol_is_not_enough_to_be_well_but_ingestion_lives() =>
        Of(Some(3, "####......").Member("SP500", "Z").Bars("Z", Whole)).ShouldBe(
            new CoverageAssessment("degraded", "4 of 5 symbols behind; 26 of 50 sessions since 2024-02-26 stored (52.00 %), 1 of 5 symbols up to 2024-03-08", IsDead: false));

    [Fact]
    public void A_whole_session_missing_is_degraded_though_the_share_of_all_sessions_is_fine()
    {
        var (some, options) = (Some(4, "##.#######"), new MonitorCoverageHealthOptions { MinCoveragePct = 50 });
        CoverageAssessment.Of(some.Numbers, options).Sentence.ShouldStartWith("2024-02-28: bars of 0 of 5 symbols; 45 of 50 sessions");
    }

    [Fact]
    public void Scattered_holes_are_degraded_when_they_are_many()
    {
        var some = Enumerable.Range(0, 10).Aggregate(Some(10), (all, place) => all.Bars($"S{place}", Whole.Remove(place, 1).Insert(place, ".")));
        Of(some).Sentence.ShouldBe("1 of 11 symbols behind; 100 of 110 sessions since 2024-02-26 stored (90.90 %), 10 of 11 symbols up to 2024-03-08");
        Of(some.Bars("S9", Whole)).Sentence.ShouldStartWith("9 sessions missing; 101 of 110 sessions");
    }

    [Fact]
    public void A_session_without_snapshots_is_degraded_when_earlier_ones_have_them()
    {
        var some = Some(4).Recorded("03-05", 5).Recorded("03-07", 5).Recorded("03-08", 5);
        Of(some).Sentence.ShouldStartWith("2024-03-06: snapshots of 0 of 5 symbols; 50 of 50 sessions");
        Of(some.Recorded("03-06", 5)).Label.ShouldBe("ok");
    }

    [Fact]
    public void A_threshold_that_is_just_met_is_met()
    {
        var some = Some(4).Bars("S0", "#########.");
        var options = new MonitorCoverageHealthOptions { MinCoveragePct = 98, MinCurrentPct = 80, MinFillPct = 80 };
        CoverageAssessment.Of(some.Numbers, options).Label.ShouldBe("ok");
        CoverageAssessment.Of(some.Numbers, options with { MinCurrentPct = 80.1 }).Label.ShouldBe("degraded");
        CoverageAssessment.Of(some.Numbers, options with { MinFillPct = 80.1 }).Label.ShouldBe("degraded");
        CoverageAssessment.Of(some.Numbers, options with { MinCoveragePct = 98.1 }).Label.ShouldBe("degraded");
    }

    [Fact]
    public void Warnings_name_the_emptiest_sessions_and_the_symbols_furthest_behind()
    {
        var some = Some(4, "#.#.#.#.##").Bars("S0", Whole).Bars("S1", "##########").Bars("S2", "########..").Member("SP500", "GONE").Refused("S3", 1).Recorded("03-07", 5);
        CoverageWarnings.Of(some.Numbers, new()).ShouldBe(
        [
            "2024-02-27: bars of 3 of 6 symbols; 2024-02-29: bars of 3 of 6 symbols; 2024-03-04: bars of 3 of 6 symbols; and 7 more sessions below 90 %",
            "2024-03-08: snapshots of 0 of 6 symbols; 2024-03-07: snapshots of 5 of 6 symbols",
            "GONE: 10 of 10 sessions missing, no bar stored",
            "S2: 2 of 10 sessions missing, the last bar is of 2024-03-06",
            "S3: 4 of 10 sessions missing",
            "SPY: 4 of 10 sessions missing",
        ]);
    }

    [Fact]
    public void Many_symbols_with_holes_are_counted_not_listed()
    {
        var warnings = CoverageWarnings.Of(Some(30, "#########.").Numbers, new());
        warnings.Count.ShouldBe(1 + 10 + 1);
        warnings[^1].ShouldBe("21 more symbols with sessions missing");
    }

    /// <summary>S0, S1 … and the benchmark, all with the same bars.</summary>
    private static CoverageCase Some(int symbols, string bars = Whole) => Enumerable.Range(0, symbols)
        .Aggregate(new CoverageCase().Bars("SPY", bars), (some, i) => some.Member("SP500", $"S{i}").Bars($"S{i}", bars));

    private static CoverageAssessment Of(CoverageCase some) => CoverageAssessment.Of(some.Numbers, new());
}
