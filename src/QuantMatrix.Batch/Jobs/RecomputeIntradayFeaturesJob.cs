using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Jobs.Intraday;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Indicators.Intraday;
using QuantMatrix.Lake;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Computes <c>intraday_features</c> from stored 5-minute bars: the newest sessions again, and every session without a row.</summary>
public sealed class RecomputeIntradayFeaturesJob : Job<RecomputeIntradayFeaturesOptions>, IWithoutBars
{
    protected override IEnumerable<JobCounter> Counted(RecomputeIntradayFeaturesOptions options) => [new("symbols"), new("rows")];

    public override async Task<JobResult> RunAsync(
        RecomputeIntradayFeaturesOptions options, RunContext run, IProgress<JobProgress> progress, CancellationToken ct)
    {
        var manifest = run.Lake.Current();
        var inputs = InputFingerprints.Of(("bars", manifest.ContentOf(PriceData5m.Name)),
            ("actions", manifest.ContentOf(StoredAction.Table.Name)), ("sessions", $"{options.Sessions}"),
            ("code", InputFingerprints.CodeOf(typeof(SessionFeatures))));
        if (manifest.Difference(IntradayFeatureTable.Table, inputs) is null) return JobResult.Ok("5-minute bars unchanged, nothing to compute");
        var due = await DueFeatures.ReadAsync(run, manifest, options.Sessions, ct);
        var rows = due.First is null ? [] : await ComputeAsync(run, manifest, due, progress, ct);
        await StoreAsync(run, rows, inputs, ct);
        return JobResult.Ok($"{Plural.Of(rows.Count, "row")} of {Plural.Of(rows.Select(r => r.Symbol).Distinct().Count(), "symbol")}") with
        {
            Counters = new Dictionary<string, long> { ["symbols"] = rows.Select(r => r.Symbol).Distinct().Count(), ["rows"] = rows.Count },
        };
    }

    /// <summary>The rows due, with prices as traded.</summary>
    private static async Task<List<IntradayFeature>> ComputeAsync(
        RunContext run, Manifest manifest, DueFeatures due, IProgress<JobProgress> progress, CancellationToken ct)
    {
        var rows = new List<IntradayFeature>();
        await foreach (var (symbol, bars) in StoredSlots.ReadAsync(run.Lake, manifest, run.Calendar.Back(due.First!.Value, SessionFeatures.VolumeSessions), ct))
        {
            var computed = new SessionFeatures(run.Calendar, bars).Of(symbol, due.From(symbol));
            rows.AddRange(computed.Select(row => AsTraded(row, due.Factors.Of(symbol, row.Day))));
            progress.Report(rows.Count, 0, "rows");
        }
        return rows;
    }

    private static IntradayFeature AsTraded(IntradayFeature row, double factor) => row with
    {
        Vwap = row.Vwap * factor,
        OpeningRangeHigh = row.OpeningRangeHigh * factor,
        OpeningRangeLow = row.OpeningRangeLow * factor,
    };

    private static async Task StoreAsync(RunContext run, List<IntradayFeature> rows, InputFingerprints inputs, CancellationToken ct)
    {
        using var writeLock = await run.Lake.LockForWriteAsync(ct);
        var commit = run.Lake.Begin(run.RunId);
        var computed = rows.ToLookup(r => PriceData5m.MonthOf(Day.Date(r.Day)));
        var stored = (await StoredSinceAsync(run, commit.Basis, rows, ct)).ToLookup(r => PriceData5m.MonthOf(Day.Date(r.Day)));
        foreach (var month in computed)
        {
            var replaced = month.Select(r => (r.Symbol, r.Day)).ToHashSet();
            var kept = stored[month.Key].Where(r => !replaced.Contains((r.Symbol, r.Day)));
            await commit.ReplaceMonthAsync(IntradayFeatureTable.Table, month.Key,
                [.. kept.Concat(month).OrderBy(r => r.Symbol, StringComparer.Ordinal).ThenBy(r => r.Day)], ct);
        }
        commit.Stamp(IntradayFeatureTable.Table, inputs);
        commit.Publish();
        run.Lake.WriteViews();
    }

    /// <summary>The stored rows from the first month of the new ones on.</summary>
    private static async Task<IReadOnlyList<IntradayFeature>> StoredSinceAsync(
        RunContext run, Manifest manifest, List<IntradayFeature> rows, CancellationToken ct) =>
        rows.Count == 0 ? [] : await run.Lake.RowsAsync(manifest, IntradayFeatureTable.Table, ct, FirstOfMonth(Day.Date(rows.Min(r => r.Day))));

    private static DateOnly FirstOfMonth(DateOnly date) => new(date.Year, date.Month, 1);
}

/// <summary>Which sessions are computed again.</summary>
public sealed record RecomputeIntradayFeaturesOptions
{
    [Description("Newest sessions computed again, because a slot may have come late; sessions without a row are always computed.")]
    [Range(1, 5_000)]
    public int Sessions { get; init; } = 25;
}
