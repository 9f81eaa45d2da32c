using QuantMatrix.Batch.Graph;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.EndToEndTests.Schedulers;

/// <summary>A cluster that has the program and a market of four parts, and the files of a run without shards.</summary>
public sealed class SlurmNights : IAsyncLifetime, IDisposable
{
    /// <summary>Once for a shard, a test replaces what it runs; the file is then named by the shard's process.</summary>
    private const string Program = """
        #!/bin/bash
        if [ -n "${SLURM_ARRAY_TASK_ID:-}" ] && mv "$QM_DATA.fault.$SLURM_ARRAY_TASK_ID" "$QM_DATA.fault.$SLURM_ARRAY_TASK_ID.$$" 2>/dev/null; then
          . "$QM_DATA.fault.$SLURM_ARRAY_TASK_ID.$$"
        fi
        exec "$HOME_OF_NIGHTS/run.sh" "$@"

        """;

    private SlurmCluster? cluster;

    internal SlurmCluster Cluster => cluster ?? throw new InvalidOperationException(SlurmFactAttribute.Missing);

    /// <summary>What every night must leave.</summary>
    public IReadOnlyList<string> Expected { get; private set; } = [];

    private string Home => Path.Combine(Cluster.Folder, "home");

    private string Replay => Path.Combine(Cluster.Folder, "replay");

    public async Task InitializeAsync()
    {
        if (SlurmCluster.Programs.Value is not { } packages) return;
        cluster = new SlurmCluster(packages);
        Market.Write(Replay, symbols: 7, sessions: 300);
        ScheduledHome.Create(Home, "0 3 * * *");
        var jobs = Path.Combine(Home, "jobs.yaml");
        File.WriteAllText(jobs, File.ReadAllText(jobs).Replace("{batch_size: 50, ", "{batch_size: 50, part_bars: 650, ", StringComparison.Ordinal));
        var program = Path.Combine(Directory.CreateDirectory(Path.Combine(Cluster.Folder, "bin")).FullName, "quantmatrix");
        File.WriteAllText(program, Program.Replace("$HOME_OF_NIGHTS", Home, StringComparison.Ordinal));
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var data = Path.Combine(Cluster.Folder, "plain");
        (await Cluster.RunAsync([program, "run"], Variables(data))).ShouldBe(ExitCode.Ok, "7 symbols", "35 rows written");
        Expected = LakeFiles.Computed(data);
    }

    public void Dispose() => cluster?.Dispose();

    Task IAsyncLifetime.DisposeAsync() => Task.CompletedTask;

    /// <summary>A data root of its own.</summary>
    internal SlurmNight New() => new(this, Path.Combine(Cluster.Folder, Guid.NewGuid().ToString("N")));

    internal (string, string)[] Variables(string data) => [("QM_DATA", data), ("QM_REPLAY", Replay), ("QM_SOURCE", "replay")];
}
