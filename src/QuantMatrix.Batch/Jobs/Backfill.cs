using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Lake;
using QuantMatrix.MarketData;
using QuantMatrix.Model;
using QuantMatrix.Reconcile;

namespace QuantMatrix.Batch.Jobs;

/// <summary>What the backfill kinds share: a local source is read whole and laid over the lake, a live one is asked for what the lake lacks.</summary>
internal sealed class Backfill(RunContext run, IBarSource source, IProgress<JobProgress>? progress = null)
{
    /// <summary>Files of a year that are joined into one.</summary>
    internal const int MaxFilesPerYear = 16;

    private static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    private readonly BackfillSummary tally = new(run, source);
    private readonly BarQualityChecks gate = new(run.Calendar, run.Checks.OfBars);

    /// <summary>Somebody named the first session: what was asked for before is asked for again.</summary>
    public bool AsksAgain { get; init; }

    /// <param name="symbols">At least one.</param>
    /// <param name="universe">How many symbols the failures are measured against.</param>
    /// <param name="since">First session wanted; a local source is asked for all it has when nobody names one.</param>
    public async Task<JobResult> RunAsync(IReadOnlyList<string> symbols, int universe, DateOnly? since, CancellationToken ct)
    {
        if (source.IsLocal) await ReadLocalAsync(symbols, since, ct);
        else await new LiveBackfill(run, source, progress, tally, gate) { AsksAgain = AsksAgain }.RunAsync(symbols, universe, since!.Value, ct);
        run.Lake.WriteViews();
        run.Lake.Sweep(Grace);
        tally.Note(gate.Warnings);
        return tally.Result(symbols.Count, universe);
    }

    /// <summary>What <see cref="RunAsync"/> would ask for.</summary>
    public async Task<string> ForecastAsync(IReadOnlyList<string> symbols, DateOnly? since, CancellationToken ct)
    {
        if (source.IsLocal) return $"{symbols.Count} symbols from the folder, no call";
        var depth = AsksAgain ? null : await FetchedSince.ReadAsync(run.Lake, run.Lake.Current(), ct);
        var due = (await FetchNeed.ReadAsync(run, symbols, since!.Value, depth, ct)).Select(n => n.Request).OfType<BarRequest>().ToList();
        return $"{symbols.Count} symbols, {due.Count} of them due by {run.AsOf:yyyy-MM-dd}: {source.CallsFor(due)} calls";
    }

    private async Task ReadLocalAsync(IReadOnlyList<string> symbols, DateOnly? since, CancellationToken ct)
    {
        var question = source.Fingerprint is { } content ? InputFingerprints.Of(("source", content),
            ("symbols", string.Join(' ', symbols)), ("since", $"{since:O}"), ("as_of", $"{run.AsOf:O}"), ("checks", $"{run.Checks}")) : null;
        tally.Unchanged = question is not null && run.Lake.Current().Difference(PriceData.Table, question) is null;
        if (tally.Unchanged) tally.Fail(source.Missing(symbols));
        else await FetchAsync(symbols, since, question, ct);
    }

    private async Task FetchAsync(IReadOnlyList<string> symbols, DateOnly? since, InputFingerprints? question, CancellationToken ct)
    {
        await foreach (var part in source.FetchAsync([.. symbols.Select(s => new BarRequest(s, since, run.AsOf))], ct))
        {
            await StoreAsync(part, ct);
            progress?.Report(tally.Stored, 0, "bars");
        }
        // A question without an answer is asked again.
        if (question is null || tally.Stored == 0) return;
        using var turn = await run.Lake.TakeTurnAsync(ct);
        var commit = run.Lake.Begin(run.RunId);
        commit.Stamp(PriceData.Table, question);
        commit.Publish();
    }

    private async Task StoreAsync(Fetched part, CancellationToken ct)
    {
        tally.Add(part);
        var held = new List<RejectedRow>();
        var bars = gate.Sift(part.Bars, held);
        tally.Hold(held);
        using var turn = await run.Lake.TakeTurnAsync(ct);
        var commit = run.Lake.Begin(run.RunId);
        var merged = await commit.MergeBarsAsync(bars, ct);
        tally.Add(merged, await commit.QuarantineAsync([.. part.Rejected, .. held], ct));
        await commit.CompactAsync(MaxFilesPerYear, ct);
        commit.Publish();
    }
}
