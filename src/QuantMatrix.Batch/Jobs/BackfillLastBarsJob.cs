using System.ComponentModel.DataAnnotations;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Fetches the daily bars that tracked symbols lack.</summary>
public sealed class BackfillLastBarsJob : Job<BackfillLastBarsOptions>, IForecast
{
    public async Task<string> ForecastAsync(object options, RunContext run, CancellationToken cancel) =>
        await new Backfill(run).ForecastAsync(await TrackedSymbols.ReadAsync(run, cancel), BackfillDepth.Since(run, ((BackfillLastBarsOptions)options).Days), cancel);

    public override async Task<JobResult> RunAsync(BackfillLastBarsOptions options, RunContext run, IProgress<JobProgress> progress, CancellationToken cancel)
    {
        var tracked = await TrackedSymbols.ReadAsync(run, cancel);
        return (await new Backfill(run, progress).RunAsync(tracked, tracked.Count, BackfillDepth.Since(run, options.Days), cancel)).Warned(tracked.Warnings);
    }
}

/// <summary>How far back bars must reach.</summary>
public sealed record BackfillLastBarsOptions
{
    /// <summary>Sessions wanted of every symbol; a local folder is read whole.</summary>
    [Range(1, 20_000)]
    public int Days { get; init; } = 200;
}
