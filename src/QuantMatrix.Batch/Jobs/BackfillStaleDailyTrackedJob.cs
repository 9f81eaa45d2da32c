using QuantMatrix.Batch.Coverage;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Options;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Fetches the daily bars of tracked symbols that are behind the last session.</summary>
public sealed class BackfillStaleDailyTrackedJob : Job<NoOptions>
{
    public override async Task<JobResult> RunAsync(NoOptions options, RunContext run, IProgress<JobProgress> progress, CancellationToken cancel)
    {
        var tracked = await TrackedSymbols.ReadAsync(run, cancel);
        var last = run.Calendar.AtOrBefore(run.AsOf);
        var stored = await StoredSessions.ReadAsync(run, new SessionWindow(run.Calendar, last, 1), cancel);
        var stale = tracked.Where(s => stored.GetValueOrDefault(s)?.Newest != last).ToList();
        var result = stale.Count == 0 ? JobResult.Ok($"all {tracked.Count} symbols are up to {last:yyyy-MM-dd}")
            : await new Backfill(run, progress).RunAsync(stale, tracked.Count, BackfillDepth.Since(run, 1), cancel);
        return result.Warned(tracked.Warnings);
    }
}
