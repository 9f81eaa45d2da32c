using System.ComponentModel.DataAnnotations;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Options;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Computes every column for every tracked symbol from stored bars, in one pass.</summary>
public sealed class RecomputeIndicatorsUniverseJob : Job<RecomputeIndicatorsUniverseOptions>
{
    public override Task<JobResult> RunAsync(
        RecomputeIndicatorsUniverseOptions options, RunContext run, IProgress<JobProgress> progress, CancellationToken cancel) =>
        throw new NotSupportedException("this kind has no body yet");
}

/// <summary>How symbols are batched and how much of the result is kept.</summary>
public sealed record RecomputeIndicatorsUniverseOptions
{
    /// <summary>Symbols computed together.</summary>
    [Range(1, 100_000)]
    public int BatchSize { get; init; } = 50;

    /// <summary>Sessions of features kept for each symbol.</summary>
    public Keep Keep { get; init; } = Keep.Last(5);
}
