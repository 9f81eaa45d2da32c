using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Batch.Runs;

/// <summary>One job of a run's report.</summary>
/// <param name="Options">As typed after <c>--set</c>.</param>
public sealed record JobReport(string Name, string Kind, IReadOnlyList<string> Waits, IReadOnlyDictionary<string, string> Options)
{
    public JobStatus Status { get; init; } = JobStatus.Waiting;
    public DateTimeOffset? Started { get; init; }
    public DateTimeOffset? Finished { get; init; }
    public double Seconds { get; init; }
    public string Summary { get; init; } = "";
    public IReadOnlyDictionary<string, long> Counters { get; init; } = new Dictionary<string, long>();
    public IReadOnlyList<string> Warnings { get; init; } = [];
    public IReadOnlyList<string> Samples { get; init; } = [];
    public JobError? Error { get; init; }
    public int ExitCode { get; init; }
}
