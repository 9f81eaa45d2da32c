using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Tests.UnitTests.Graph;

/// <summary>Which jobs may repeat their results, by what they read and write and by their order.</summary>
public sealed class RepeatableJobsTests
{
    private static readonly (string Kind, string[] Waits)[] Night =
    [
        ("refresh_index_constituents", []), ("update_tracked_symbol_cache", ["refresh_index_constituents"]),
        ("backfill_last_bars", ["update_tracked_symbol_cache"]), ("recompute_indicators_universe", ["backfill_last_bars"]),
        ("record_daily_history", ["recompute_indicators_universe"]), ("publish_screens", ["recompute_indicators_universe"]),
        ("audit", ["record_daily_history"]), ("monitor_coverage_health", ["record_daily_history"]),
        ("publish_report", ["publish_screens", "monitor_coverage_health", "audit"]),
    ];

    [Fact]
    public void All_jobs_of_the_nightly_chain_can_be_repeated() => Repeatable(Night, []).ShouldBe(Night.Select(job => job.Kind));

    [Theory]
    [InlineData("publish_report", "")]
    [InlineData("publish_screens", "publish_report")]
    [InlineData("monitor_coverage_health", "")]
    [InlineData("audit", "")]
    [InlineData("record_daily_history", "audit, monitor_coverage_health, publish_report")]
    [InlineData("recompute_indicators_universe", "record_daily_history, publish_screens, audit, monitor_coverage_health, publish_report")]
    [InlineData("backfill_last_bars",
        "recompute_indicators_universe, record_daily_history, publish_screens, audit, monitor_coverage_health, publish_report")]
    [InlineData("update_tracked_symbol_cache",
        "backfill_last_bars, recompute_indicators_universe, record_daily_history, publish_screens, audit, monitor_coverage_health, publish_report")]
    public void A_job_that_must_run_takes_its_readers_along(string job, string along) =>
        Night.Select(j => j.Kind).Except(Repeatable(Night, job))
            .ShouldBe([job, .. along.Split(", ", StringSplitOptions.RemoveEmptyEntries)], ignoreOrder: true);

    [Theory]
    [InlineData("backfill_last_bars")]
    [InlineData("update_tracked_symbol_cache")]
    public void A_job_that_does_not_wait_for_one_whose_data_it_reads_must_run(string forgotten)
    {
        var jobs = Night.Select(job => (job.Kind, job.Waits.Where(name => name != forgotten).ToArray()));
        var reader = Night.First(job => job.Waits.Contains(forgotten)).Kind;
        Repeatable(jobs, []).ShouldNotContain(reader);
        Repeatable(jobs, []).ShouldContain(forgotten);
    }

    [Fact]
    public void The_order_may_lead_over_other_jobs()
    {
        (string, string[])[] jobs = [("refresh_index_constituents", []), ("update_tracked_symbol_cache", ["refresh_index_constituents"]),
            ("recompute_indicators_universe", ["update_tracked_symbol_cache"])];
        Repeatable(jobs, []).Count.ShouldBe(3);
    }

    [Fact]
    public void Nothing_is_repeated_beside_a_job_that_may_depend_on_anything() => Repeatable([.. Night, ("ibkr_flex_sync", [])], []).ShouldBeEmpty();

    private static IReadOnlyList<string> Repeatable(IEnumerable<(string Kind, string[] Waits)> jobs, params string[] running) =>
        [.. RepeatableJobs.Of([.. jobs.Select(job => new PlannedJob(job.Kind, JobKinds.Standard.Find(job.Kind)!, new object(), job.Waits))],
            job => !running.Contains(job.Name)).Select(job => job.Name)];
}
