using System.Globalization;
using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary><c>runs</c> and <c>status</c> of the real program: what an operator reads in the morning.</summary>
[Trait("class", "slow")]
public sealed class StatusTests : IDisposable
{
    private const int Sessions = 300;

    private readonly NightClock clock = new();
    private readonly Trial trial;
    private readonly DateOnly last;

    public StatusTests()
    {
        trial = new Trial { Time = clock };
        Market.Write(trial.Replay, symbols: 3, Sessions);
        last = UnitTests.Indicators.Series.Sessions().ElementAt(Sessions - 1);
        clock.Set(DateTimeOffset.Parse($"{last.AddDays(1):yyyy-MM-dd}T03:00Z", CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Before_the_first_run_nothing_is_published_and_the_next_step_is_the_night()
    {
        (await trial.CallAsync("status")).ShouldBe(ExitCode.DataUnfit, "STALE: nothing has been published", "last good  none",
            $"next       ./run.sh run {Trial.Chain} --wait 30m", "restore-daily-coverage-tracked");
        (await trial.CallAsync("runs")).ShouldBe(ExitCode.Ok, "no runs yet");
        Directory.Exists(trial.Data).ShouldBeFalse();
    }

    [Fact]
    public async Task After_a_good_night_the_state_is_fresh_until_a_new_session_arrives()
    {
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        var fresh = await trial.CallAsync("status");
        fresh.ShouldBe(ExitCode.Ok, $"FRESH: session {last:yyyy-MM-dd} is published",
            $"due {last:yyyy-MM-dd}, published {last:yyyy-MM-dd}", "next       nothing to do");
        fresh.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBeLessThanOrEqualTo(12);
        Market.Write(trial.Replay, symbols: 3, Sessions + 2);
        clock.Set(clock.GetUtcNow().AddDays(5));
        (await trial.CallAsync("status")).ShouldBe(ExitCode.DataUnfit, "STALE: session", "2 sessions behind", $"./run.sh run {Trial.Chain} --wait 30m");
        (await trial.CallAsync("status", "--jobs", trial.Jobs(("fail_after_sessions: 1", "fail_after_sessions: 3")))).ShouldBe(ExitCode.Ok, "LATE: session");
    }

    /// <summary>By the exchange's calendar, not by the age of the data: nothing is due over a weekend.</summary>
    [Fact]
    public async Task A_live_source_is_stale_from_the_deadline_of_the_next_session()
    {
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        trial.Variables["QM_SOURCE"] = "live";
        var next = UnitTests.Indicators.Series.Calendar.AtOrAfter(last.AddDays(1));
        clock.Set(DateTimeOffset.Parse($"{next.AddDays(1):yyyy-MM-dd}T04:58Z", CultureInfo.InvariantCulture));
        (await trial.CallAsync("status")).ShouldBe(ExitCode.Ok, $"FRESH: session {last:yyyy-MM-dd}",
            $"{next.AddDays(1):yyyy-MM-dd} 05:00 UTC  session {next:yyyy-MM-dd}");
        clock.Set(DateTimeOffset.Parse($"{next.AddDays(1):yyyy-MM-dd}T05:00Z", CultureInfo.InvariantCulture));
        (await trial.CallAsync("status")).ShouldBe(ExitCode.DataUnfit,
            $"STALE: session {next:yyyy-MM-dd} is due, the newest published is {last:yyyy-MM-dd}, 1 session behind",
            $"since {next.AddDays(1):yyyy-MM-dd} 05:00 UTC");
    }

    [Fact]
    public async Task A_failing_job_is_named_with_the_night_of_its_first_failure()
    {
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        for (var s = 0; s < 3; s++) // rows of two newer sessions, all refused
            File.AppendAllText(Path.Combine(trial.Replay, $"S{s:00}.csv"), string.Concat(Newer(2).Select(d => $"{d:yyyy-MM-dd},10,9,8,9,100\n")));
        for (var night = 1; night <= 2; night++)
        {
            clock.Set(DateTimeOffset.Parse($"{last.AddDays(5 + night):yyyy-MM-dd}T03:00Z", CultureInfo.InvariantCulture));
            (await trial.RunAsync()).ShouldBe(ExitCode.DataUnfit);
        }
        var newest = (await trial.CallAsync("runs")).Output.Split(' ')[0];
        var status = await trial.CallAsync("status");
        status.ShouldBe(ExitCode.Failed, "FAILED: monitor_coverage_health",
            $"monitor_coverage_health since {last.AddDays(6):yyyy-MM-dd} 03:00 UTC, 2 runs: "
                + $"coverage degraded: no bars for any symbol since {last:yyyy-MM-dd}, 2 sessions ago",
            $"next       ./run.sh retry {newest}", "last good  ");
        (await trial.CallAsync("status", newest)).ShouldBe(ExitCode.Failed, "FAILED", "monitor_coverage_health since", $"next       ./run.sh retry {newest}");
    }

    [Fact]
    public async Task A_run_in_progress_is_shown_as_running()
    {
        using var program = await Executable.PausedAsync(Path.Combine(trial.Folder, "busy"), trial.Replay, "lake.before_file");
        using var other = new Trial { Data = Path.Combine(trial.Folder, "busy"), Replay = trial.Replay };
        var status = await other.CallAsync("status");
        await program.SignalAsync("CONT");
        status.ShouldBe(ExitCode.Temporary, $"RUNNING: {Trial.Chain} since ", "next       ./run.sh status 20");
        (await program.EndedAsync()).ShouldBe(ExitCode.Ok);
        (await other.CallAsync("status")).ShouldBe(ExitCode.Ok, "FRESH");
    }

    [Fact]
    public async Task A_killed_run_is_killed_at_once_and_a_refused_one_has_its_reason()
    {
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        using (await HeldLock.TakeAsync(trial.Data)) (await trial.RunAsync()).ShouldBe(ExitCode.Temporary);
        var runs = (await trial.CallAsync("runs")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        runs.Length.ShouldBe(2);
        runs[0].ShouldMatch($@"^20\S+  {Trial.Chain}  \S+ +temporary  75  \d+\.\d +another run .*holds .*run\.lock");
        runs[1].ShouldMatch($@"^20\S+  {Trial.Chain}  {last:yyyy-MM-dd}  partial +0   ?\d+\.\d  partial: ");
        (await trial.CallAsync("status")).ShouldBe(ExitCode.Failed, $"FAILED: {Trial.Chain}", "holds ");
        (await trial.CallAsync("status", runs[1].Split(' ')[0])).ShouldBe(ExitCode.Ok, "PARTIAL");
        var tomorrow = $"{clock.GetUtcNow().AddDays(1):yyyy-MM-dd}";
        (await trial.CallAsync("runs", "--since", tomorrow)).ShouldBe(ExitCode.Ok, $"no runs since {tomorrow}");
        (await trial.CallAsync("runs", "--since", "yesterday")).ShouldBe(ExitCode.Usage, "--since yesterday: expected a date");
        (await trial.CallAsync("status", "20200101T000000Z-0000")).ShouldBe(ExitCode.Usage, "unknown run '20200101T000000Z-0000'; the newest is 20");
    }

    public void Dispose() => trial.Dispose();

    private IEnumerable<DateOnly> Newer(int count) => UnitTests.Indicators.Series.Calendar.Sessions(last.AddDays(1), last.AddDays(9)).Take(count);
}
