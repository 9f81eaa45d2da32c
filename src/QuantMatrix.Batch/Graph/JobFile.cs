using Cronos;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Config.Yaml;

namespace QuantMatrix.Batch.Graph;

/// <summary>A complete and valid <c>jobs.yaml</c>.</summary>
public sealed record JobFile(
    IReadOnlyDictionary<string, JobDefinition> Jobs, IReadOnlyDictionary<string, Chain> Chains, IReadOnlyList<Schedule> Schedules)
{
    /// <summary>Has no jobs and the defaults of all settings.</summary>
    public static JobFile Empty { get; } = new(new Dictionary<string, JobDefinition>(), new Dictionary<string, Chain>(), []);

    public MarketSettings Market { get; init; } = new();

    public ProviderSettings Providers { get; init; } = new();

    public CheckSettings Checks { get; init; } = new();

    public FreshnessSettings Freshness { get; init; } = new();

    public NotifySettings Notify { get; init; } = new();

    public IReadOnlyList<WatchList> Watch { get; init; } = [];

    /// <summary>The names that can be run: chains, then jobs.</summary>
    public IEnumerable<string> Targets => Chains.Keys.Concat(Jobs.Keys);

    /// <summary>The jobs of a target; empty for an unknown one.</summary>
    public IReadOnlyList<string> Members(string target) =>
        Chains.TryGetValue(target, out var chain) ? chain.Jobs : Jobs.ContainsKey(target) ? [target] : [];
}

/// <summary>A job: a kind of work under a name, with its options and the jobs it depends on.</summary>
/// <param name="Options">Only the options set in the file.</param>
public sealed record JobDefinition(
    string Name, JobKind Kind, IReadOnlyList<string> Needs, IReadOnlyDictionary<string, YamlNode> Options)
{
    public JobPolicy Policy { get; init; } = JobPolicy.Default;

    /// <summary>The name used in messages.</summary>
    public string Label => $"job '{Name}'";
}

/// <summary>When a job or chain is due. Cron, systemd or Kubernetes starts it, not this program.</summary>
public sealed record Schedule(string Name, string Cron, string Target)
{
    /// <summary>The time zone of the cron expression (<c>tz</c>).</summary>
    public string TimeZone { get; init; } = TimeZones.Utc;

    public SchedulePolicy Policy { get; init; } = new();

    /// <summary>The name used in messages.</summary>
    public string Label => $"schedule '{Name}'";

    /// <summary>The expression with its time zone.</summary>
    public string When => $"{Cron} {TimeZone}";

    public DateTimeOffset? Next(DateTimeOffset now) => CronExpression.Parse(Cron).GetNextOccurrence(now, TimeZones.Find(TimeZone));
}
