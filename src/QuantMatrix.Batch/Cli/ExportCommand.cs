using CommandLine;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Schedules;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Cli;

/// <summary>Writes the schedules of the job file for the scheduler that starts them.</summary>
[Verb("export", HelpText = "Write the schedules for cron, systemd or Kubernetes.")]
public sealed class ExportCommand : ICommand
{
    private static readonly string[] Formats = ["cron", "systemd", "k8s"];

    [Value(0, MetaName = "SCHEDULER", Required = true, HelpText = "cron, systemd or k8s.")]
    public string Scheduler { get; init; } = "";

    [Option("host-tz", MetaValue = "ZONE", HelpText = "Time zone of the host that runs cron, like Europe/Berlin (default: that of this host).")]
    public string? HostZone { get; init; }

    [Option("image", Default = "quantmatrix-batch:latest", MetaValue = "IMAGE", HelpText = "Container image for k8s.")]
    public string Image { get; init; } = "";

    [Option("out", MetaValue = "DIR", HelpText = "Write the files to this directory instead of the output.")]
    public string? Directory { get; init; }

    [Option("jobs", MetaValue = "FILE", HelpText = "Job file (default: jobs.yaml).")]
    public string? Jobs { get; init; }

    public Task<int> RunAsync(CommandContext context, CancellationToken ct)
    {
        if (!Formats.Contains(Scheduler)) throw new UsageException($"unknown scheduler '{Scheduler}'{DidYouMean.Hint(Scheduler, Formats)}");
        var host = Host(context);
        var faults = new ExportFaults();
        var files = Files(context, host, faults);
        faults.ThrowIfAny();
        if (Directory is null) Print(context.Output, files);
        else Write(context.Output, files, Directory);
        return Task.FromResult(ExitCode.Ok);
    }

    private TimeZoneInfo Host(CommandContext context)
    {
        var local = context.Time.LocalTimeZone;
        if (HostZone is null) return Scheduler != "cron" || TimeZones.TryFind(local.Id, out _) ? local
            : throw new UsageException("missing option --host-tz: the time zone of this host has no name; expected one like Europe/Berlin or UTC");
        if (Scheduler != "cron") throw new UsageException($"--host-tz applies only to cron; {Scheduler} has the time zone of each schedule");
        return TimeZones.TryFind(HostZone, out var zone) ? zone
            : throw new UsageException($"--host-tz {HostZone}: unknown time zone; expected a name of the tz database like Europe/Berlin or UTC");
    }

    private IReadOnlyList<ExportedFile> Files(CommandContext context, TimeZoneInfo host, ExportFaults faults)
    {
        var now = context.Time.GetUtcNow();
        var runs = ScheduledRun.Read(context.ReadJobs(Jobs), now, faults);
        var settings = Settings(context.Settings);
        return Scheduler switch
        {
            "cron" => [new CronExport(settings, host, now, faults).Write(runs)],
            "systemd" => new SystemdExport(settings, faults).Write(runs),
            _ => [new KubernetesExport(settings with { Jobs = Jobs }, now, faults).Write(runs)],
        };
    }

    private ScheduleSettings Settings(Settings settings) => new(Path.Combine(settings.Home, "run.sh"), settings.Exported)
    {
        Jobs = Jobs is null ? null : Path.GetFullPath(Jobs), Secrets = settings.SecretVariables, User = Environment.UserName, Image = Image,
    };

    private static void Print(TextWriter output, IReadOnlyList<ExportedFile> files)
    {
        foreach (var file in files) output.Write((files.Count > 1 ? $"# {file.Name}\n" : "") + file.Text + (file == files[^1] ? "" : "\n"));
    }

    private static void Write(TextWriter output, IReadOnlyList<ExportedFile> files, string directory)
    {
        try
        {
            System.IO.Directory.CreateDirectory(directory);
            foreach (var file in files) File.WriteAllText(Path.Combine(directory, file.Name), file.Text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && ExitCode.Of(e) != ExitCode.Temporary)
        {
            throw new ConfigurationException($"--out {directory}: cannot write: {e.Message}", e);
        }
        foreach (var file in files) output.WriteLine(Path.Combine(directory, file.Name));
    }
}
