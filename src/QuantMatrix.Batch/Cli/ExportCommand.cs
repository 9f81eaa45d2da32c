using CommandLine;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Batch.Schedules;
using QuantMatrix.Lake.Iceberg;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Cli;

/// <summary>Writes the schedules of the job file for the scheduler that starts them, or the metadata with which other engines read the lake.</summary>
[Verb("export", HelpText = "Write the schedules for cron, systemd or Kubernetes, or Iceberg metadata, with which other engines read the lake.")]
public sealed class ExportCommand : ICommand
{
    private const string Iceberg = "iceberg";
    private static readonly string[] Schedulers = ["cron", "systemd", "k8s"];

    /// <summary>What may be written for.</summary>
    public static readonly IReadOnlyList<string> Systems = [.. Schedulers, Iceberg];

    [Value(0, MetaName = "SYSTEM", Required = true, HelpText = "cron, systemd, k8s or iceberg.")]
    public string Scheduler { get; init; } = "";

    [Option("location", MetaValue = "URI", HelpText = "For iceberg: the folder data/lake as readers see it, like s3://bucket/data/lake.")]
    public string? Location { get; init; }

    [Option("wait", MetaValue = "DURATION", HelpText = "For iceberg: how long to wait while a run is in progress, like 30m (default: not at all).")]
    public string? WaitTime { get; init; }

    [Option("host-tz", MetaValue = "ZONE", HelpText = "Time zone of the host that runs cron, like Europe/Berlin (default: that of this host).")]
    public string? HostZone { get; init; }

    [Option("image", Default = "quantmatrix-batch:latest", MetaValue = "IMAGE", HelpText = "Container image for k8s.")]
    public string Image { get; init; } = "";

    [Option("out", MetaValue = "DIR", HelpText = "Write the files to this directory instead of the output.")]
    public string? Directory { get; init; }

    [Option("jobs", MetaValue = "FILE", HelpText = "Job file (default: jobs.yaml).")]
    public string? Jobs { get; init; }

    public async Task<int> RunAsync(CommandContext context, CancellationToken ct)
    {
        if (Scheduler == Iceberg) return await ExportLakeAsync(context, ct);
        if (!Schedulers.Contains(Scheduler)) throw new UsageException($"unknown system '{Scheduler}'{DidYouMean.Hint(Scheduler, Systems)}");
        if (Location is not null || WaitTime is not null) throw new UsageException("--location and --wait apply only to iceberg");
        var host = Host(context);
        var faults = new ExportFaults();
        var files = Files(context, host, faults);
        faults.ThrowIfAny();
        if (Directory is null) Print(context.Output, files);
        else Write(context.Output, files, Directory);
        return ExitCode.Ok;
    }

    private async Task<int> ExportLakeAsync(CommandContext context, CancellationToken ct)
    {
        var faults = new UsageFaults();
        if ((HostZone ?? Directory ?? Jobs) is not null) faults.Add("--host-tz, --out and --jobs apply only to schedules, not to iceberg");
        if (Location is null) faults.Add("missing option --location for 'export iceberg'; expected the URI of data/lake as readers see it");
        var location = faults.Read(() => Location is null ? null : OptionValues.Location("--location", Location));
        var wait = faults.Read(() => OptionValues.Duration("--wait", WaitTime));
        faults.ThrowIfAny();
        using var runLock = await context.TakeLockAsync(RunId.At(context.Time.GetUtcNow()), wait, ct);
        using var lake = context.RunServices.OpenLake(context.Settings);
        foreach (var table in new IcebergExport(lake).Write(location!))
            context.Output.WriteLine($"{table.Name}: {(table.IsNew ? $"snapshot {table.Version}" : $"up to date, version {table.Version}")}, "
                + $"{Plural.Of(table.Files, "file")}, {Plural.Of(table.Rows, "row")}: {table.Location}");
        return ExitCode.Ok;
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
