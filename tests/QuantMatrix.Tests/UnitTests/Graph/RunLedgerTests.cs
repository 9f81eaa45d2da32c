using System.Diagnostics;
using System.Text.RegularExpressions;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;
using QuantMatrix.Tests.EndToEndTests;

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
        (report.Target, report.AsOf, report.Status, report.Workers).ShouldBe(("scripted", (DateOnly?)new DateOnly(2018, 2, 6), JobStatus.Ok, 3));
        report.Machine.ShouldBe(Machine.Current);
        var job = report.Jobs.ShouldHaveSingleItem();
        job.Options.ShouldBe(new Dictionary<string, string>
        {
            ["end"] = "ok", ["meet"] = "0", ["failures"] = "0", ["key"] = "", ["rows"] = "7", ["partial_by"] = "",
        });
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
    public async Task A_second_run_is_refused_with_the_holder_and_leaves_a_report()
    {
        bench.WriteJobs("jobs: {scripted: {}}");
        await bench.RunAsync("run scripted");
        var running = Leave(JobStatus.Running);
        using (await HeldLock.TakeAsync(bench.Data))
        {
            (await bench.RunAsync("run scripted")).ShouldBe(75);
            bench.Error.ToString().ShouldMatch($@"another run \({running.RunId}, pid {Environment.ProcessId} on {Environment.MachineName}, "
                + @"since 20\d\d-\d\d-\d\d \d\d:\d\d:\d\d UTC\) holds .*run\.lock; retry when it has finished");
        }
        var refused = bench.Report();
        (refused.Status, refused.ExitCode).ShouldBe((JobStatus.Temporary, 75));
        refused.Reason!.ShouldStartWith($"another run ({running.RunId}");
        refused.Finished.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_run_waits_for_the_lock_as_long_as_it_may()
    {
        bench.WriteJobs("jobs: {scripted: {}}");
        await bench.RunAsync("run scripted");
        var held = await HeldLock.TakeAsync(bench.Data);
        (await bench.RunAsync("run scripted --wait 1s")).ShouldBe(75);
        var waiting = bench.RunAsync("run scripted --wait 1h");
        await Wait.UntilAsync(() => bench.Report().Status == JobStatus.Waiting);
        held.Dispose();
        (await waiting).ShouldBe(0);
        bench.Report().Status.ShouldBe(JobStatus.Ok);
    }

    [Theory]
    [InlineData("run scripted", "jobs: [", 78, "invalid YAML")]
    [InlineData("run scripted", "jobs: {scripted: {options: {no: 1}}}", 78, "has no option 'no'")]
    [InlineData("run scripted --jobs nowhere.yaml", "jobs: {}", 78, "nowhere.yaml: file not found")]
    public async Task A_run_that_cannot_start_is_recorded(string command, string jobs, int code, string reason)
    {
        bench.WriteJobs("jobs: {scripted: {}}");
        await bench.RunAsync("run scripted");
        bench.WriteJobs(jobs);
        (await bench.RunAsync(command)).ShouldBe(code);
        var report = bench.Report();
        (report.Target, report.Status, report.ExitCode, report.Jobs.Count).ShouldBe(("scripted", JobStatus.Failed, code, 0));
        report.Reason!.ShouldContain(reason);
    }

    [Fact]
    public async Task A_report_names_build_job_file_and_process()
    {
        bench.WriteJobs("jobs: {scripted: {}}");
        await bench.RunAsync("run scripted");
        var report = bench.Report();
        report.Version.ShouldBe(ProgramVersion.Current.Version);
        report.JobsHash.ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("jobs: {scripted: {}}"u8))[..16]);
        new RunProcess(report.Host, report.Pid, report.BootId, report.ProcessStart).ShouldBe(RunProcess.Current);
    }

    /// <summary>A pid is used again; only host, boot and start time together name a process.</summary>
    [Theory]
    [InlineData(true, 0, "", "", JobStatus.Running)]
    [InlineData(false, 0, "", "", JobStatus.Killed)]
    [InlineData(true, 1, "", "", JobStatus.Killed)]
    [InlineData(true, 0, "other-boot", "", JobStatus.Killed)]
    [InlineData(true, 0, "", "other-host", JobStatus.Killed)]
    public async Task The_next_run_marks_an_unfinished_run_whose_process_is_gone(bool pid, int later, string boot, string host, JobStatus status)
    {
        bench.WriteJobs("jobs: {scripted: {}}");
        await bench.RunAsync("run scripted");
        var now = RunProcess.Current;
        var left = Leave(JobStatus.Running, report => report with
        {
            RunId = "20990101T000000Z-0000", // a clock that was ahead
            Pid = pid ? now.Pid : int.MaxValue,
            ProcessStart = now.StartTicks + later,
            BootId = boot.Length > 0 ? boot : now.BootId,
            Host = host.Length > 0 ? host : now.Host,
        });
        (await bench.RunAsync("run scripted")).ShouldBe(0);
        var marked = bench.Reports().Single(r => r.RunId == left.RunId);
        (marked.Status, marked.Jobs[0].Status).ShouldBe((status, status));
        bench.Output.ToString().Contains($"run {left.RunId} was killed before it finished", StringComparison.Ordinal).ShouldBe(status == JobStatus.Killed);
    }

    [Fact]
    public async Task A_report_with_bytes_that_are_no_text_does_not_stop_the_next_run()
    {
        bench.WriteJobs("jobs: {scripted: {}}");
        (await bench.RunAsync("run scripted")).ShouldBe(0);
        var path = Directory.GetFiles(bench.Runs, "*.json").Single();
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[bytes.AsSpan().IndexOf("\"summary\": \""u8) + 12] = 0xE6;
        await File.WriteAllBytesAsync(path, bytes);
        (await bench.RunAsync("run scripted")).ShouldBe(0);
        (await bench.RunAsync("runs")).ShouldBe(0);
    }

    [Fact]
    public async Task Foreign_and_truncated_files_among_the_reports_do_not_stop_the_next_run()
    {
        bench.WriteJobs("jobs: {scripted: {}}");
        Directory.CreateDirectory(Path.Combine(bench.Runs, "open"));
        Directory.CreateDirectory(Path.Combine(bench.Runs, "20180207T000001Z-0000.json"));
        await File.WriteAllTextAsync(Path.Combine(bench.Runs, "20180207T000000Z-0000.json"), "{\"run_id\": \"2018");
        await File.WriteAllTextAsync(Path.Combine(bench.Runs, "20180207T000002Z-0000.json"), "[1, null]");
        await File.WriteAllTextAsync(Path.Combine(bench.Runs, "notes.json"), "{}");
        foreach (var name in new[] { "20180207T000000Z-0000", "20180207T000001Z-0000", "20180207T000002Z-0000", "20180207T000003Z-0000", "notes" })
            await File.WriteAllTextAsync(Path.Combine(bench.Runs, "open", name), "");
        (await bench.RunAsync("run scripted")).ShouldBe(0);
    }

    [Fact]
    public async Task A_report_that_cannot_be_written_does_not_end_the_run()
    {
        bench.WriteJobs("jobs: {scripted: {}}");
        Directory.CreateDirectory(bench.Runs);
        await File.WriteAllTextAsync(Path.Combine(bench.Runs, "open"), "a file in place of the directory");
        (await bench.RunAsync("run scripted")).ShouldBe(0);
        bench.Error.ToString().Split("reports cannot be written").Length.ShouldBe(2, "warned once");
        bench.Output.ToString().ShouldContain("exit 0");
    }

    [Fact]
    public async Task A_report_has_at_most_a_hundred_samples_a_job()
    {
        bench.WriteJobs("jobs: {scripted: {options: {end: samples}}}");
        await bench.RunAsync("run scripted");
        bench.Job("scripted").Samples.Count.ShouldBe(100);
    }

    [Fact]
    public async Task A_lock_that_was_deleted_or_replaced_is_no_longer_held()
    {
        Directory.CreateDirectory(bench.Runs);
        using var held = await HeldLock.TakeAsync(bench.Data);
        held.RequireHeld();
        File.Delete(Path.Combine(bench.Runs, "run.lock"));
        Should.Throw<TemporaryException>(held.RequireHeld).Message.ShouldContain("was deleted or replaced");
        using var second = await HeldLock.TakeAsync(bench.Data);
        second.RequireHeld();
        Should.Throw<TemporaryException>(held.RequireHeld);
    }

    [Fact]
    public async Task A_lock_that_another_machine_wrote_to_is_no_longer_held()
    {
        Directory.CreateDirectory(bench.Runs);
        using var held = await HeldLock.TakeAsync(bench.Data);
        using (var shell = Process.Start("sh", ["-c", $"echo 20261127T030000Z-0000 12 9 > {bench.Runs}/run.lock"])) await shell.WaitForExitAsync();
        Should.Throw<TemporaryException>(held.RequireHeld);
    }

    [Fact]
    public async Task Every_lock_has_a_higher_token_than_the_one_before_and_than_the_newest_commit()
    {
        Directory.CreateDirectory(bench.Runs);
        for (var token = 1; token <= 3; token++)
        {
            using var next = await HeldLock.TakeAsync(bench.Data);
            next.Token.ShouldBe(token);
        }
        File.Delete(Path.Combine(bench.Runs, "run.lock"));
        var lake = new DataRoot(bench.Data).Lake;
        Directory.CreateDirectory(lake);
        const string manifest = """{"version":1,"run":"a","made_from":{},"files":[],"format_version":2,"token":41}""";
        await File.WriteAllTextAsync(Path.Combine(lake, "manifest.json"), manifest);
        using var last = await HeldLock.TakeAsync(bench.Data);
        last.Token.ShouldBe(42);
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
    private RunReport Leave(JobStatus status, Func<RunReport, RunReport>? change = null)
    {
        var report = bench.Report() with { RunId = RunId.At(DateTimeOffset.UtcNow), Status = status, Finished = null };
        report = (change ?? (r => r))(report.With(report.Jobs[0] with { Status = status }));
        new RunLedger(bench.Runs, TextWriter.Null).Begin(report);
        return report;
    }
}
