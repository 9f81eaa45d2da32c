using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Schedules;

/// <summary>What an exported schedule starts and with which settings.</summary>
/// <param name="Program">The absolute path of run.sh.</param>
/// <param name="Variables">Environment variables without secrets.</param>
internal sealed record ScheduleSettings(string Program, IReadOnlyDictionary<string, string> Variables)
{
    /// <summary>How long a run waits for the end of another one that was due at the same time.</summary>
    public static readonly TimeSpan WaitTime = TimeSpan.FromMinutes(30);

    /// <summary>The same as the value of <c>--wait</c>.</summary>
    public static readonly string Wait = Durations.Text(WaitTime);

    /// <summary>The absolute path of a job file other than the project's.</summary>
    public string? Jobs { get; init; }

    /// <summary>Variables that are set but must not be written to a file.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>The variables that are set and report runs to the outside.</summary>
    public IEnumerable<string> Observers => Variables.Keys.Concat(Secrets).Where(name => ObserverNames.Contains(name)
        || name.StartsWith("OTEL_", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    private static readonly string[] ObserverNames = ["QM_PING_URL", "QM_WEBHOOK_URL", "QM_TEXTFILE_DIR"];

    /// <summary>The user that runs the program.</summary>
    public string User { get; init; } = "";

    /// <summary>The image that contains the program.</summary>
    public string Image { get; init; } = "";

    /// <summary>The arguments of the program. A run that is ok prints nothing, so that cron mails only what needs attention.</summary>
    public IReadOnlyList<string> Arguments(Schedule schedule) =>
    [
        "run", "--quiet", "--wait", Wait, .. NextStep.Option("--jobs", Jobs),
        .. schedule.Policy.ExitOnPartial ? ["--exit-on-partial"] : Array.Empty<string>(),
        .. schedule.Policy.CatchUp is null ? new[] { schedule.Target } : ["--catch-up", schedule.Name],
    ];
}

/// <summary>A file for a scheduler.</summary>
internal sealed record ExportedFile(string Name, string Text);

/// <summary>A schedule whose expression is in the language of all schedulers.</summary>
internal sealed record ScheduledRun(Schedule Schedule, CronFields Cron)
{
    /// <summary>Reads every schedule; those that no scheduler can run are faults.</summary>
    public static IReadOnlyList<ScheduledRun> Read(JobFile file, DateTimeOffset now, ExportFaults faults)
    {
        if (file.Schedules.Count == 0) faults.Add("the job file has no schedules; expected a section 'schedules'");
        var runs = new List<ScheduledRun>();
        foreach (var schedule in file.Schedules)
            if (CronFields.Parse(schedule.Cron) is not { } cron) faults.Add(schedule, "uses L, W or #, which other schedulers lack; use days and weekdays");
            else if (schedule.Next(now) is null) faults.Add(schedule, "is never due; correct its days and months");
            else if (!HostTime.Agrees(schedule, cron, now)) faults.Add(schedule, "has a range or step that schedulers read differently; list its values");
            else runs.Add(new(schedule, cron));
        return runs;
    }
}

/// <summary>Collects what prevents an export, so that all of it is reported and nothing is exported in part.</summary>
internal sealed class ExportFaults
{
    private readonly List<string> all = [];

    public void Add(string fault) => all.Add(fault);

    public void Add(Schedule schedule, string fault) => all.Add($"{schedule.Label} ({schedule.When}) {fault}");

    /// <exception cref="ConfigurationException">There is at least one fault; the message has one per line.</exception>
    public void ThrowIfAny()
    {
        if (all.Count > 0) throw new ConfigurationException(string.Join('\n', all.Select(Printable.Of)));
    }
}
