using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Coverage;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Fetches the daily bars of tracked symbols that are behind the last session.</summary>
public sealed class BackfillStaleDailyTrackedJob : Job<NoOptions>, IFetchBars
{
    public async Task<JobForecast> ForecastAsync(object options, RunContext run, CancellationToken ct) =>
        await new Backfill(run, await run.Sources.BarsAsync(ct))
            .ForecastAsync(await StaleAsync(run, await TrackedSymbols.ReadAsync(run, ct), ct), Backfill.Since(run, 1), ct);

    protected override IEnumerable<JobCounter> Counted(NoOptions options) => BackfillSummary.Counted;

    public override async Task<JobResult> RunAsync(NoOptions options, RunContext run, IProgress<JobProgress> progress, CancellationToken ct)
    {
        var tracked = await TrackedSymbols.ReadAsync(run, ct);
        var stale = await StaleAsync(run, tracked, ct);
        var result = stale.Count == 0 ? JobResult.Ok($"all {tracked.Count} symbols are up to date ({run.Calendar.AtOrBefore(run.AsOf):yyyy-MM-dd})")
            : await new Backfill(run, await run.Sources.BarsAsync(ct), progress).RunAsync(stale, tracked.Count, Backfill.Since(run, 1), ct);
        return result.Warned(tracked.Warnings);
    }

    private static async Task<List<string>> StaleAsync(RunContext run, TrackedSymbols tracked, CancellationToken ct)
    {
        var last = run.Calendar.AtOrBefore(run.AsOf);
        var stored = await StoredSessions.ReadAsync(run, new SessionWindow(run.Calendar, last, 1), ct);
        return [.. tracked.Where(s => stored.GetValueOrDefault(s)?.Newest != last)];
    }
}
