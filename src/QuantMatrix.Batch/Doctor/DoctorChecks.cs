using System.Runtime.InteropServices;
using QuantMatrix.Batch.Cli;
using QuantMatrix.Batch.Composition;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Indicators;
using QuantMatrix.Lake;
using QuantMatrix.MarketData.Calendar;
using QuantMatrix.Model;
using QuantMatrix.Publish;
using QuantMatrix.Publish.Redis;

namespace QuantMatrix.Batch.Doctor;

/// <summary>Gathers the facts about an installation and has each rule judge them. Writes nothing, neither into the data root nor to a server.</summary>
/// <param name="jobsPath">As <c>--jobs</c>.</param>
internal sealed class DoctorChecks(CommandContext context, string? jobsPath)
{
    private const int NewestRuns = 400;

    private readonly Settings settings = context.Settings;
    private readonly DateTimeOffset now = context.Time.GetUtcNow();

    public async Task<IReadOnlyList<Checkup>> RunAsync(CancellationToken ct)
    {
        var (jobs, file) = Jobs();
        using var lake = new DataLake(settings.Data.Lake, context.Time, workers: 1, Catalogue.Standard.FeatureSchema) { IsReadOnly = true };
        var (folders, build, past) = (new FolderChecks(settings), new InstalledBuild(settings.Home), (IReadOnlyList<PastRun>)[]);
        List<Checkup> findings = [.. Variables(), jobs];
        await AddAsync("build", () => [BuildRules.Of(ProgramVersion.Current, build.Head(), InstalledBuild.Built, build.NewestSource())]);
        await AddAsync("runtime", () => [MachineRules.Runtime(RuntimeInformation.FrameworkDescription, InstalledBuild.Sdk, build.HasSources)]);
        await AddAsync("program", () => [folders.Home()]);
        await AddAsync("data root", () => [folders.Rights()]);
        await AddAsync("textfile", folders.Textfile);
        await AddAsync("file locks", () => [folders.Locks()]);
        await AddAsync("runs", () =>
        {
            past = [.. new RunLedger(settings.Data.Runs, context.Error).Past().Take(NewestRuns)];
            return [];
        });
        await AddAsync("disk", () => Disk(past));
        await AddAsync("limits", Limits);
        await AddAsync("clock", () => [TimeRules.Clock(now, Newest(past, lake))]);
        await AddAsync("time zones", () => [Zones(file)]);
        await AddAsync("calendar", () => [Calendar()]);
        await AddAsync("keys", () => Keys(file));
        findings.AddRange(await PostgresAsync(ct));
        findings.AddRange(await RedisAsync(ct));
        if (file is not null) await AddAsync("schedules", () => ScheduleRules.Collisions(Planned(file, past), now));
        await AddAsync("runs", () => RunRules.Of(past, now));
        await AddAsync("lake", () => [LakeSample.Check(lake)]);
        return findings;

        async Task AddAsync(string what, Func<IEnumerable<Checkup>> check) =>
            findings.AddRange(await Checkup.TryAsync(what, "./run.sh doctor   # once it is corrected", () => Task.FromResult(check())));
    }

    private IEnumerable<Checkup> Variables() => settings.Fault is null ? [Checkup.Ok("settings", "the variables are valid")]
        : settings.Fault.Split('\n').Select(fault => Checkup.Fail("settings", fault, "env | grep -E '^(QM_|IBKR_|.*_API_KEY)' | cut -d= -f1"));

    private (Checkup Checkup, JobFile? File) Jobs()
    {
        try
        {
            var file = context.ReadJobs(jobsPath);
            return (Checkup.Ok("jobs.yaml", $"{Plural.Of(file.Jobs.Count, "job")}, {Plural.Of(file.Chains.Count, "chain")}, "
                + Plural.Of(file.Schedules.Count, "schedule")), file);
        }
        catch (ConfigurationException e)
        {
            return (Checkup.Of("jobs.yaml", e, "./run.sh jobs   # lists the faults with their lines"), null);
        }
    }

    private IEnumerable<Checkup> Disk(IReadOnlyList<PastRun> past)
    {
        var data = settings.Data.Path;
        var free = new DriveInfo(FolderChecks.Existing(data)).AvailableFreeSpace;
        var sizes = past.Where(r => r is { DataBytes: not null, Finished: not null }).Select(r => (r.Finished!.Value, r.DataBytes!.Value));
        return [MachineRules.Disk(free, data), MachineRules.Growth(sizes, now, free, data)];
    }

    private static IEnumerable<Checkup> Limits() =>
        [MachineRules.OpenFiles(ProcessLimits.Current.OpenFiles), MachineRules.Memory(ProcessLimits.Current.MemoryBytes)];

    private static Checkup Zones(JobFile? file)
    {
        string[] zones = file is null ? [] : [file.Freshness.Tz.Id, .. file.Schedules.Select(s => s.TimeZone)];
        return TimeRules.Zones(zones, name => TimeZones.TryFind(name, out var zone) ? zone : null);
    }

    private Checkup Calendar()
    {
        try
        {
            CalendarFiles.Read(settings.Home);
            return TimeRules.Calendar(DateOnly.FromDateTime(now.UtcDateTime), SessionCalendar.Last);
        }
        catch (Exception e) when (e is ConfigurationException or DataUnfitException)
        {
            return Checkup.Fail("calendar", e.Message, "git checkout data/calendar");
        }
    }

    private static (string What, DateTimeOffset At)? Newest(IReadOnlyList<PastRun> past, DataLake lake)
    {
        List<(string What, DateTimeOffset At)> all = [("the build", new DateTimeOffset(InstalledBuild.Built))];
        if (past.MaxBy(r => r.Started) is { } run) all.Add(($"run {run.Id}", run.Started));
        try
        {
            if (lake.Unchecked() is { Version: > 0 } manifest) all.Add(($"the lake's commit by run {manifest.Run}", manifest.CommittedAt));
        }
        catch (DataUnfitException)
        {
            // Reported with the lake.
        }
        return all.MaxBy(e => e.At);
    }

    private IEnumerable<Checkup> Keys(JobFile? file)
    {
        yield return KeyRules.Providers(LiveSources.AreWanted(settings), (file?.Providers ?? new()).Bars, [.. settings.ApiKeys.Keys]);
        var fetching = file?.Schedules.Where(s => file.Members(s.Target).Any(j => FetchesReports(file.Jobs[j]))).Select(s => s.Name);
        if (KeyRules.Broker(settings, [.. fetching ?? []]) is { } broker) yield return broker;
        foreach (var readable in KeyRules.Files(SecretFiles())) yield return readable;
    }

    private IEnumerable<(string Variable, string Path, UnixFileMode Mode)> SecretFiles()
    {
        if (OperatingSystem.IsWindows()) yield break;
        foreach (var (name, path) in settings.Exported.Where(v => v.Key.EndsWith("_FILE", StringComparison.Ordinal) && File.Exists(v.Value)))
            yield return (name, path, File.GetUnixFileMode(path));
    }

    private static bool FetchesReports(JobDefinition job) => job.Kind.Job is Jobs.IbkrFlexSyncJob && !job.Options.ContainsKey("from_archive");

    private Task<IReadOnlyList<Checkup>> PostgresAsync(CancellationToken ct) => ServerAsync("postgres", "QM_POSTGRES", async () =>
    {
        using var target = Targets.Postgres(settings, context.Time, new() { IsReadOnly = true });
        if (target is null) return [Checkup.Ok("postgres", "QM_POSTGRES is not set: tables are in the embedded file")];
        var certificate = await target.CertificateAsync(ct);
        return await ProbedAsync("postgres", certificate, async () => ServerRules.Of(await target.ProbeAsync(ct)),
            e => e is TemporaryException ? $"pg_isready {target.ClientOptions}" : $"psql {target.ClientOptions} -U USER");
    });

    private Task<IReadOnlyList<Checkup>> RedisAsync(CancellationToken ct) => ServerAsync("redis", "QM_REDIS", async () =>
    {
        if (settings.Redis?.Reveal() is not { } connection) return [Checkup.Ok("redis", "QM_REDIS is not set: sets and keys are in the embedded file")];
        var (options, certificate) = (RedisTarget.ClientOptions(connection), await RedisTarget.CertificateAsync(connection, ct));
        return await ProbedAsync("redis", certificate, async () => ServerRules.Of(await RedisTarget.ProbeAsync(connection, ct)),
            _ => $"redis-cli {options} ping");
    });

    private static Task<IReadOnlyList<Checkup>> ServerAsync(string what, string variable, Func<Task<IEnumerable<Checkup>>> check) =>
        Checkup.TryAsync(what, $"export {variable}_FILE=/path/to/connection-string", check);

    /// <summary>The state of a server, or why it cannot be used, then its certificate.</summary>
    private async Task<IEnumerable<Checkup>> ProbedAsync(
        string what, ServerCertificate? certificate, Func<Task<IEnumerable<Checkup>>> probe, Func<Exception, string> fix)
    {
        IEnumerable<Checkup> state;
        try
        {
            state = [.. await probe()];
        }
        catch (Exception e) when (e is TemporaryException or ConfigurationException or DataUnfitException)
        {
            state = [Checkup.Of(what, e, fix(e))];
        }
        return certificate is null ? state : state.Append(ServerRules.Certificate(what, certificate, now));
    }

    private static List<PlannedSchedule> Planned(JobFile file, IReadOnlyList<PastRun> past) => [.. file.Schedules.Select(schedule =>
    {
        var jobs = file.Members(schedule.Target);
        return new PlannedSchedule(schedule, [.. jobs], jobs.Any(j => file.Jobs[j].Kind.Job is IFetchBars),
            past.FirstOrDefault(r => r.Target == schedule.Target && r.IsGood)?.Seconds ?? 0);
    })];
}
