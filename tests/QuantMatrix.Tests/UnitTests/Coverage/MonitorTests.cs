using System.Text.Json;
using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Tests.UnitTests.Coverage;

/// <summary>The job by a live clock: its outcome, its keys and their expiry.</summary>
public sealed class MonitorTests : IDisposable
{
    private static readonly DateOnly Begin = new(2023, 1, 3);
    private static readonly DateOnly Friday = new(2024, 3, 1);

    private readonly MonitorTrial trial = new("2024-03-04 09:00"); // Monday

    /// <summary>Failure 12 of practice.</summary>
    [Fact]
    public async Task It_is_ok_on_a_Monday_and_fails_in_the_hour_when_Mondays_bars_are_due()
    {
        await trial.StoreAsync(Begin, Friday, "AAA", "BBB");
        ShouldBe(await trial.RunAsync(), JobStatus.Ok,
            "coverage ok: 180 of 180 sessions since 2023-12-05 stored (100.00 %), 3 of 3 symbols up to 2024-03-01");
        trial.Clock.Advance(TimeSpan.FromHours(20));
        ShouldBe(await trial.RunAsync(), JobStatus.Failed,
            "coverage degraded: no bars for any symbol since 2024-03-01, 1 session ago; "
            + "177 of 180 sessions since 2023-12-06 stored (98.33 %), 0 of 3 symbols up to 2024-03-04");
    }

    /// <summary>Failure 12 of practice.</summary>
    [Fact]
    public async Task Ingestion_dead_for_a_month_fails_the_job_as_unfit_data_whatever_the_session_of_the_run()
    {
        await trial.StoreAsync(Begin, Friday, "AAA", "BBB");
        trial.Clock.Advance(TimeSpan.FromDays(31)); // Thursday 4 April, Good Friday in between
        foreach (var result in new[] { await trial.RunAsync(), await trial.RunAsync(Friday) })
        {
            ShouldBe(result, JobStatus.Failed, "coverage degraded: no bars for any symbol since 2024-03-01, 22 sessions ago; 114 of 180 sessions");
            result.ExitCode.ShouldBe(ExitCode.DataUnfit);
        }
        (await LastAsync()).GetProperty("last_session").GetString().ShouldBe("2024-04-03");
    }

    /// <summary>The night starts at three, two hours before its session is due.</summary>
    [Fact]
    public async Task A_run_that_fetches_is_judged_by_its_own_session_before_it_is_due()
    {
        await trial.StoreAsync(Begin, Friday, "AAA", "BBB");
        trial.Clock.Advance(TimeSpan.FromHours(18)); // Tuesday, 03:00
        ShouldBe(await trial.RunAsync(new(2024, 3, 4)), JobStatus.Ok, "3 of 3 symbols up to 2024-03-01");
        trial.Fetches = true;
        var night = await trial.RunAsync(new(2024, 3, 4));
        ShouldBe(night, JobStatus.Failed, "0 of 3 symbols up to 2024-03-04");
        night.ExitCode.ShouldBe(ExitCode.DataUnfit);
    }

    [Fact]
    public async Task Freshness_decides_when_a_session_is_due_and_how_many_may_be_overdue()
    {
        await trial.StoreAsync(Begin, Friday, "AAA", "BBB");
        trial.Clock.Advance(TimeSpan.FromHours(20)); // Tuesday, 05:00
        trial.Freshness = new() { By = new(0, 1), Tz = TimeZoneInfo.FindSystemTimeZoneById("America/New_York") };
        ShouldBe(await trial.RunAsync(), JobStatus.Ok, "3 of 3 symbols up to 2024-03-01");
        trial.Clock.Advance(TimeSpan.FromMinutes(1));
        ShouldBe(await trial.RunAsync(), JobStatus.Failed, "1 session ago");
        trial.Freshness = trial.Freshness with { FailAfterSessions = 2 };
        ShouldBe(await trial.RunAsync(), JobStatus.Partial, "3 of 3 symbols behind");
        trial.Clock.Advance(TimeSpan.FromDays(1));
        ShouldBe(await trial.RunAsync(), JobStatus.Failed, "2 sessions ago");
    }

    [Fact]
    public async Task A_requested_session_is_measured_as_of_that_session()
    {
        await trial.StoreAsync(Begin, Friday, "AAA", "BBB");
        trial.Clock.Advance(TimeSpan.FromDays(31));
        ShouldBe(await trial.RunAsync(new(2024, 2, 25), requested: true), JobStatus.Ok, "3 of 3 symbols up to 2024-02-23");
        ShouldBe(await trial.RunAsync(new(2024, 4, 4), requested: true), JobStatus.Failed, "0 of 3 symbols up to 2024-04-03");
    }

    [Fact]
    public async Task The_snapshot_expires_after_a_day_and_the_history_keeps_the_newest_48_without_sessions()
    {
        await trial.StoreAsync(Begin, Friday, "AAA");
        for (var i = 0; i < 50; i++) await trial.RunAsync();
        var last = await LastAsync();
        (last.GetProperty("run_id").GetString(), last.GetProperty("bars_by_date").GetArrayLength()).ShouldBe(("run-50", 60));

        var history = (await trial.Target.Sets.ListAsync("coverage:health:history")).Select(entry => JsonElement.Parse(entry)).ToList();
        history.Select(h => h.GetProperty("run_id").GetString()).ShouldBe(Enumerable.Range(3, 48).Reverse().Select(n => $"run-{n}"));
        foreach (var entry in history)
            entry.EnumerateObject().Select(p => p.Name).ShouldBe(last.EnumerateObject().Select(p => p.Name).Except(["bars_by_date", "snapshots_by_date"]));

        trial.Clock.Advance(TimeSpan.FromHours(23.9));
        (await trial.Target.Sets.GetKeyAsync("coverage:health:last")).ShouldNotBeNull();
        trial.Clock.Advance(TimeSpan.FromHours(0.2));
        (await trial.Target.Sets.GetKeyAsync("coverage:health:last")).ShouldBeNull();
        (await trial.Target.Sets.ListAsync("coverage:health:history")).Count.ShouldBe(48);
    }

    [Fact]
    public async Task The_portfolio_is_expected_as_well()
    {
        await trial.StoreAsync(Begin, Friday, "AAA");
        await trial.Target.Sets.ReplaceSetAsync("tracked:portfolio", ["AAA", "OWN"]);
        ShouldBe(await trial.RunAsync(), JobStatus.Partial, "coverage degraded: 1 of 3 symbols behind; 120 of 180 sessions");
        var groups = (await LastAsync()).GetProperty("by_index");
        groups.EnumerateObject().Select(g => $"{g.Name} {g.Value.GetProperty("stored")} of {g.Value.GetProperty("expected")}")
            .ShouldBe(["SP500 60 of 60", "portfolio 60 of 120", "benchmark 60 of 60"]);
    }

    [Fact]
    public async Task The_snapshot_reads_as_documented()
    {
        await trial.StoreAsync(Begin, Friday, "AAA", "BBB");
        await trial.Target.Sets.ReplaceSetAsync("tracked:portfolio", ["OWN"]);
        await trial.RunAsync();
        var last = (await trial.Target.Sets.GetKeyAsync("coverage:health:last"))!;
        last.ShouldStartWith("""
            {"run_id":"run-1","taken_at":"2024-03-04T09:00:00+00:00","as_of":"2024-03-04","first_session":"2023-12-05","last_session":"2024-03-01",
            """.Trim());
        last.ShouldContain("""
            "totals":{"symbols":4,"expected":240,"stored":180,"missing":60,"missing_quarantined":0,"excused":0,"excused_not_listed":0,"excused_left":0,"pct":75}
            """.Trim());
        last.ShouldContain("""
            "freshness":{"symbols":4,"current":3,"one_behind":0,"two_to_five_behind":0,"more_behind":0,"without_bars":1,"newest_bar":"2024-03-01"}
            """.Trim());
        last.ShouldContain("""
            "worst":[{"symbol":"OWN","last_bar":null,"sessions_behind":null,"missing":60,"expected":60}],"snapshots_missing":0
            """.Trim());
        last.ShouldContain("""
            "thresholds":{"sessions":60,"benchmark":"SPY","due_hour_utc":5,"min_coverage_pct":98,"min_current_pct":98,"min_fill_pct":90,"dead_after_sessions":1}
            """.Trim());
        last.ShouldContain("""
            "bars_by_date":[{"date":"2023-12-05","expected":4,"stored":3},
            """.Trim());
        last.ShouldEndWith("\"snapshots_by_date\":[]}");
    }

    public void Dispose() => trial.Dispose();

    private static void ShouldBe(JobResult result, JobStatus status, string summary)
    {
        result.Summary.ShouldContain(summary);
        result.Status.ShouldBe(status);
    }

    private async Task<JsonElement> LastAsync() => JsonElement.Parse((await trial.Target.Sets.GetKeyAsync("coverage:health:last"))!);
}
