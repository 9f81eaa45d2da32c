using System.Diagnostics;
using System.Globalization;
using QuantMatrix.Tests.EndToEndTests;

namespace QuantMatrix.Tests.Servers;

/// <summary>Slurm with two nodes on this machine, in a folder of its own; it goes, with every job, when the test process ends, however that ends.</summary>
/// <remarks>The daemons are in the background. What belongs to the cluster has the path of its configuration among its environment variables,
/// or works in the spool directory of a node: a step overwrites its variables with its title.</remarks>
internal sealed class SlurmCluster : IDisposable
{
    /// <summary>Kills the processes of a cluster, or of one node of it, until there are none.</summary>
    private const string Reaper = """
        found() {
          { grep -lzxF "SLURM_CONF=$1/slurm.conf" /proc/[0-9]*/environ; find /proc -maxdepth 2 -name cwd -lname "$1/spool-*"; } 2>/dev/null |
            cut -d/ -f3 | sort -u | while read -r id; do
              if [ -z "${2:-}" ] || [ "$(readlink "/proc/$id/cwd")" = "$1/spool-$2" ] || grep -qzxF "SLURMD_NODENAME=$2" "/proc/$id/environ"; then
                echo "$id"
              fi
            done 2>/dev/null
        }
        reap() {
          while ids=$(found "$@"); [ -n "$ids" ]; do
            kill -STOP $ids 2>/dev/null    # all at once: none reports the end of another
            kill -KILL $ids 2>/dev/null
            sleep 0.05
          done
        }
        """;

    private readonly GuardedServer guard;
    private readonly string packages;

    /// <param name="packages">Where <see cref="Programs"/> unpacked them.</param>
    public SlurmCluster(string packages)
    {
        (this.packages, Folder) = (packages, Directory.CreateTempSubdirectory("qm-slurm-").FullName);
        guard = new GuardedServer(Folder, "TERM",
            ["bash", "-c", $"{Reaper}\ntrap 'reap \"$1\"; kill $!; exit' TERM; while :; do sleep 60 & wait; done", "reaper", Folder]);
        File.WriteAllText(InFolder("slurm.conf"), Configuration());
        File.WriteAllBytes(InFolder("munge.key"), [.. Enumerable.Range(0, 1024).Select(_ => (byte)Random.Shared.Next(256))]);
        File.SetUnixFileMode(InFolder("munge.key"), UnixFileMode.UserRead);
        Shell($"munged --force --key-file=munge.key --socket='{Folder}/munge.socket' --pid-file='{Folder}/munged.pid' --log-file='{Folder}/munged.log' "
            + $"--seed-file='{Folder}/munged.seed'");
        Shell($"slurmctld-wlm -c -f '{Folder}/slurm.conf' -L '{Folder}/slurmctld.log'");
        foreach (var node in Nodes) StartNode(node);
        Shell($"for i in {{1..3000}}; do [ \"$(sinfo -hN -o %T | grep -cx idle)\" = {Nodes.Count} ] && exit; sleep 0.1; done; exit 1");
    }

    /// <summary>The unpacked packages; null where they cannot be downloaded.</summary>
    public static Lazy<string?> Programs { get; } =
        new(() => DebianPackages.Unpack("slurm", "slurmctld", "slurmd", "slurm-client", "slurm-wlm-basic-plugins", "munge"));

    public static IReadOnlyList<string> Nodes { get; } = ["qm1", "qm2"];

    public string Folder { get; }

    /// <summary>The process that ends the others.</summary>
    public int Id => guard.Id;

    /// <summary>The processes of the daemons.</summary>
    public IEnumerable<int> Daemons => Directory.GetFiles(Folder, "*.pid").Select(file => int.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture));

    /// <summary>The directory of libraries, which is named by the processor.</summary>
    private string Library => Directory.EnumerateDirectories(Path.Combine(packages, "usr", "lib")).Single(d => Directory.Exists(Path.Combine(d, "slurm-wlm")));

    /// <summary>Starts the daemon of a node, also of one that was lost.</summary>
    public void StartNode(string node) => Shell(
        $"SLURMD_NODENAME={node} slurmd-wlm -f '{Folder}/slurm.conf' -N {node} -d '{packages}/usr/sbin/slurmstepd-wlm' -L '{Folder}/{node}.log'");

    /// <summary>As when a node loses its power: its daemon and its jobs are gone at once.</summary>
    public void LoseNode(string node) => Shell($"{Reaper}\nreap '{Folder}' {node}");

    /// <summary>Runs a program that submits jobs or asks for them.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="variables">Environment variables in addition to those of the cluster.</param>
    public Task<Ended> RunAsync(IReadOnlyList<string> command, params IEnumerable<(string Name, string Value)> variables)
    {
        var start = Start(command);
        foreach (var (name, value) in variables) start.Environment[name] = value;
        return Ended.OfAsync(start);
    }

    /// <summary>What <c>scontrol show</c> says of each job of an array or a single job, in no order.</summary>
    public async Task<IReadOnlyList<SlurmJob>> JobsAsync(int job)
    {
        var ended = await RunAsync(["scontrol", "show", "-o", "job", job.ToString(CultureInfo.InvariantCulture)]);
        return [.. ended.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(SlurmJob.Parse)];
    }

    /// <summary>Runs a script that submits jobs, waiting for its end without tasks: a module initializer cannot await.</summary>
    public void Shell(string script)
    {
        var start = Start(["bash", "-c", $"exec >>'{Folder}/start.log' 2>&1 </dev/null\n{script}"]);
        using var shell = Process.Start(start)!;
        shell.WaitForExit();
        if (shell.ExitCode != 0) throw new InvalidOperationException($"exit {shell.ExitCode}: {script}\n{File.ReadAllText(InFolder("start.log"))}");
    }

    public void Dispose() => guard.Dispose();

    private string InFolder(string name) => Path.Combine(Folder, name);

    /// <summary>A command with the variables of the cluster.</summary>
    private ProcessStartInfo Start(IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo("env", command) { WorkingDirectory = Folder };
        Executable.RemoveSettings(start);
        start.Environment["SLURM_CONF"] = InFolder("slurm.conf");
        start.Environment["LD_LIBRARY_PATH"] = $"{Library}:{Library}/slurm-wlm";
        start.Environment["PATH"] = $"{Folder}/bin:{packages}/usr/bin:{packages}/usr/sbin:{Environment.GetEnvironmentVariable("PATH")}";
        return start;
    }

    private string Configuration()
    {
        var host = Environment.MachineName.Split('.')[0];
        var ports = Enumerable.Range(0, 1 + Nodes.Count).Select(_ => GuardedServer.FreePort()).ToList();
        return $"""
            ClusterName=qm
            SlurmctldHost={host}(127.0.0.1)
            SlurmctldPort={ports[0]}
            SlurmUser={Environment.UserName}
            SlurmdUser={Environment.UserName}
            AuthInfo=socket={Folder}/munge.socket,cred_expire=5
            PluginDir={Library}/slurm-wlm
            StateSaveLocation={Folder}/state
            SlurmdSpoolDir={Folder}/spool-%n
            SlurmctldPidFile={Folder}/slurmctld.pid
            SlurmdPidFile={Folder}/%n.pid
            ProctrackType=proctrack/linuxproc
            TaskPlugin=task/none
            MpiDefault=none
            SelectType=select/cons_tres
            SelectTypeParameters=CR_CPU
            SchedulerParameters=sched_interval=1,bf_interval=2,sched_min_interval=0
            AccountingStorageType=accounting_storage/none
            JobAcctGatherType=jobacct_gather/none
            JobRequeue=1
            MinJobAge=3600
            ReturnToService=2
            KillWait=2
            SlurmdTimeout=6
            SlurmdParameters=config_overrides
            {string.Join('\n', Nodes.Zip(ports.Skip(1), (node, port) =>
                $"NodeName={node} NodeHostname={host} NodeAddr=127.0.0.1 Port={port} CPUs=4 RealMemory=8192"))}
            PartitionName=all Nodes=ALL Default=YES State=UP

            """;
    }
}
