namespace QuantMatrix.Batch.Graph;

/// <summary>What a job says at its end.</summary>
/// <param name="Summary">The few words of the closing line: <c>521 symbols</c>.</param>
public sealed record JobResult(JobStatus Status, string Summary)
{
    /// <summary>Counts for the report: <c>bars_inserted</c>.</summary>
    public IReadOnlyDictionary<string, long> Counters { get; init; } = new Dictionary<string, long>();

    /// <summary>What an operator should read.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>A few examples of what the job met: quarantined rows, missing symbols.</summary>
    public IReadOnlyList<string> Samples { get; init; } = [];

    /// <summary>The exit code of a <see cref="JobStatus.Failed"/> result; the other statuses have their own.</summary>
    public int FailureCode { get; init; } = Graph.ExitCode.Failed;

    public int ExitCode => Status switch
    {
        JobStatus.Failed => FailureCode,
        JobStatus.Temporary => Graph.ExitCode.Temporary,
        _ => Graph.ExitCode.Ok,
    };

    /// <summary>The same with more to read, before the rest.</summary>
    public JobResult Warned(IReadOnlyList<string> warnings) => this with { Warnings = [.. warnings, .. Warnings] };

    public static JobResult Ok(string summary) => new(JobStatus.Ok, summary);

    public static JobResult Partial(string summary, params IReadOnlyList<string> warnings) => new(JobStatus.Partial, summary) { Warnings = warnings };
}
