using System.Text.Json.Nodes;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Batch.Runs;

/// <summary>A run according to its report. Fields that a report of another version lacks, or has in another form, are empty.</summary>
/// <param name="Status">Killed for a run that did not finish and whose process is gone.</param>
public sealed record PastRun(string Id, string Target, DateTimeOffset Started, JobStatus Status)
{
    internal const string Killed = "the process was killed";

    public DateOnly? AsOf { get; init; }

    /// <summary>Null for a run that has not ended.</summary>
    public DateTimeOffset? Finished { get; init; }

    public double Seconds { get; init; }

    public int? ExitCode { get; init; }

    /// <summary>The size of the data root when it ended.</summary>
    public long? DataBytes { get; init; }

    /// <summary>Why it ended before its jobs; null when the jobs ran.</summary>
    public string? Reason { get; init; }

    public string? RetryOf { get; init; }

    /// <summary>The program that ran; null when the report does not say.</summary>
    public ProgramVersion? Version { get; init; }

    /// <summary>The command that repeats it when it is more than the run of a target.</summary>
    public string? Command { get; init; }

    public IReadOnlyList<PastJob> Jobs { get; init; } = [];

    public bool IsRunning => Status is JobStatus.Running or JobStatus.Waiting;

    public bool IsGood => Status is JobStatus.Ok or JobStatus.Partial;

    internal static PastRun Of(JsonObject run, bool isAlive)
    {
        var status = Ended(StatusOf(run));
        return new($"{run["run_id"]}", $"{run["target"]}", Value<DateTimeOffset?>(run, "started") ?? default, status)
        {
            AsOf = DateOnly.TryParse($"{run["as_of"]}", out var asOf) ? asOf : null,
            Finished = Value<DateTimeOffset?>(run, "finished"),
            Seconds = Value<double>(run, "seconds"),
            ExitCode = Value<int?>(run, "exit_code"),
            DataBytes = Value<long?>(run, "data_bytes"),
            Reason = run["reason"]?.ToString() ?? (status == JobStatus.Killed ? Killed : null),
            RetryOf = run["retry_of"]?.ToString(),
            Version = run["version"] is { } version ? new($"{version}", run["commit"]?.ToString()) : null,
            Command = run["command"]?.ToString(),
            Jobs = [.. (run["jobs"] as JsonArray ?? []).OfType<JsonObject>().Select(job => PastJob.Of(job, Ended(StatusOf(job))))],
        };

        JobStatus Ended(JobStatus status) => !isAlive && status is (JobStatus.Running or JobStatus.Waiting) ? JobStatus.Killed : status;
    }

    /// <summary>The same facts of a report in memory.</summary>
    internal static PastRun Of(RunReport run) => Of(RunReportJson.Node(run), isAlive: true);

    /// <summary>The default of the type when the field is missing or of another type.</summary>
    internal static T? Value<T>(JsonObject part, string name) => part[name] is JsonValue value && value.TryGetValue(out T? found) ? found : default;

    private static JobStatus StatusOf(JsonObject part) =>
        Enum.GetValues<JobStatus>().Cast<JobStatus?>().FirstOrDefault(s => SnakeCase.Of($"{s}") == $"{part["status"]}") ?? JobStatus.Failed;
}

/// <summary>One job of a past run.</summary>
/// <param name="Summary">What it did, or why it failed.</param>
public sealed record PastJob(string Name, string Kind, JobStatus Status, string Summary)
{
    /// <summary>Why it did not succeed.</summary>
    public string Cause { get; init; } = Summary;

    public DateTimeOffset? Started { get; init; }

    /// <summary>Null for a job that has not ended.</summary>
    public DateTimeOffset? Finished { get; init; }

    public IReadOnlyDictionary<string, double> Counters { get; init; } = new Dictionary<string, double>();

    public double Seconds { get; init; }

    public IReadOnlyList<string> Warnings { get; init; } = [];

    public IReadOnlyList<string> Samples { get; init; } = [];

    /// <summary>In the form that <c>--set</c> accepts.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    public bool IsGood => Status is JobStatus.Ok or JobStatus.Partial;

    /// <summary>It was tried and did not succeed; a skipped job was not tried.</summary>
    public bool IsFailure => Status is JobStatus.Failed or JobStatus.Temporary or JobStatus.Killed;

    /// <summary>A retry repeats it: it did not succeed, or was not tried.</summary>
    internal bool IsLeft => IsFailure || Status is JobStatus.Skipped or JobStatus.Waiting;

    internal static PastJob Of(JsonObject job, JobStatus status) => new($"{job["name"]}", $"{job["kind"]}", status, $"{job["summary"]}")
    {
        Cause = job["cause"]?.ToString() ?? $"{job["summary"]}",
        Started = PastRun.Value<DateTimeOffset?>(job, "started"),
        Finished = PastRun.Value<DateTimeOffset?>(job, "finished"),
        Counters = (job["counters"] as JsonObject ?? []).ToDictionary(c => c.Key, c => c.Value is JsonValue v && v.TryGetValue(out double count) ? count : 0),
        Seconds = PastRun.Value<double>(job, "seconds"),
        Warnings = Texts(job, "warnings"),
        Samples = Texts(job, "samples"),
        Options = (job["options"] as JsonObject ?? []).ToDictionary(o => o.Key, o => $"{o.Value}"),
    };

    private static List<string> Texts(JsonObject job, string name) => [.. (job[name] as JsonArray ?? []).Select(text => $"{text}")];
}
