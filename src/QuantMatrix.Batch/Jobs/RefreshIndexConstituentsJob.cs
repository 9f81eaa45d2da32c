using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Brings the index memberships up to date: who is in, who came, who left.</summary>
public sealed class RefreshIndexConstituentsJob : Job<RefreshIndexConstituentsOptions>
{
    public override Task<JobResult> RunAsync(
        RefreshIndexConstituentsOptions options, RunContext run, IProgress<JobProgress> progress, CancellationToken cancel) =>
        throw new NotSupportedException("this kind has no body yet");
}

/// <summary>Which indices to follow.</summary>
public sealed record RefreshIndexConstituentsOptions
{
    public IReadOnlyList<string> Indices { get; init; } = ["SP500", "NASDAQ100", "DOW30"];
}
