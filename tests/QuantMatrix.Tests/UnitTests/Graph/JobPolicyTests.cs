using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Tests.UnitTests.Graph;

/// <summary>Retries, timeouts and what the failure of a job means for those that need it.</summary>
public sealed class JobPolicyTests : IDisposable
{
    private readonly Workbench bench = new();
    private readonly string key = Guid.NewGuid().ToString("N");

    [Theory]
    [InlineData(0, 2, 0, "ok")]
    [InlineData(1, 2, 0, "temporary,ok")]
    [InlineData(2, 2, 0, "temporary,temporary,ok")]
    [InlineData(3, 2, 75, "temporary,temporary,temporary")]
    [InlineData(1, 1, 0, "temporary,ok")]
    public async Task A_temporary_failure_is_repeated_and_every_attempt_is_in_the_report(int failures, int times, int code, string attempts)
    {
        Write($"{{run: scripted, options: {{failures: {failures}, key: {key}}}, retries: {{times: {times}, delay: 0s}}}}");
        (await bench.RunAsync("run job")).ShouldBe(code);
        string.Join(',', bench.Job("job").Attempts.Select(a => $"{a.Status}".ToLowerInvariant())).ShouldBe(attempts);
        bench.Job("job").Attempts.Where(a => a.Status == JobStatus.Temporary).ShouldAllBe(a => a.Summary == "the server is down");
        (bench.Job("job").Error is null).ShouldBe(code == 0);
    }

    [Theory]
    [InlineData("failed", 1)]
    [InlineData("unfit", 65)]
    [InlineData("configuration", 78)]
    [InlineData("bug", 1)]
    [InlineData("partial", 0)]
    public async Task What_a_repetition_does_not_fix_is_not_repeated(string end, int code)
    {
        Write($"{{run: scripted, options: {{end: {end}}}, retries: {{times: 5, delay: 1h}}}}");
        (await bench.RunAsync("run job")).ShouldBe(code);
        bench.Job("job").Attempts.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_retry_is_printed_and_logged()
    {
        Write($"{{run: scripted, options: {{failures: 2, key: {key}}}, retries: {{times: 2, delay: 0s}}}}");
        (await bench.RunAsync("run job")).ShouldBe(0);
        bench.Output.ToString().ShouldStartWith("""
              job  attempt 1 failed for now: the server is down; the next follows in 0 s
              job  attempt 2 failed for now: the server is down; the next follows in 0 s

            """);
        Write($"{{run: scripted, options: {{failures: 1, key: {key}x}}, retries: {{times: 1, delay: 0s}}}}");
        (await bench.RunAsync("run job --log json")).ShouldBe(0);
        bench.Output.ToString().ShouldContain("attempt 1 failed for now, the next follows in 0 s: the server is down");
    }

    [Theory]
    [InlineData(1, 30)]
    [InlineData(2, 45)]
    [InlineData(3, 67.5)]
    [InlineData(60, 86_400)]
    public void Each_delay_is_longer_by_the_factor_up_to_a_day(int attempt, double seconds) =>
        new RetryPolicy { Delay = TimeSpan.FromSeconds(30), Backoff = 1.5 }.DelayAfter(attempt).TotalSeconds.ShouldBe(seconds);

    [Fact]
    public async Task Stopping_the_run_ends_the_wait_for_the_next_attempt()
    {
        Write($"{{run: scripted, options: {{failures: 9, key: {key}}}, retries: {{times: 9, delay: 1d}}}}");
        using var stop = new CancellationTokenSource();
        var run = bench.RunAsync("run job", stop.Token);
        await Wait.UntilAsync(() => bench.Output.ToString().Contains("attempt 1", StringComparison.Ordinal));
        await stop.CancelAsync();
        (await run.WaitAsync(Wait.Limit)).ShouldBe(75);
        bench.Job("job").Summary.ShouldBe("the server is down; stopped before the next attempt");
    }

    [Fact]
    public async Task A_job_that_waits_for_its_next_attempt_occupies_no_worker()
    {
        bench.WriteJobs($$"""
            jobs:
              flaky: {run: scripted, options: {failures: 1, key: {{key}} }, retries: {times: 1, delay: 1s} }
              other: {run: scripted}
            chains: {all: {jobs: [flaky, other]} }
            """);
        (await bench.RunAsync("run all --workers 1")).ShouldBe(0);
        bench.Job("other").Finished!.Value.ShouldBeLessThan(bench.Job("flaky").Attempts[1].Started);
    }

    [Fact]
    public async Task A_job_beyond_its_timeout_is_canceled_and_others_go_on()
    {
        bench.WriteJobs("""
            jobs:
              endless: {run: scripted, options: {end: forever}, timeout: 1s}
              after: {run: scripted, needs: [endless]}
              other: {run: scripted, timeout: 1h}
            chains: {all: {jobs: [endless, after, other]}}
            """);
        (await bench.RunAsync("run all").WaitAsync(Wait.Limit)).ShouldBe(75);
        bench.Job("endless").Summary.ShouldBe("canceled after 1s, its timeout in the job file; run it again or raise the timeout");
        (bench.Job("endless").Status, bench.Job("after").Status, bench.Job("other").Status).ShouldBe((JobStatus.Temporary, JobStatus.Skipped, JobStatus.Ok));
    }

    [Fact]
    public async Task A_timeout_is_that_of_one_attempt()
    {
        Write("{run: scripted, options: {end: forever}, timeout: 1s, retries: {times: 1, delay: 0s}}");
        (await bench.RunAsync("run job").WaitAsync(Wait.Limit)).ShouldBe(75);
        bench.Job("job").Attempts.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("failed", 1)]
    [InlineData("unfit", 65)]
    [InlineData("temporary", 75)]
    public async Task After_a_failure_that_does_not_stop_dependents_run_and_the_run_still_fails(string end, int code)
    {
        bench.WriteJobs($$"""
            jobs:
              bad: {run: scripted, options: {end: {{end}} }, on_failure: continue}
              stops: {run: scripted, options: {end: {{end}} }, on_failure: stop}
              after: {run: scripted, needs: [bad]}
              last: {run: scripted, needs: [after]}
              both: {run: scripted, needs: [bad, stops], on_failure: continue}
              never: {run: scripted, needs: [both]}
            chains: {all: {jobs: [bad, stops, after, last, both, never]} }
            """);
        (await bench.RunAsync("run all")).ShouldBe(code);
        bench.Report().Jobs.Where(j => j.Status == JobStatus.Ok).Select(j => j.Name).ShouldBe(["after", "last"], ignoreOrder: true);
        bench.Job("after").Warnings.ShouldBe(["ran although bad did not succeed (on_failure: continue)"]);
        (bench.Job("both").Summary, bench.Job("never").Summary).ShouldBe(("needs stops, which did not succeed", "needs both, which did not succeed"));
    }

    [Fact]
    public async Task A_plan_shows_retries_timeout_and_limits_where_they_are_set()
    {
        bench.WriteJobs("jobs: {scripted: {retries: {times: 2}, timeout: 20m, partial_if: {rows: \"> 5\"}, fail_if: {rows: \"> 10%\"}}, echo: {}}");
        await bench.RunAsync("plan scripted");
        bench.Output.ToString().ShouldContain(" retries=2 timeout=00:20:00 partial_if.rows=\"> 5\" fail_if.rows=\"> 10%\"");
        await bench.RunAsync("plan echo");
        bench.Output.ToString().Split("echo: 1 job")[1].ShouldNotContain("retries");
    }

    public void Dispose() => bench.Dispose();

    private void Write(string job) => bench.WriteJobs($"jobs: {{job: {job}}}");
}
