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
        var past = new RunLedger(settings.Data.Runs, context.Error).Past().Take(NewestRuns).ToList();
        using var lake = new DataLake(settings.Data.Lake, context.Time, workers: 1, Catalogue.Standard.FeatureSchema) { IsReadOnly = true };
        List<Checkup> findings = [.. Variables(), jobs, Build(), Runtime(), .. new FolderChecks(settings).All(), .. Machine(past), .. Time(file, past, lake)];
        findings.AddRange(Keys(file));
        findings.AddRange(await PostgresAsync(ct));
        findings.AddRange(await RedisAsync(ct));
        if (file is not null) findings.AddRange(ScheduleRules.Collisions(Planned(file, past), now));
        return [.. findings, .. RunRules.Of(past, now), LakeSample.Check(lake)];
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

    private Checkup Build()
    {
        var build = new InstalledBuild(settings.Home);
        return BuildRules.Of(ProgramVersion.Current, build.Head(), InstalledBuild.Built, build.NewestSource());
    }

    private Checkup Runtime() =>
        MachineRules.Runtime(RuntimeInformation.FrameworkDescription, InstalledBuild.Sdk, new InstalledBuild(settings.Home).HasSources);

    private IEnumerable<Checkup> Machine(IReadOnlyList<PastRun> past)
    {
        var (limits, data) = (ProcessLimits.Current, settings.Data.Path);
        var free = new DriveInfo(FolderChecks.Existing(data)).AvailableFreeSpace;
        var sizes = past.Where(r => r is { DataBytes: not null, Finished: not null }).Select(r => (r.Finished!.Value, r.DataBytes!.Value));
        return
        [
            MachineRules.Disk(free, data), MachineRules.Growth(sizes, now, free, data),
            MachineRules.OpenFiles(limits.OpenFiles), MachineRules.Memory(limits.MemoryBytes),
        ];
    }

    private IEnumerable<Checkup> Time(JobFile? file, IReadOnlyList<PastRun> past, DataLake lake)
    {
        yield return TimeRules.Clock(now, Newest(past, lake));
        string[] zones = file is null ? [] : [file.Freshness.Tz.Id, .. file.Schedules.Select(s => s.TimeZone)];
        yield return TimeRules.Zones(zones, name => TimeZones.TryFind(name, out var zone) ? zone : null);
        yield return Calendar();
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
        var fetching = file?.Schedules.Where(s => StatusCommand.Members(file, s.Target).Any(j => FetchesReports(file.Jobs[j]))).Select(s => s.Name);
        if (KeyRules.Broker(settings, [.. fetching ?? []]) is { } broker) yield return broker;
    }

    private static bool FetchesReports(JobDefinition job) => job.Kind.Job is Jobs.IbkrFlexSyncJob && !job.Options.ContainsKey("from_archive");

    private async Task<IReadOnlyList<Checkup>> PostgresAsync(CancellationToken ct)
    {
        const string what = "postgres";
        try
        {
            using var target = Targets.Postgres(settings, context.Time, new() { IsReadOnly = true });
            if (target is null) return [Checkup.Ok(what, "QM_POSTGRES is not set: tables are in the embedded file")];
            var certificate = await target.CertificateAsync(ct) is { } found ? new[] { ServerRules.Certificate(what, found, now) } : [];
            try
            {
                return [.. ServerRules.Of(await target.ProbeAsync(ct)), .. certificate];
            }
            catch (Exception e) when (e is TemporaryException or ConfigurationException or DataUnfitException)
            {
                var fix = e is TemporaryException ? $"pg_isready {target.ClientOptions}" : $"psql {target.ClientOptions} -U USER";
                return [Checkup.Of(what, e, fix), .. certificate];
            }
        }
        catch (ConfigurationException e)
        {
            return [Checkup.Of(what, e, "export QM_POSTGRES_FILE=/path/to/connection-string")];
        }
    }

    private async Task<IReadOnlyList<Checkup>> RedisAsync(CancellationToken ct)
    {
        const string what = "redis";
        if (settings.Redis?.Reveal() is not { } connection) return [Checkup.Ok(what, "QM_REDIS is not set: sets and keys are in the embedded file")];
        try
        {
            var (options, found) = (RedisTarget.ClientOptions(connection), await RedisTarget.CertificateAsync(connection, ct));
            var certificate = found is null ? [] : new[] { ServerRules.Certificate(what, found, now) };
            try
            {
                return [.. ServerRules.Of(await RedisTarget.ProbeAsync(connection, ct)), .. certificate];
            }
            catch (Exception e) when (e is TemporaryException or ConfigurationException)
            {
                return [Checkup.Of(what, e, $"redis-cli {options} ping"), .. certificate];
            }
        }
        catch (ConfigurationException e)
        {
            return [Checkup.Of(what, e, "export QM_REDIS_FILE=/path/to/connection-string")];
        }
    }

    private static List<PlannedSchedule> Planned(JobFile file, IReadOnlyList<PastRun> past) => [.. file.Schedules.Select(schedule =>
    {
        var jobs = StatusCommand.Members(file, schedule.Target);
        return new PlannedSchedule(schedule, [.. jobs], jobs.Any(j => file.Jobs[j].Kind.Job is IFetchBars),
            past.FirstOrDefault(r => r.Target == schedule.Target && r.IsGood)?.Seconds ?? 0);
    })];
}
