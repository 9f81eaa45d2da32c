using QuantMatrix.Batch.Runs;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Lake;
using QuantMatrix.MarketData;
using QuantMatrix.Model;
using QuantMatrix.Reconcile;

namespace QuantMatrix.Batch.Jobs;

/// <summary>What one commit of fetched bars will hold: corrections and new bars, whole series on a new basis, rows for the quarantine, actions.</summary>
internal sealed class BarDraft(RunContext run, BackfillSummary tally, ActionRows actions, FetchedSince depth)
{
    private readonly BarsBuilder bars = new(), rebased = new(), readjusted = new();
    private readonly List<RejectedRow> rejected = [];

    /// <summary>Bars that wait.</summary>
    public List<RejectedRow> Held { get; } = [];

    public void Reject(IEnumerable<RejectedRow> rows) => rejected.AddRange(rows);

    public void Accept(Reconciliation judgement, SymbolSeries stored, SymbolSeries given, IReadOnlyList<CorporateAction> told, BarRequest request)
    {
        if (judgement.ReplacesAll)
        {
            tally.Note($"{given.Symbol}: {judgement.Reason}; the whole series was replaced");
            SeriesDelta.AddAll(judgement.Verdict == SeriesVerdict.Rebased ? rebased : readjusted, stored, given, judgement.Factor);
        }
        else SeriesDelta.Add(bars, stored, given);
        if (given.Count > 0 && (stored.Count == 0 || given.LastDay > stored.LastDay)) tally.AddFresh(given.Symbol);
        if (request is { WithActions: true, From: { } from }) depth.Note(given.Symbol, from, run.RunId);
        Note(told.Concat(actions.Of(given.Symbol)), run.AsOf);
    }

    /// <summary>Keeps what comes before an unexplained jump; the rest waits for somebody to vouch for it.</summary>
    public void HoldFrom(Reconciliation judgement, SymbolSeries stored, SymbolSeries given, IReadOnlyList<CorporateAction> told)
    {
        var held = given.From(judgement.Day);
        var before = new BarsBuilder();
        given.AddTo(before, given.Start..held.Start.Value);
        SeriesDelta.Add(bars, stored, new SymbolSeries(before.Build(), given.Symbol));
        for (var row = held.Start.Value; row < held.End.Value; row++) Held.Add(HeldBar.Of(given.Bars, given.Symbol, row, judgement.Reason));
        tally.Note($"{given.Symbol}: held: {judgement.Reason}; ./run.sh quarantine show {given.Symbol}");
        Note(told, Day.Date(judgement.Day - 1));
    }

    /// <summary>Stores nothing; a split that is not in the prices yet stays pending.</summary>
    public void Refuse(Reconciliation judgement, SymbolSeries stored, SymbolSeries given, IReadOnlyList<CorporateAction> told)
    {
        tally.Fail(new FetchFailure(given.Symbol, $"{given.Bars.Source[given.Start]}: {judgement.Reason}; nothing was stored"));
        Note(told, stored.Count == 0 ? DateOnly.MinValue : Day.Date(stored.LastDay));
    }

    public async Task CommitAsync(CancellationToken ct)
    {
        tally.Hold(Held);
        var commit = run.Lake.Begin(run.RunId);
        var merged = await commit.MergeBarsAsync(bars.Build(), ct);
        merged += await commit.MergeBarsAsync(rebased.Build(), ct, BarRevision.Rebase);
        merged += await commit.MergeBarsAsync(readjusted.Build(), ct, BarRevision.Dividend);
        tally.Add(merged, await commit.QuarantineAsync([.. rejected, .. Held], ct));
        await actions.WriteAsync(commit, ct);
        await depth.WriteAsync(commit, ct);
        await commit.CompactAsync(Backfill.MaxFilesPerYear, ct);
        commit.Publish();
    }

    /// <param name="storedTo">Actions up to here are in the stored prices.</param>
    private void Note(IEnumerable<CorporateAction> told, DateOnly storedTo)
    {
        foreach (var action in told) actions.Note(action, action.ExDate <= storedTo, run.RunId);
    }
}
