using System.ComponentModel.DataAnnotations;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Records the immutable daily snapshot of each symbol.</summary>
public sealed class RecordDailyHistoryJob : Job<RecordDailyHistoryOptions>
{
    public override Task<JobResult> RunAsync(RecordDailyHistoryOptions options, RunContext run, IProgress<JobProgress> progress, CancellationToken cancel) =>
        throw new NotSupportedException("this kind has no body yet");
}

/// <summary>Which symbols and sessions; a recorded day is changed only with a reason.</summary>
public sealed record RecordDailyHistoryOptions
{
    /// <summary>Null for the portfolio, or for all tracked symbols while there is none.</summary>
    public IReadOnlyList<string>? Symbols { get; init; }

    [Range(1, 20_000)]
    public int Days { get; init; } = 1;

    /// <summary>Why a recorded day may get a new revision; null to leave recorded days alone.</summary>
    public string? Restate { get; init; }
}
