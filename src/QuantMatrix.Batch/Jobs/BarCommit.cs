using QuantMatrix.Lake;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;
using QuantMatrix.Reconcile;

namespace QuantMatrix.Batch.Jobs;

/// <summary>One commit of fetched bars: stored bars are read once, the reconciler decides, the lake applies.</summary>
internal sealed class BarCommit(DataLake lake, string runId)
{
    /// <summary>Deltas of a year of <c>price_data</c> above which compaction joins them with its base files.</summary>
    private const int MaxDeltasPerYear = 15;

    /// <summary>Receives the changes and says which units are open after them; null for a local source.</summary>
    public Func<Changes, UnitChange>? Units { get; init; }

    /// <param name="from">Oldest stored session to compare with; null for all.</param>
    /// <param name="rejected">Rows for the quarantine in addition to those that the reconciler holds.</param>
    /// <returns>The changes as planned, and the number of rows they affected.</returns>
    public async Task<(Changes Changes, MergeCount Count)> StoreAsync(
        FetchedBars fetched, ReconcileRules rules, DateOnly? from, IReadOnlyList<RejectedRow> rejected, CancellationToken ct)
    {
        using var writeLock = await lake.LockForWriteAsync(ct);
        var commit = lake.Begin(runId);
        var stored = await StoredAsync(commit.Basis, fetched.Bars.Symbols, from, ct);
        var changes = Reconciler.Plan(stored, fetched, await RecordedAsync(commit.Basis, ct), rules);
        var count = await commit.ApplyAsync(changes with { Held = [.. rejected, .. changes.Held] }, ct);
        if (Units is not null) await commit.ApplyAsync(Units(changes), ct);
        await commit.CompactAsync(MaxDeltasPerYear, ct);
        if (Units is not null) Failpoint.UnitsBeforeCommit.Reach();
        commit.Publish();
        if (Units is not null) Failpoint.UnitsAfterCommit.Reach();
        return (changes, count);
    }

    private async Task<Bars> StoredAsync(Manifest manifest, IReadOnlyList<string> symbols, DateOnly? from, CancellationToken ct) =>
        symbols.Count == 0 ? Bars.Empty : await lake.StoredBarsAsync(manifest, new BarRange { Symbols = symbols, From = from }, ct);

    private async Task<Recorded> RecordedAsync(Manifest manifest, CancellationToken ct) =>
        new((await lake.RowsAsync(manifest, StoredAction.Table, ct)).Select(a => a.ToRecorded()),
            (await lake.RowsAsync(manifest, StoredConflict.Table, ct)).ConvertAll(c => c.Conflict));
}
