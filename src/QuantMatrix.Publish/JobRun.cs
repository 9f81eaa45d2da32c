namespace QuantMatrix.Publish;

/// <summary>Outcome of one job in one run: a row of <c>job_run</c>.</summary>
/// <param name="Job">Name in <c>jobs.yaml</c>.</param>
/// <param name="Kind">Job kind (<c>run:</c> in <c>jobs.yaml</c>).</param>
/// <param name="Summary">One-line summary: <c>521 symbols</c>.</param>
public sealed record JobRun(string RunId, string Job, string Kind, JobOutcome Status, DateTimeOffset StartedAt, DateTimeOffset FinishedAt, string Summary)
{
    /// <summary>Metrics by name: <c>rows_written</c> = 520.</summary>
    public IReadOnlyDictionary<string, double> Counters { get; init; } = new Dictionary<string, double>();
}

/// <summary>How a job ended; stored in lower case.</summary>
public enum JobOutcome
{
    Ok,

    /// <summary>Completed, with some symbols or sources missing.</summary>
    Partial,

    Failed,

    /// <summary>Not started, because a job it needs failed.</summary>
    Skipped,

    /// <summary>An external service was unavailable; a later run may succeed.</summary>
    Temporary,

    /// <summary>The process was killed.</summary>
    Killed,
}
