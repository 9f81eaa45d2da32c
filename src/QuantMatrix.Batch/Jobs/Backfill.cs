using System.Globalization;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Compute;
using QuantMatrix.Ingest;
using QuantMatrix.Store;

namespace QuantMatrix.Batch.Jobs;

/// <summary>What the backfill kinds share: fetch bars, lay them over the lake, keep what was refused, and say what came of it.</summary>
internal sealed class Backfill(RunContext run, IProgress<JobProgress> progress)
{
    /// <summary>More of the symbols than this without an answer is no success; a single one never matters, such as the benchmark of a folder of two files.</summary>
    private const double FailedShare = 0.2;

    /// <summary>Files of a year that are joined into one.</summary>
    private const int MaxFilesPerYear = 16;

    private static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    private readonly List<FetchFailure> failures = [];
    private readonly List<RejectedRow> rejected = [];
    private MergeCount merged;
    private long quarantined;

    private long Stored => merged.Inserted + merged.Changed + merged.Unchanged;

    /// <param name="symbols">At least one.</param>
    /// <param name="universe">How many symbols the failures are measured against.</param>
    /// <param name="since">First session wanted; null for all the source has.</param>
    public async Task<JobResult> RunAsync(IReadOnlyList<string> symbols, int universe, DateOnly? since, CancellationToken cancel)
    {
        var question = run.Source.Fingerprint is { } source ? Fingerprint.Of(source, string.Join(' ', symbols), $"{since:O}", $"{run.AsOf:O}") : null;
        var unchanged = question is not null && run.Lake.Current().IsMadeFrom(LakeTable.PriceData, question);
        if (unchanged) failures.AddRange(run.Source.Missing(symbols));
        else await FetchAsync(symbols, since, question, cancel);
        run.Lake.WriteViews();
        run.Lake.Sweep(Grace);
        return Result(symbols.Count, universe, unchanged);
    }

    private async Task FetchAsync(IReadOnlyList<string> symbols, DateOnly? since, string? question, CancellationToken cancel)
    {
        await foreach (var part in run.Source.FetchAsync([.. symbols.Select(s => new BarRequest(s, since, run.AsOf))], cancel))
        {
            await StoreAsync(part, cancel);
            progress.Report(Stored, 0, "bars");
        }
        // A question without an answer is asked again.
        if (question is null || Stored == 0) return;
        using var turn = await run.Lake.TakeTurnAsync(cancel);
        var commit = run.Lake.Begin(run.RunId);
        commit.Stamp(LakeTable.PriceData, question);
        commit.Publish();
    }

    private async Task StoreAsync(Fetched part, CancellationToken cancel)
    {
        failures.AddRange(part.Failures);
        rejected.AddRange(part.Rejected);
        using var turn = await run.Lake.TakeTurnAsync(cancel);
        var commit = run.Lake.Begin(run.RunId);
        merged += await commit.MergeBarsAsync(part.Bars, cancel);
        if (part.Rejected.Count > 0) quarantined += await commit.AppendNewAsync(LakeTable.Quarantine, QuarantineRows.Of(part.Rejected, run.RunId), cancel);
        await commit.CompactAsync(MaxFilesPerYear, cancel);
        commit.Publish();
    }

    private JobResult Result(int symbols, int universe, bool unchanged)
    {
        var nothing = Stored == 0 && !unchanged && failures.Count < symbols;
        var failed = nothing || failures.Count == universe || failures.Count > Math.Max(1, FailedShare * universe);
        var work = merged.Inserted + merged.Changed == 0 ? $"{(unchanged ? "source unchanged, " : "")}no bar inserted, no row changed"
            : $"{Number(merged.Inserted)} bars inserted, {Number(merged.Changed)} rows changed";
        var quarantine = rejected.Count == 0 ? "" : $", {Number(rejected.Count)} rows refused ({Number(quarantined)} new in quarantine)";
        return new JobResult(failed ? JobStatus.Failed : failures.Count > 0 ? JobStatus.Partial : JobStatus.Ok, $"{symbols - failures.Count} of {symbols} symbols: {work}{quarantine}")
        {
            FailureCode = nothing ? ExitCode.DataUnfit : ExitCode.Failed,
            Counters = new Dictionary<string, long>
            {
                ["symbols"] = symbols,
                ["symbols_failed"] = failures.Count,
                ["bars_inserted"] = merged.Inserted,
                ["bars_changed"] = merged.Changed,
                ["bars_unchanged"] = merged.Unchanged,
                ["rows_refused"] = rejected.Count,
                ["rows_quarantined"] = quarantined,
            },
            Warnings = [.. nothing ? new[] { $"the source has no bar of them up to {run.AsOf:yyyy-MM-dd}" } : [], .. failures.Select(f => $"{f.Symbol}: {f.Reason}")],
            Samples = [.. rejected.Select(r => $"{r.File}:{r.Line}: {r.Reason}")],
        };
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
