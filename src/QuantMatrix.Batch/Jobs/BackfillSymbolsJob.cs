using System.ComponentModel.DataAnnotations;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Fetches the daily bars that the named symbols lack.</summary>
public sealed class BackfillSymbolsJob : Job<BackfillSymbolsOptions>
{
    public override Task<JobResult> RunAsync(BackfillSymbolsOptions options, RunContext run, IProgress<JobProgress> progress, CancellationToken cancel) =>
        throw new NotSupportedException("this kind has no body yet");
}

/// <summary>Which symbols, and how far back; <see cref="Since"/> wins over <see cref="Days"/>.</summary>
public sealed record BackfillSymbolsOptions
{
    public IReadOnlyList<string> Symbols { get; init; } = [];

    [Range(1, 20_000)]
    public int Days { get; init; } = 200;

    public DateOnly? Since { get; init; }
}
