using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Fetches the missing daily bars of tracked symbols.</summary>
public sealed class BackfillLastBarsJob : Job<BackfillLastBarsOptions>, IFetchBars, IRepeatable
{
    public IReadOnlyList<string> Reads => [JobData.Tracked, JobData.Bars];

    public IReadOnlyList<string> Writes => [JobData.Bars];

    public async Task<JobForecast> ForecastAsync(object options, RunContext run, CancellationToken ct)
    {
        var wanted = (BackfillLastBarsOptions)options;
        return await new Backfill(run, await run.Sources.BarsAsync(ct)) { FirstDays = wanted.FirstDays }
            .ForecastAsync(await TrackedSymbols.ReadAsync(run, ct), Backfill.Since(run, wanted.Days), ct);
    }

    protected override IEnumerable<JobCounter> Counted(BackfillLastBarsOptions options) => BackfillSummary.Counted;

    public override async Task<JobResult> RunAsync(BackfillLastBarsOptions options, RunContext run, IProgress<JobProgress> progress, CancellationToken ct)
    {
        var tracked = await TrackedSymbols.ReadAsync(run, ct);
        var backfill = new Backfill(run, await run.Sources.BarsAsync(ct), progress) { FirstDays = options.FirstDays };
        return (await backfill.RunAsync(tracked, tracked.Count, Backfill.Since(run, options.Days), ct)).Warned(tracked.Warnings);
    }
}

/// <summary>How far back bars must reach.</summary>
public sealed record BackfillLastBarsOptions
{
    [Description("Sessions required of every symbol; a local folder is read whole.")]
    [Range(1, 20_000)]
    public int Days { get; init; } = 200;

    [Description("Sessions requested of a symbol that is fetched for the first time; 1,500 make every recursive column stable.")]
    [Range(1, 20_000)]
    public int FirstDays { get; init; } = Backfill.FirstSessions;
}
