using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Jobs.Intraday;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Fetches the 5-minute bars of tracked symbols whose slots are not stored.</summary>
public sealed class Backfill5mLastNDaysJob : Job<Backfill5mLastNDaysOptions>, IForecast
{
    public async Task<JobForecast> ForecastAsync(object options, RunContext run, CancellationToken ct) =>
        await new IntradayBackfill(run, await run.Sources.IntradayAsync(ct), ((Backfill5mLastNDaysOptions)options).Days)
            .ForecastAsync(await TrackedSymbols.ReadAsync(run, ct), ct);

    protected override IEnumerable<JobCounter> Counted(Backfill5mLastNDaysOptions options) => IntradaySummary.Counted;

    public override async Task<JobResult> RunAsync(Backfill5mLastNDaysOptions options, RunContext run, IProgress<JobProgress> progress, CancellationToken ct)
    {
        var tracked = await TrackedSymbols.ReadAsync(run, ct);
        var backfill = new IntradayBackfill(run, await run.Sources.IntradayAsync(ct), options.Days, progress);
        return (await backfill.RunAsync(tracked, ct)).Warned(tracked.Warnings);
    }
}

/// <summary>How far back 5-minute bars must reach.</summary>
public sealed record Backfill5mLastNDaysOptions
{
    [Description("Newest sessions whose missing slots are requested, and all since the newest stored one; a local folder is read whole.")]
    [Range(1, 5_000)]
    public int Days { get; init; } = 5;
}
