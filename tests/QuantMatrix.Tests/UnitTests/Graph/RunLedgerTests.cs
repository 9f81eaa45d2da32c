using System.Text.RegularExpressions;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Tests.UnitTests.Graph;

public sealed class RunLedgerTests : IDisposable
{
    private readonly Workbench bench = new();

    [Fact]
    public async Task A_run_writes_one_report()
    {
        bench.WriteJobs("jobs: {scripted: {}}");
        (await bench.RunAsync("run scripted --as-of 2018-02-06 --workers 3")).ShouldBe(0);
        var report = bench.Report();
        (report.Target, report.AsOf, report.Status, report.Workers).ShouldBe(("scripted", new DateOnly(2018, 2, 6), JobStatus.Ok, 3));
        report.Machine.ShouldBe(Machine.Current);
        var job = report.Jobs.ShouldHaveSingleItem();
        job.Options.ShouldBe(new Dictionary<string, string> { ["end"] = "ok", ["meet"] = "0" });
        job.Counters["rows"].ShouldBe(7);
        job.Started.ShouldNotBeNull();
        Directory.GetFiles(bench.Runs).Select(Path.GetFileName).Order().ShouldBe([$"{report.RunId}.json", "run.lock"]);
    }

    [Fact]
    public async Task Without_as_of_a_run_is_for_the_newest_session()
    {
        bench.WriteJobs("jobs: {scripted: {}}");
        await bench.RunAsync("run scripted");
        bench.Report().AsOf.ShouldBe(new DateOnly(2018, 2, 7));
    }

    [Fact]
    public async Task An_unexpected_error_has_its_stack_in_the_report_and_no_secret_anywhere()
    {
        bench.Variables["FMP_API_KEY"] = "s3cret";
        bench.WriteJobs("jobs: {scripted: {options: {end: s3cret}}}");
        (await bench.RunAsync("run scripted")).ShouldBe(1);
        var error = bench.Job("scripted").Error!;
        (error.Type, error.Message).ShouldBe(("InvalidOperationException", "a bug with key ***"));
        error.Stack!.ShouldContain("ScriptedJob");
        bench.Output.ToString().ShouldContain("InvalidOperationException: a bug with key ***");
        bench.Output.ToString().ShouldNotContain("   at ");
        $"{bench.Output}{error}".ShouldNotContain("s3cret");
    }

    [Fact]
    public async Task A_second_run_is_refused_with_the_id_of_the_first()
    {
        bench.WriteJobs("jobs: {scripted: {}}");
        await bench.RunAsync("run scripted");
        var running = Leave(JobStatus.Running);
        using (RunLock.Take(bench.Runs, running.RunId))
        {
            (await bench.RunAsync("run scripted")).ShouldBe(75);
            bench.Error.ToString().ShouldMatch($@"another run \({running.RunId}, pid \d+\) holds .*run\.lock; retry when it has finished");
        }
        (await bench.RunAsync("run scripted")).ShouldBe(0);
    }

    [Fact]
    public async Task The_next_run_marks_the_run_of_a_killed_process()
    {
        bench.WriteJobs("jobs: {scripted: {}}");
        await bench.RunAsync("run scripted");
        var left = Leave(JobStatus.Running);
        (await bench.RunAsync("run scripted")).ShouldBe(0);
        var marked = bench.Reports().Single(r => r.RunId == left.RunId);
        (marked.Status, marked.Jobs[0].Status).ShouldBe((JobStatus.Killed, JobStatus.Killed));
        bench.Output.ToString().ShouldContain($"run {left.RunId} was killed before it finished");
    }

    [Fact]
    public async Task A_truncated_report_does_not_stop_the_next_run()
    {
        bench.WriteJobs("jobs: {scripted: {}}");
        Directory.CreateDirectory(bench.Runs);
        await File.WriteAllTextAsync(Path.Combine(bench.Runs, "20180207T000000Z-0000.json"), "{\"run_id\": \"2018");
        (await bench.RunAsync("run scripted")).ShouldBe(0);
    }

    [Fact]
    public void Run_ids_sort_by_time()
    {
        var start = new DateTimeOffset(2026, 11, 23, 17, 5, 1, TimeSpan.Zero);
        var ids = Enumerable.Range(0, 5_000).Select(i => RunId.At(start.AddTicks(i * 7_919L))).ToList();
        ids.ShouldBe(ids.Order(StringComparer.Ordinal));
        ids.Distinct().Count().ShouldBe(ids.Count);
        ids.ShouldAllBe(id => Regex.IsMatch(id, "^[0-9]{8}T[0-9]{6}Z-[0-9a-f]{4}$"));
        ids[0].ShouldBe("20261123T170501Z-0000");
    }

    public void Dispose() => bench.Dispose();

    /// <summary>Writes the report of a run in progress.</summary>
    private RunReport Leave(JobStatus status)
    {
        var report = bench.Report() with { RunId = RunId.At(DateTimeOffset.UtcNow), Status = status };
        report = report.With(report.Jobs[0] with { Status = status });
        new RunLedger(bench.Runs).RunStartedAsync(report).Wait();
        return report;
    }
}
