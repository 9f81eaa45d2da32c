using QuantMatrix.Batch.Graph;
using QuantMatrix.Indicators;
using QuantMatrix.Lake;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>A backup restores the data root it was taken of.</summary>
[Trait("class", "slow")]
public sealed class BackupTests : IAsyncLifetime, IDisposable
{
    private readonly Trial trial = new();
    private readonly Trial other = new();
    private IReadOnlyDictionary<string, string> content = null!;

    private string Backup => Path.Combine(trial.Folder, "backup");

    public async Task InitializeAsync()
    {
        Market.Write(trial.Replay, symbols: 3, sessions: 300);
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        content = ContentHash.Of(trial.Data);
    }

    [Fact]
    public async Task A_backup_restored_into_an_empty_root_is_the_same_root()
    {
        (await trial.CallAsync("backup", Backup)).ShouldBe(ExitCode.Ok, "linked", "published table");
        File.Exists(Path.Combine(Backup, "published", "market_analysis_history.parquet")).ShouldBeTrue();
        (await other.CallAsync("restore", Backup)).ShouldBe(ExitCode.Ok, "bars");
        ContentHash.Of(other.Data).ShouldBe(content);
        (await other.CallAsync("verify", "--full")).ShouldBe(ExitCode.Ok);
        Directory.GetFiles(Path.Combine(other.Data, "runs"), "*.json").Length.ShouldBe(2, "the run's and that of the restore itself");
        foreach (var csv in Directory.GetFiles(trial.Replay)) File.Copy(csv, Path.Combine(other.Replay, Path.GetFileName(csv)));
        (await other.RunAsync()).ShouldBe(ExitCode.Ok);
        ContentHash.Of(other.Data).ShouldBe(content);
    }

    [Fact]
    public async Task A_root_with_data_is_replaced_only_by_force()
    {
        await trial.CallAsync("backup", Backup);
        Market.Write(other.Replay, symbols: 1, sessions: 280);
        (await other.RunAsync()).ShouldBe(ExitCode.Ok);
        var others = ContentHash.Of(other.Data);
        (await other.CallAsync("restore", Backup)).ShouldBe(ExitCode.DataUnfit, other.Data, "--force");
        ContentHash.Of(other.Data).ShouldBe(others);
        (await other.CallAsync("restore", Backup, "--force")).ShouldBe(ExitCode.Ok);
        ContentHash.Of(other.Data).ShouldBe(content);
        (await trial.CallAsync("backup", Backup)).ShouldBe(ExitCode.Usage, "already exists");
    }

    [Fact]
    public async Task A_root_that_cannot_be_opened_is_restored()
    {
        await trial.CallAsync("backup", Backup);
        await File.WriteAllTextAsync(trial.Manifest, "{");
        var bars = Directory.GetFiles(Path.Combine(trial.Lake, "price_data"), "*.parquet", SearchOption.AllDirectories);
        File.Delete(bars[0]);
        await File.WriteAllTextAsync(trial.Embedded, "no database");
        (await trial.CallAsync("restore", Backup, "--force")).ShouldBe(ExitCode.Ok);
        ContentHash.Of(trial.Data).ShouldBe(content);
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        ContentHash.Of(trial.Data).ShouldBe(content);
    }

    [Theory]
    [InlineData("lake/manifest.json")]
    [InlineData("lake/price_data")]
    [InlineData("embedded/quantmatrix.duckdb")]
    [InlineData("published/market_analysis_history.parquet")]
    public async Task A_damaged_backup_is_refused_with_its_file(string kind)
    {
        await trial.CallAsync("backup", Backup);
        var file = Path.Combine(Backup, kind);
        if (Directory.Exists(file)) file = Directory.GetFiles(file, "*.parquet", SearchOption.AllDirectories)[0];
        await BitFlipTests.FlipAsync(file, new FileInfo(file).Length / 2, 4);
        (await other.CallAsync("restore", Backup)).ShouldBe(ExitCode.DataUnfit, Path.GetRelativePath(Backup, file), "Nothing was changed");
        Directory.Exists(other.Lake).ShouldBeFalse();
        (await other.CallAsync("restore", other.Folder)).ShouldBe(ExitCode.DataUnfit, "backup.json: no such file");
    }

    [Fact]
    public async Task A_damaged_lake_is_not_backed_up()
    {
        var file = Directory.GetFiles(Path.Combine(trial.Lake, "features"), "*.parquet")[0];
        await BitFlipTests.FlipAsync(file, new FileInfo(file).Length / 2, 4);
        (await trial.CallAsync("backup", Backup)).ShouldBe(ExitCode.DataUnfit, Path.GetFileName(file), "repair");
        Directory.GetFileSystemEntries(trial.Folder, "backup*").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_backup_killed_at_any_moment_leaves_none_and_is_repeated()
    {
        for (var kill = 0; kill < 6; kill++)
        {
            using (var program = Executable.Command(trial.Data, trial.Replay, "backup", Backup))
            {
                await Task.Delay(150 + 60 * kill);
                await program.KillAsync();
            }
            if (Directory.Exists(Backup)) Directory.Delete(Backup, recursive: true);
        }
        (await trial.CallAsync("backup", Backup)).ShouldBe(ExitCode.Ok);
        Directory.Exists(Backup + ".partial").ShouldBeFalse();
        (await other.CallAsync("restore", Backup)).ShouldBe(ExitCode.Ok);
        ContentHash.Of(other.Data).ShouldBe(content);
    }

    [Fact]
    public async Task A_restore_killed_at_any_moment_leaves_the_old_root_or_the_new_one_or_says_that_it_was_interrupted()
    {
        await trial.CallAsync("backup", Backup);
        Market.Write(other.Replay, symbols: 1, sessions: 280);
        (await other.RunAsync()).ShouldBe(ExitCode.Ok);
        var others = ContentHash.Of(other.Data);
        for (var kill = 0; kill < 8; kill++)
        {
            using (var program = Executable.Command(other.Data, other.Replay, "restore", Backup, "--force"))
            {
                await Task.Delay(150 + 50 * kill);
                await program.KillAsync();
            }
            var ended = await other.CallAsync("sql", "SELECT 1");
            if (ended.Code == ExitCode.Ok) ShouldBeOneOf(others, content);
            else ended.ShouldBe(ExitCode.DataUnfit, "was interrupted", "--force");
        }
        (await other.CallAsync("restore", Backup, "--force")).ShouldBe(ExitCode.Ok);
        ContentHash.Of(other.Data).ShouldBe(content);
    }

    /// <summary>A process killed after its commit has not written <c>views.sql</c>, which the next run does.</summary>
    private void ShouldBeOneOf(params IReadOnlyDictionary<string, string>[] contents)
    {
        using (var lake = new DataLake(other.Lake, TimeProvider.System, workers: 1, Catalogue.Standard.FeatureSchema)) lake.WriteViews();
        var found = ContentHash.Of(other.Data);
        contents.ShouldContain(c => c.SequenceEqual(found), string.Join(" | ", contents.Select(c => string.Join(", ", c.Except(found).Select(t => t.Key)))));
    }

    [Fact]
    public async Task A_restore_interrupted_before_its_commit_is_named_and_repeated()
    {
        await trial.CallAsync("backup", Backup);
        await File.WriteAllTextAsync(Path.Combine(trial.Lake, "restore.pending"), $"a restore was interrupted; run ./run.sh restore {Backup} --force");
        foreach (var ended in new[] { await trial.CallAsync("sql", "SELECT 1"), await trial.RunAsync(), await trial.CallAsync("verify") })
            ended.ShouldBe(ExitCode.DataUnfit, "restore.pending", Backup, "--force");
        (await trial.CallAsync("restore", Backup, "--force")).ShouldBe(ExitCode.Ok);
        ContentHash.Of(trial.Data).ShouldBe(content);
    }

    [Fact]
    public async Task A_backup_taken_during_a_run_is_one_state_that_a_run_completes()
    {
        using var run = Executable.Start(other.Data, trial.Replay);
        await run.WorkingAsync();
        for (var n = 0; n < 4; n++) (await other.CallAsync("backup", $"{Backup}{n}")).ShouldBe(ExitCode.Ok);
        (await run.EndedAsync()).ShouldBe(ExitCode.Ok);
        var complete = ContentHash.Of(other.Data);
        for (var n = 0; n < 4; n++)
        {
            using var restored = new Trial { Replay = trial.Replay };
            (await restored.CallAsync("restore", $"{Backup}{n}")).ShouldBe(ExitCode.Ok);
            (await restored.RunAsync()).ShouldBe(ExitCode.Ok);
            ContentHash.Of(restored.Data).ShouldBe(complete);
        }
    }

    [Fact]
    public void A_report_that_is_deleted_meanwhile_is_left_out()
    {
        var to = Path.Combine(trial.Folder, "copy.json");
        Batch.Backups.BackupWriter.CopyReport(Path.Combine(trial.Folder, "gone.json"), to);
        File.Exists(to).ShouldBeFalse();
    }

    public void Dispose()
    {
        trial.Dispose();
        other.Dispose();
    }

    Task IAsyncLifetime.DisposeAsync() => Task.CompletedTask;
}
