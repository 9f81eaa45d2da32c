using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace QuantMatrix.Tests.Servers;

/// <summary>A test process that is killed leaves no server and no folder behind.</summary>
[Trait("class", "servers")]
public sealed class OrphanTests
{
    private const string Variable = "SERVERS_TEST_START", Postgres = "postgres", Slurm = "slurm";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public Task A_server_and_its_folder_go_with_a_killed_test_process() => KillAsync(Postgres, processes: 1);

    [SlurmFact]
    public Task A_cluster_its_job_and_its_folder_go_with_a_killed_test_process() => KillAsync(Slurm, processes: 6);

    private static async Task KillAsync(string server, int processes)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(OrphanTests).Assembly.Location]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment[Variable] = server;
        using var other = Process.Start(start)!;
        var said = (await other.StandardOutput.ReadLineAsync())!.Split(' ');
        var (folder, ids) = (said[0], said[1..].Select(id => int.Parse(id, CultureInfo.InvariantCulture)).ToList());
        ids.Count.ShouldBe(processes);
        ids.ShouldAllBe(id => IsAlive(id));
        Directory.Exists(folder).ShouldBeTrue();

        other.Kill();
        await other.WaitForExitAsync();
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience && (ids.Exists(IsAlive) || Directory.Exists(folder));) await Task.Delay(20);
        ids.Where(IsAlive).ShouldBeEmpty();
        Directory.Exists(folder).ShouldBeFalse();
    }

    private static bool IsAlive(int process) => Directory.Exists(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}"));

#pragma warning disable CA2255 // the only way in before the test host's own Main
    [ModuleInitializer]
    internal static void StartWhenAsked()
#pragma warning restore CA2255
    {
        var server = Environment.GetEnvironmentVariable(Variable);
        if (server == Postgres) StartPostgres();
        if (server == Slurm) StartSlurm();
    }

    private static void StartPostgres()
    {
        using var server = new PostgresServer();
        Console.WriteLine($"{server.Folder} {server.Id}");
        Console.In.ReadToEnd();
    }

    /// <summary>With a job.</summary>
    private static void StartSlurm()
    {
        using var cluster = new SlurmCluster(SlurmCluster.Programs.Value!);
        var job = Path.Combine(cluster.Folder, "job");
        cluster.Shell($"sbatch --wrap \"echo \\$\\$ >'{job}.part'; mv '{job}.part' '{job}.pid'; sleep 1000\"; until [ -f '{job}.pid' ]; do sleep 0.1; done");
        Console.WriteLine($"{cluster.Folder} {string.Join(' ', cluster.Daemons)} {cluster.Id}");
        Console.In.ReadToEnd();
    }
}
