namespace QuantMatrix.Batch.Graph;

/// <summary>The outcome of a job.</summary>
/// <param name="Summary">A few words for the console: <c>521 symbols</c>.</param>
public sealed record JobResult(JobStatus Status, string Summary)
{
    /// <summary>Counts for the report: <c>bars_inserted</c>.</summary>
    public IReadOnlyDictionary<string, long> Counters { get; init; } = new Dictionary<string, long>();

    /// <summary>Findings that an operator should read.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>A few examples: quarantined rows, missing symbols.</summary>
    public IReadOnlyList<string> Samples { get; init; } = [];

    /// <summary>The counters that alone made the result partial by not being zero; empty when there is another reason.</summary>
    public IReadOnlyList<string> PartialBy { get; init; } = [];

    /// <summary>Why it did not succeed, when the summary does not say so.</summary>
    public string? Cause { get; init; }

    /// <summary>The result of running the job once more on the same data, files and options, which would change nothing; null when that is not known.</summary>
    public JobResult? Again { get; init; }

    /// <summary>The exit code of a <see cref="JobStatus.Failed"/> result; the other statuses have fixed codes.</summary>
    public int FailureCode { get; init; } = Graph.ExitCode.Failed;

    public int ExitCode => Status switch
    {
        JobStatus.Failed => FailureCode,
        JobStatus.Temporary => Graph.ExitCode.Temporary,
        _ => Graph.ExitCode.Ok,
    };

    /// <summary>The result of a job that changed nothing, and would have it again.</summary>
    public JobResult Same() => this with { Again = this };

    /// <summary>The result with more warnings, placed before its own.</summary>
    public JobResult Warned(IReadOnlyList<string> warnings) => this with { Warnings = [.. warnings, .. Warnings], Again = Again?.Warned(warnings) };

    public static JobResult Ok(string summary) => new(JobStatus.Ok, summary);

    public static JobResult Partial(string summary, params IReadOnlyList<string> warnings) => new(JobStatus.Partial, summary) { Warnings = warnings };
}
