using QuantMatrix.Batch.Graph;
using QuantMatrix.Lake;
using QuantMatrix.Lake.Tables;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary><c>backup</c>, <c>repair</c> and <c>restore</c> leave a report as a run does, wait for one, and fence off an older one.</summary>
[Trait("class", "slow")]
public sealed class RecordedCommandTests : IAsyncLifetime, IDisposable
{
    private readonly Trial trial = new();

    private string Backup => Path.Combine(trial.Folder, "backup");

    public async Task InitializeAsync()
    {
        Market.Write(trial.Replay, symbols: 2, sessions: 280);
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
    }

    [Fact]
    public async Task Each_is_listed_with_its_outcome_and_published_with_the_next_run()
    {
        (await trial.CallAsync("backup", Backup)).ShouldBe(ExitCode.Ok);
        (await trial.CallAsync("repair")).ShouldBe(ExitCode.Ok);
        (await trial.CallAsync("restore", Backup)).ShouldBe(ExitCode.DataUnfit, "--force");
        (await trial.CallAsync("restore", Backup, "--force")).ShouldBe(ExitCode.Ok, "next: ./run.sh");
        var runs = (await trial.CallAsync("runs")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        runs.Length.ShouldBe(5);
        runs[0].ShouldMatch(@"^\S+  restore +-  +ok +0 ");
        runs[1].ShouldMatch(@"^\S+  restore +-  +failed +65 .*already holds data");
        runs[2].ShouldMatch(@"^\S+  repair +-  +ok +0 ");
        runs[3].ShouldMatch(@"^\S+  backup +-  +ok +0 ");
        (await trial.CallAsync("status")).Output.ShouldNotContain("failing");
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        (await trial.SqlAsync("SELECT job, kind, status FROM job_run WHERE job IN ('backup', 'repair', 'restore') ORDER BY started_at"))
            .ShouldBe(["backup,command,ok", "repair,command,ok", "restore,run,failed", "restore,command,ok"]);
    }

    [Fact]
    public async Task One_that_failed_is_not_retried_as_a_run_of_jobs()
    {
        await trial.CallAsync("backup", Backup);
        await trial.CallAsync("restore", Backup);
        var run = (await trial.CallAsync("runs")).Output.Split(' ')[0];
        (await trial.CallAsync("retry", run)).ShouldBe(ExitCode.Usage, "was a command, not a run of jobs", $"./run.sh restore {Backup}");
        (await trial.CallAsync("status", run)).ShouldBe(ExitCode.Failed, "FAILED", $"next       ./run.sh restore {Backup}\n");
        await File.AppendAllTextAsync(Path.Combine(Backup, "lake", "manifest.json"), " ");
        await trial.CallAsync("restore", Backup, "--force");
        (await trial.CallAsync("status", (await trial.CallAsync("runs")).Output.Split(' ')[0]))
            .ShouldBe(ExitCode.Failed, "FAILED", $"next       ./run.sh restore {Backup} --force\n");
    }

    [Theory]
    [InlineData("backup", "--wait")]
    [InlineData("repair")]
    [InlineData("repair", "--wait")]
    [InlineData("restore")]
    [InlineData("restore", "--wait")]
    public async Task Each_is_refused_while_another_run_holds_the_data_root_and_waits_for_its_end(string verb, string? wait = null)
    {
        await trial.CallAsync("backup", Backup);
        string[] command = verb switch
        {
            "backup" => [verb, Path.Combine(trial.Folder, "second")],
            "restore" => [verb, Backup, "--force"],
            _ => [verb],
        };
        using (await HeldLock.TakeAsync(trial.Data))
            (await trial.CallAsync([.. command, .. wait is null ? [] : new[] { wait, "1s" }])).ShouldBe(ExitCode.Temporary, "another run", "run.lock");
        (await trial.CallAsync([.. command, "--wait", "1h"])).ShouldBe(ExitCode.Ok);
        (await trial.CallAsync([.. command, "--wait", "soon"])).ShouldBe(ExitCode.Usage, "--wait");
    }

    [Fact]
    public async Task A_backup_without_wait_is_written_during_a_run()
    {
        using var held = await HeldLock.TakeAsync(trial.Data);
        (await trial.CallAsync("backup", Backup)).ShouldBe(ExitCode.Ok);
    }

    [Fact]
    public async Task A_writer_that_was_stopped_before_a_restore_commits_nothing_after_it()
    {
        await trial.CallAsync("backup", Backup);
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        var token = FencingToken.Newest(trial.Lake);
        long stopped;
        using (var held = await HeldLock.TakeAsync(trial.Data)) stopped = held.Token;
        stopped.ShouldBeGreaterThan(token);
        (await trial.CallAsync("restore", Backup, "--force")).ShouldBe(ExitCode.Ok);
        FencingToken.Newest(trial.Lake).ShouldBeGreaterThan(stopped);
        using var lake = new DataLake(trial.Lake, TimeProvider.System, 1, Indicators.Catalogue.Standard.FeatureSchema) { Token = stopped };
        var commit = lake.Begin("stopped");
        commit.Stamp(PriceData.Table, InputFingerprints.Of(("source", "another")));
        Should.Throw<Model.TemporaryException>(commit.Publish).Message.ShouldContain("run stopped published nothing");
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
    }

    public void Dispose() => trial.Dispose();

    Task IAsyncLifetime.DisposeAsync() => Task.CompletedTask;
}
