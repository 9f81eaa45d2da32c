using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>Bars from the field, read from the fixtures: the columns are what their description says.</summary>
[Trait("class", "slow")]
public class IndicatorFieldTests
{
    /// <summary>A folder, a query of its features, and the rows that are right.</summary>
    public static TheoryData<string, string, string[]> Cases => new()
    {
        { "stage_needs_benchmark/without_spy", "SELECT count(*), count(stage_label), count(beta_252) FROM features", ["712,0,0"] },
        { "stage_needs_benchmark/with_spy", "SELECT stage_label FROM features WHERE symbol = 'UP' ORDER BY date DESC LIMIT 1", ["2"] },
        { "spy_never_stage2", "SELECT count(*) > 400 FROM features WHERE stage_label = '2'", ["true"] },
        {
            "ma_bucket_tie", "SELECT symbol, ma_bucket FROM features WHERE date = (SELECT max(date) FROM features) ORDER BY symbol",
            ["TID03,NEUTRAL", "TIE01,NEUTRAL"]
        },
        {
            "beta_one_missing_benchmark_day",
            "SELECT min(date), count(*), count(corr_252), count(*) FILTER (date = DATE '2023-06-14') FROM features "
            + "WHERE symbol = 'GRID5' AND beta_252 IS NOT NULL",
            ["2021-06-01,711,711,1"]
        },
        {
            "flat",
            "SELECT bool_and(pct_dist_ema_8 = 0 AND pct_dist_sma_200 = 0), bool_and(macd = 0 AND macd_histogram = 0), bool_and(ma_aligned), "
            + "bool_and(stage_slope_pct = 0) FROM features WHERE sma_200 IS NOT NULL",
            ["true,true,true,true"]
        },
        { "gap_partly_filled", "SELECT gaps_unfilled_up, gap_nearest_up FROM features ORDER BY date DESC LIMIT 1", ["1,103"] },
    };

    [FixtureTheory]
    [MemberData(nameof(Cases))]
    public async Task Columns_are_as_described(string folder, string query, string[] rows)
    {
        using var trial = new Trial { Replay = Fixtures.Path(["field", "indicators", .. folder.Split('/')]) };
        (await trial.RunAsync("--set", "recompute_indicators_universe.keep=all")).ShouldBe(ExitCode.Ok);
        (await trial.SqlAsync(query)).ShouldBe(rows);
    }

    /// <summary>The flat share as the benchmark: one that needs no other.</summary>
    [FixtureFact]
    public async Task A_price_that_never_moves_is_in_stage_1()
    {
        using var trial = new Trial { Replay = Fixtures.Path("field", "indicators", "flat") };
        var jobs = trial.Jobs(("  benchmark: SPY ", "  benchmark: FLAT "));
        (await trial.RunAsync("--jobs", jobs)).ShouldBe(ExitCode.Ok);
        (await trial.SqlAsync("SELECT DISTINCT stage_label FROM features")).ShouldBe(["1"]);
    }

    [FixtureFact]
    public async Task A_run_without_the_benchmark_names_the_columns_without_values()
    {
        using var trial = new Trial { Replay = Fixtures.Path("field", "indicators", "stage_needs_benchmark", "without_spy") };
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok, "price_data has no bars for the benchmark SPY: no value in beta_252, ", ", stage_label, ");
    }

    [FixtureFact]
    public void Every_case_is_listed() => Directory.GetDirectories(Fixtures.Path("field", "indicators")).Select(p => Path.GetFileName(p))
        .ShouldBe(((IEnumerable<object[]>)Cases).Select(c => $"{c[0]}".Split('/')[0]).Distinct(), ignoreOrder: true);
}
