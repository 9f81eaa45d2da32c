using System.ComponentModel.DataAnnotations;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Fetches the daily bars that tracked symbols lack.</summary>
public sealed class BackfillLastBarsJob : Job<BackfillLastBarsOptions>
{
    public override Task<JobResult> RunAsync(BackfillLastBarsOptions options, RunContext run, IProgress<JobProgress> progress, CancellationToken cancel) =>
        throw new NotSupportedException("this kind has no body yet");
}

/// <summary>How far back bars must reach.</summary>
public sealed record BackfillLastBarsOptions
{
    [Range(1, 20_000)]
    public int Days { get; init; } = 200;
}
