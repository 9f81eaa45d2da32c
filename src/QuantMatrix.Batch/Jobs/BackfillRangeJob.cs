using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Fetches the sessions of a range, up to the run's own, that the lake lacks of tracked symbols. The work of <c>./run.sh backfill</c>.</summary>
public sealed class BackfillRangeJob : Job<BackfillRangeOptions>, IFetchBars
{
    public const string Kind = "backfill_range";

    public async Task<JobForecast> ForecastAsync(object options, RunContext run, CancellationToken ct)
    {
        var range = (BackfillRangeOptions)options;
        return await (await BackfillAsync(range, run, null, ct)).ForecastAsync(await TrackedSymbols.ReadAsync(run, ct), From(range), ct);
    }

    protected override IEnumerable<JobCounter> Counted(BackfillRangeOptions options) => BackfillSummary.Counted;

    public override async Task<JobResult> RunAsync(BackfillRangeOptions options, RunContext run, IProgress<JobProgress> progress, CancellationToken ct)
    {
        var tracked = await TrackedSymbols.ReadAsync(run, ct);
        return (await (await BackfillAsync(options, run, progress, ct)).RunAsync(tracked, tracked.Count, From(options), ct)).Warned(tracked.Warnings);
    }

    private static async Task<Backfill> BackfillAsync(BackfillRangeOptions options, RunContext run, IProgress<JobProgress>? progress, CancellationToken ct) =>
        new(run, await run.Sources.BarsAsync(ct), progress) { IsRange = true, MaxCalls = options.MaxCalls };

    private static DateOnly From(BackfillRangeOptions options) => options.From
        ?? throw new ConfigurationException($"{Kind}: from is not set; expected a date, as in --set {Kind}.from=2018-02-07");
}

/// <summary>The range, which ends with the run's session, and what it may cost.</summary>
public sealed record BackfillRangeOptions
{
    [Description("The first session.")]
    public DateOnly? From { get; init; }

    [Description("Provider calls at most; symbols beyond are left for the next run.")]
    [Range(1, 10_000_000)]
    public int? MaxCalls { get; init; }
}
