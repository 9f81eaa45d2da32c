namespace QuantMatrix.Publish;

/// <summary>One job of one run, as it ended.</summary>
/// <param name="Job">Name in <c>jobs.yaml</c>.</param>
/// <param name="Kind">What it runs.</param>
/// <param name="Summary">The job's one line: <c>521 symbols</c>.</param>
public sealed record JobRun(string RunId, string Job, string Kind, LastJobStatus Status, DateTimeOffset StartedAt, DateTimeOffset FinishedAt, string Summary)
{
    /// <summary>Numbers worth a chart: <c>rows_written</c> = 520.</summary>
    public IReadOnlyDictionary<string, double> Counters { get; init; } = new Dictionary<string, double>();
}
