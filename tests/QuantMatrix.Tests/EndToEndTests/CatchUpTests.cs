using QuantMatrix.Batch.Graph;
using QuantMatrix.Tests.UnitTests.Graph;
using QuantMatrix.Tests.UnitTests.Indicators;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>Nights without a run are made up for by the next one of the schedule.</summary>
[Trait("class", "slow")]
public sealed class CatchUpTests : IDisposable
{
    private const string Schedule = "restore-daily-coverage-tracked";
    private const string Line = "target: bootstrap_daily_coverage_tracked}";

    private readonly Trial trial = new();

    public CatchUpTests() => Market.Write(trial.Replay, symbols: 2, sessions: 60);

    [Fact]
    public async Task Missed_sessions_run_oldest_first_and_then_the_newest_alone()
    {
        (await trial.RunAsync("--as-of", Session(57))).ShouldBe(ExitCode.Ok);
        var jobs = trial.Jobs((Line, "target: bootstrap_daily_coverage_tracked, catch_up: all}"));
        (await CatchUpAsync(jobs, "--dry-run")).ShouldBe(ExitCode.Ok, $"2 sessions missed before {Session(60)}: {Session(58)}, {Session(59)}", "9 jobs");
        Sessions().ShouldBe([Session(57)]);
        (await CatchUpAsync(jobs)).ShouldBe(ExitCode.Ok, "the oldest runs first");
        Sessions().ShouldBe([Session(57), Session(58), Session(59), Session(60)]);
        (await CatchUpAsync(jobs)).Text.ShouldNotContain("missed");
        Sessions().Skip(4).ShouldBe([Session(60)]);
        (await trial.SqlAsync("SELECT DISTINCT date FROM market_analysis_history ORDER BY 1")).Count.ShouldBe(8, "57 to 60 with the four before");
    }

    [Fact]
    public async Task By_default_only_the_newest_session_runs_and_the_missed_ones_are_named()
    {
        (await trial.RunAsync("--as-of", Session(57))).ShouldBe(ExitCode.Ok);
        (await CatchUpAsync(trial.Jobs())).ShouldBe(ExitCode.Ok, $"2 sessions missed before {Session(60)}", "only the newest session runs");
        Sessions().ShouldBe([Session(57), Session(60)]);
    }

    [Fact]
    public async Task A_missed_session_older_than_the_published_one_runs_only_when_that_is_stated_and_the_newer_ones_follow()
    {
        foreach (var session in new[] { 57, 59 }) (await trial.RunAsync("--as-of", Session(session))).ShouldBe(ExitCode.Ok);
        var jobs = trial.Jobs((Line, "target: bootstrap_daily_coverage_tracked, catch_up: all}"));
        (await CatchUpAsync(jobs)).ShouldBe(ExitCode.Ok, $"not run, because a newer session is published: {Session(58)}; --allow-older");
        Sessions().Skip(2).ShouldBe([Session(60)]);
        (await CatchUpAsync(jobs, "--allow-older")).ShouldBe(ExitCode.Ok);
        Sessions().Skip(3).ShouldBe([Session(58), Session(59), Session(60)]);
        (await trial.SqlAsync("SELECT max(date) FROM market_analysis_cache")).Single().ShouldStartWith(Session(60));
    }

    [Fact]
    public async Task A_session_that_fails_for_good_does_not_keep_the_newer_ones_from_running()
    {
        (await trial.RunAsync("--as-of", Session(58))).ShouldBe(ExitCode.Ok);
        var jobs = trial.Jobs((Line, "target: bootstrap_daily_coverage_tracked, catch_up: all}"));
        (await CatchUpAsync(jobs, "--set", "audit.audits=no_such_audit")).ShouldBe(ExitCode.Configuration);
        Sessions().ShouldBe([Session(58), Session(59), Session(60)]);
    }

    [Theory]
    [InlineData("nightly", "", 64, "--catch-up nightly: unknown schedule; expected one of")]
    [InlineData(Schedule, "--as-of 2018-02-07", 64, "--catch-up and --as-of are mutually exclusive")]
    [InlineData(Schedule, "audit", 64, "but TARGET is 'audit'; leave it out")]
    public async Task A_contradiction_is_refused(string schedule, string more, int code, string message) =>
        (await trial.CallAsync(["run", "--catch-up", schedule, .. more.Split(' ', StringSplitOptions.RemoveEmptyEntries)])).ShouldBe(code, message);

    [Fact]
    public async Task An_invalid_job_file_is_refused_with_a_report()
    {
        var jobs = trial.Jobs((Line, "target: nowhere}"));
        (await CatchUpAsync(jobs)).ShouldBe(ExitCode.Configuration, "runs unknown job or chain 'nowhere'");
        Reports().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_invalid_job_file_is_recorded_under_the_target_of_the_last_run_and_the_next_step_can_be_pasted()
    {
        (await CatchUpAsync(trial.Jobs())).ShouldBe(ExitCode.Ok);
        var jobs = trial.Jobs((Line, "target: nowhere}"));
        (await CatchUpAsync(jobs)).ShouldBe(ExitCode.Configuration, $"; correct it, then ./run.sh run --catch-up {Schedule} --jobs {jobs} --wait 30m");
        Reports().Select(r => r.Target).ShouldBe([Trial.Chain, Trial.Chain]);
    }

    [Fact]
    public async Task Invalid_settings_refuse_it_under_its_target_before_anything_is_done()
    {
        trial.Variables["QM_SOURCE"] = "liv";
        (await CatchUpAsync(trial.Jobs((Line, "target: bootstrap_daily_coverage_tracked, catch_up: all}")))).ShouldBe(ExitCode.Configuration, "QM_SOURCE");
        var report = Reports().ShouldHaveSingleItem();
        (report.Target, report.ExitCode, report.AsOf).ShouldBe((Trial.Chain, ExitCode.Configuration, null));
    }

    [Fact]
    public async Task It_is_recorded_while_it_waits_and_makes_up_for_what_is_missing_after_the_wait()
    {
        (await trial.RunAsync("--as-of", Session(57))).ShouldBe(ExitCode.Ok);
        var jobs = trial.Jobs((Line, "target: bootstrap_daily_coverage_tracked, catch_up: all}"));
        Task<Ended> waiting;
        using (await HeldLock.TakeAsync(trial.Data))
        {
            waiting = CatchUpAsync(jobs, "--wait", "1h");
            await Wait.UntilAsync(() => Reports().Count() == 2);
            (Reports().Last().Status, Reports().Last().Target).ShouldBe((JobStatus.Waiting, Trial.Chain));
        }
        (await waiting).ShouldBe(ExitCode.Ok, "the oldest runs first");
        Sessions().ShouldBe([Session(57), Session(58), Session(59), Session(60)]);
    }

    [Fact]
    public async Task A_run_in_progress_beyond_the_wait_refuses_it_and_names_what_to_repeat()
    {
        Directory.CreateDirectory(Path.Combine(trial.Data, "runs"));
        using var held = await HeldLock.TakeAsync(trial.Data);
        (await CatchUpAsync(trial.Jobs(), "--wait", "1s")).ShouldBe(ExitCode.Temporary, "another run", $"; ./run.sh run --catch-up {Schedule} --jobs ");
        Reports().ShouldHaveSingleItem().ExitCode.ShouldBe(ExitCode.Temporary);
    }

    public void Dispose() => trial.Dispose();

    private Task<Ended> CatchUpAsync(string jobs, params string[] options) =>
        trial.CallAsync(["run", "--jobs", jobs, "--catch-up", Schedule, .. options]);

    /// <summary>The sessions of the runs so far.</summary>
    private IEnumerable<string> Sessions() => Reports().Select(r => $"{r.AsOf:yyyy-MM-dd}");

    private IEnumerable<Batch.Runs.RunReport> Reports() =>
        Directory.GetFiles(Path.Combine(trial.Data, "runs"), "*.json").Order(StringComparer.Ordinal).Select(RunReports.Read);

    private static string Session(int number) => QuantMatrix.Model.Day.Text(Series.Walk(0, 60).ElementAt(number - 1).Day);
}
