using QuantMatrix.Batch.Graph;
using QuantMatrix.Tests.ContractTests;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>The benchmark is one setting: changed in <c>market</c>, it changes for every job.</summary>
[Trait("class", "slow")]
public sealed class BenchmarkTests : IDisposable
{
    private readonly Trial trial = new();

    [Fact]
    public async Task Another_benchmark_is_tracked_computed_against_and_expected_by_coverage()
    {
        Market.Write(trial.Replay, symbols: 3, sessions: 400);
        trial.With("constituents.csv", "index,symbol\nMINE,S00\nMINE,S01\n");
        var jobs = trial.Jobs(("  benchmark: SPY ", "  benchmark: S02 "));
        (await trial.RunAsync("--jobs", jobs)).ShouldBe(ExitCode.Ok, "3 symbols: 3 new", "coverage ok: 180 of 180", "6 audits: 6 ok");

        (await trial.SqlAsync("SELECT DISTINCT benchmark FROM market_analysis_cache")).ShouldBe(["S02"]);
        (await trial.SqlAsync("SELECT count(*), count(beta_252), round(max(beta_252) FILTER (symbol = 'S02'), 6) FROM market_analysis_cache"))
            .ShouldBe(["3,3,1"]);
        EmbeddedTrial.Rows(trial.Embedded, "select member from set_member where name = 'tracked:all' order by 1").ShouldBe(["S00", "S01", "S02"]);
        EmbeddedTrial.Rows(trial.Embedded, """
            select value->>'$.by_index.benchmark.expected', value->>'$.thresholds.benchmark' from key_value where key = 'coverage:health:last'
            """).ShouldBe(["60|S02"]);
    }

    [Fact]
    public async Task A_job_cannot_have_a_benchmark_of_its_own()
    {
        Market.Write(trial.Replay, symbols: 1, sessions: 30);
        (await trial.RunAsync("--set", "recompute_indicators_universe.benchmark=QQQ")).ShouldBe(ExitCode.Usage, "benchmark", "market");
    }

    [Fact]
    public async Task A_synthetic_market_has_the_benchmark_of_the_setting()
    {
        using var synthetic = new Trial { Variables = new() { ["QM_SOURCE"] = "synthetic" } };
        (await synthetic.CallAsync("run", "refresh_index_constituents", "--jobs", synthetic.Jobs(("  benchmark: SPY ", "  benchmark: QQQ "))))
            .ShouldBe(ExitCode.Ok);
        Directory.GetFiles(synthetic.Replay, "*.csv").Select(Path.GetFileName).Intersect(["QQQ.csv", "SPY.csv"]).ShouldBe(["QQQ.csv"]);
    }

    public void Dispose() => trial.Dispose();
}
