using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Rebuilds the set of symbols the night works for: active constituents, portfolio and benchmark.</summary>
public sealed class UpdateTrackedSymbolCacheJob : Job<UpdateTrackedSymbolCacheOptions>
{
    public override Task<JobResult> RunAsync(
        UpdateTrackedSymbolCacheOptions options, RunContext run, IProgress<JobProgress> progress, CancellationToken cancel) =>
        throw new NotSupportedException("this kind has no body yet");
}

/// <summary>What is tracked beside constituents and portfolio.</summary>
public sealed record UpdateTrackedSymbolCacheOptions
{
    public string Benchmark { get; init; } = "SPY";
}
