using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Tests.UnitTests.Graph;

public sealed class RunnerTests : IDisposable
{
    private readonly Workbench bench = new();

    [Fact]
    public async Task A_failed_job_skips_its_dependents_and_no_others()
    {
        bench.WriteJobs("""
            jobs:
              root: {run: scripted}
              bad: {run: scripted, needs: [root], options: {end: failed}}
              after_bad: {run: scripted, needs: [bad]}
              after_after: {run: scripted, needs: [after_bad, good]}
              good: {run: scripted, needs: [root]}
              after_good: {run: scripted, needs: [good]}
            chains:
              all: {jobs: [root, bad, after_bad, after_after, good, after_good]}
            """);
        (await bench.RunAsync("run all")).ShouldBe(1);
        bench.Report().Jobs.Select(j => (j.Name, j.Status)).ShouldBe([
            ("root", JobStatus.Ok), ("bad", JobStatus.Failed), ("after_bad", JobStatus.Skipped),
            ("good", JobStatus.Ok), ("after_after", JobStatus.Skipped), ("after_good", JobStatus.Ok)]);
        bench.Job("after_after").Summary.ShouldBe("needs after_bad, which did not succeed");
    }

    [Fact]
    public async Task A_partial_job_skips_nothing_and_the_run_ends_0()
    {
        bench.WriteJobs("""
            jobs:
              first: {run: scripted, options: {end: partial}}
              second: {run: scripted, needs: [first]}
            chains: {all: {jobs: [first, second]}}
            """);
        (await bench.RunAsync("run all")).ShouldBe(0);
        bench.Report().Status.ShouldBe(JobStatus.Partial);
        bench.Job("second").Status.ShouldBe(JobStatus.Ok);
    }

    [Theory]
    [InlineData("partial", 65, JobStatus.Partial, "PARTIAL 1st night")]
    [InlineData("ok", 0, JobStatus.Ok, "exit 0")]
    [InlineData("temporary", 75, JobStatus.Temporary, "FAILED 1st night")]
    public async Task A_partial_run_exits_with_65_when_that_is_stated(string end, int code, JobStatus status, string text)
    {
        bench.WriteJobs($"jobs: {{job: {{run: scripted, options: {{end: {end}}}}}}}");
        (await bench.RunAsync("run job --exit-on-partial")).ShouldBe(code);
        (bench.Report().Status, bench.Report().ExitCode).ShouldBe((status, code));
        bench.Output.ToString().ShouldContain(text);
    }

    [Fact]
    public async Task Ready_jobs_run_at_the_same_time()
    {
        bench.WriteJobs("""
            jobs:
              one: {run: scripted, options: {meet: 2}}
              two: {run: scripted, options: {meet: 2}}
            chains: {all: {jobs: [one, two]}}
            """);
        (await bench.RunAsync("run all --workers 2")).ShouldBe(0);
    }

    [Theory]
    [InlineData("ok", "ok", 0)]
    [InlineData("unfit", "unfit", 65)]
    [InlineData("temporary", "ok", 75)]
    [InlineData("configuration", "unfit", 78)]
    [InlineData("unfit", "failed", 65)]
    [InlineData("bug", "temporary", 1)]
    [InlineData("temporary", "configuration", 78)]
    public async Task A_run_ends_with_the_code_that_a_retry_fixes_least(string one, string two, int code)
    {
        bench.WriteJobs($$"""
            jobs:
              one: {run: scripted, options: {end: {{one}} } }
              two: {run: scripted, options: {end: {{two}} } }
            chains: {all: {jobs: [one, two]} }
            """);
        (await bench.RunAsync("run all")).ShouldBe(code);
        bench.Report().ExitCode.ShouldBe(code);
    }

    [Fact]
    public async Task A_stopped_run_ends_its_jobs_as_temporary()
    {
        bench.WriteJobs("""
            jobs:
              endless: {run: scripted, options: {end: forever}}
              after: {run: scripted, needs: [endless]}
              waiting: {run: scripted, options: {end: forever}}
            chains: {all: {jobs: [endless, after, waiting]}}
            """);
        using var stop = new CancellationTokenSource();
        var run = bench.RunAsync("run all --workers 1", stop.Token);
        await Meeting.ForeverStarted.Task.WaitAsync(Wait.Limit);
        await stop.CancelAsync();
        (await run).ShouldBe(75);
        bench.Job("endless").Status.ShouldBe(JobStatus.Temporary);
        bench.Job("after").Status.ShouldBe(JobStatus.Skipped);
        bench.Job("waiting").Summary.ShouldBe("not started: the run was stopped");
        bench.Report().Status.ShouldBe(JobStatus.Temporary);
    }

    public void Dispose() => bench.Dispose();
}
