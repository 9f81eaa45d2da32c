using Apache.Arrow;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;

namespace QuantMatrix.Lake;

/// <summary>One atomic change of any number of the lake's tables.</summary>
/// <remarks>
/// Files are written first; <see cref="Publish"/> makes all of them visible or none. <see cref="DataLake.Sweep"/> deletes the files of unpublished
/// commits. Not thread-safe.
/// </remarks>
public sealed class LakeCommit
{
    /// <summary>Files of an appended table from which on the next rows rewrite it as one.</summary>
    private const int MostFiles = 16;

    private readonly DataLake lake;
    private readonly string runId;
    private readonly Manifest basis;
    private readonly Lock changing = new();
    private readonly Dictionary<string, InputFingerprints> madeFrom = [];
    private List<LakeFile> files;

    /// <summary>The manifest the change is based on.</summary>
    public Manifest Basis => basis;

    public DataLake Lake => lake;

    internal LakeCommit(DataLake lake, Manifest basis, string runId)
    {
        (this.lake, this.basis, this.runId) = (lake, basis, runId);
        files = [.. basis.Files];
    }

    /// <summary>Writes everything that a reconciliation as of <see cref="Basis"/> decided: bars, ledger, quarantine and small tables.</summary>
    public async Task<MergeCount> ApplyAsync(Changes changes, CancellationToken ct)
    {
        await RemoveAsync(changes.Removed, ct);
        await WriteBarsAsync(changes, ct);
        await AppendAsync(LedgerRow.Table, [.. changes.Revisions.Select(r => new LedgerRow(r, runId))], ct);
        await AppendAsync(BarArrival.Table, BarArrival.Of(changes.Inserted, changes.BackfilledYears, runId), ct);
        await ReplaceActionsAsync([.. changes.Actions.Select(a => StoredAction.Of(a, runId))], changes.Readjusted, ct);
        await ReplaceConflictsAsync(changes, ct);
        var depths = changes.Decisions.Where(d => d.FetchedFrom is not null).Select(d => new FetchDepth(d.Symbol, Day.Of(d.FetchedFrom!.Value), runId));
        await UpsertAsync(FetchDepth.Table, [.. depths], (known, depth) => depth.Day < known.Day, ct);
        return new MergeCount(changes.Inserted.Count, changes.Replaced.Count, changes.Unchanged) { Quarantined = await QuarantineAsync(changes.Held, ct) };
    }

    /// <summary>Takes damaged files out of the lake.</summary>
    public void Drop(IReadOnlyCollection<LakeFile> damaged) => Put(damaged, []);

    /// <summary>Writes bars in place of a damaged file of <c>price_data</c>.</summary>
    /// <param name="intact">The other files of its year that can be read.</param>
    /// <returns>Whether the new file equals the lost one bit for bit.</returns>
    public async Task<bool> ReplaceAsync(LakeFile damaged, Bars bars, IReadOnlyList<LakeFile> intact, CancellationToken ct)
    {
        var file = (await lake.WriteAsync(PriceData.Table, damaged.Year, PriceData.ToArrow(bars), ct))!;
        lake.RequireUniqueKeys(intact, file);
        if (file.Hash == damaged.Hash) return true;
        Put([damaged], [file with { IsBase = damaged.IsBase }]);
        return false;
    }

    /// <summary>Marks the files of <c>price_data</c> as being of the current form.</summary>
    internal void Reform() => Put(Of(PriceData.Table), [.. Of(PriceData.Table).Select(f => f with { Form = PriceData.Form })]);

    /// <summary>Opens and closes units.</summary>
    public async Task ApplyAsync(UnitChange change, CancellationToken ct)
    {
        var stored = await RowsAsync(OpenUnit.Table, ct);
        var rows = change.Apply(stored);
        if (!rows.SequenceEqual(stored)) await ReplaceAsync(OpenUnit.Table, rows, ct);
    }

    /// <summary>Adds rows to a table; files of a table that has many become one.</summary>
    public async Task AppendAsync<T>(RowTable<T> table, IReadOnlyList<T> rows, CancellationToken ct)
    {
        if (rows.Count == 0) return;
        if (Of(table).Count >= MostFiles) await ReplaceAsync(table, [.. await RowsAsync(table, ct), .. rows], ct);
        else if (await lake.WriteAsync(table, 0, table.ToArrow(rows), ct) is { } file) Put([], [file]);
    }

    /// <summary>Adds rejected rows that are not in quarantine yet, whatever the status of the stored ones.</summary>
    /// <returns>The number of new rows.</returns>
    public async Task<long> QuarantineAsync(IReadOnlyList<RejectedRow> rows, CancellationToken ct)
    {
        if (rows.Count == 0) return 0;
        var known = (await RowsAsync(QuarantinedRow.Table, ct)).Select(r => r.Rejected).ToHashSet();
        var added = rows.Where(known.Add).Select(r => new QuarantinedRow(r, runId, QuarantinedRow.Open)).ToList();
        await AppendAsync(QuarantinedRow.Table, added, ct);
        return added.Count;
    }

    /// <summary>Replaces the rows of a table.</summary>
    /// <returns>False when the table held exactly these rows already.</returns>
    public Task<bool> ReplaceAsync<T>(RowTable<T> table, IReadOnlyList<T> rows, CancellationToken ct) =>
        ReplaceAsync(table, new[] { table.ToArrow(rows) }.ToAsyncEnumerable(), ct);

    /// <inheritdoc cref="ReplaceAsync{T}"/>
    public async Task<bool> ReplaceAsync(LakeTable table, IAsyncEnumerable<RecordBatch> batches, CancellationToken ct, int partition = 0)
    {
        var file = await lake.WriteAsync(table, partition, batches, ct);
        var before = Of(table, partition);
        if (file is null ? before.Count == 0 : before is [var only] && only.Hash == file.Hash) return false;
        Put(before, file is null ? [] : [file]);
        return true;
    }

    /// <summary>Makes the files of computed parts those of a table.</summary>
    /// <returns>False when they were already.</returns>
    public bool Replace(LakeTable table, IReadOnlyList<LakeFile> parts)
    {
        var before = Of(table);
        var changed = !before.ToHashSet().SetEquals(parts);
        if (changed) Put(before, parts);
        return changed;
    }

    /// <summary>
    /// Joins the files of each year of <c>price_data</c> with more than <paramref name="maxDeltas"/>, or with one above the limit of rows, into base files;
    /// checks that no row is lost or changed.
    /// </summary>
    /// <returns>The years compacted.</returns>
    public async Task<IReadOnlyList<int>> CompactAsync(int maxDeltas, CancellationToken ct)
    {
        var due = Of(PriceData.Table).GroupBy(f => f.Year).Where(g => g.Count(f => !f.IsBase) > maxDeltas || g.Any(SymbolRanges.IsAboveLimit)).ToList();
        await Parallel.ForEachAsync(due, lake.Parallel(ct), async (year, token) =>
        {
            var (before, after) = (year.ToList(), await new YearFiles(lake).JoinAsync([.. year], token));
            new CompactionCheck(lake).RequireSameRows(before, after);
            Put(before, after);
        });
        return [.. due.Select(year => year.Key)];
    }

    /// <summary>The table's row count after this commit.</summary>
    public long Rows(LakeTable table) => files.Where(f => f.Table == table.Name).Sum(f => f.Rows);

    /// <summary>Records the inputs a table's rows were made from; any later change of the table discards the record.</summary>
    public void Stamp(LakeTable table, InputFingerprints inputs) => madeFrom[table.Name] = inputs;

    /// <summary>Makes the whole change visible.</summary>
    /// <returns>The current manifest: the old one when nothing changed.</returns>
    /// <exception cref="TemporaryException">Another writer changed the same rows meanwhile; nothing was published.</exception>
    public Manifest Publish()
    {
        var change = FileChange.Between(basis.Files, files);
        var isStamped = madeFrom.Any(m => m.Value.Difference(basis.MadeFrom.GetValueOrDefault(m.Key)) is not null);
        return change.IsEmpty && !isStamped ? basis : lake.Publish(basis, runId, change, madeFrom);
    }

    /// <summary>Rewrites every file that holds bars of these symbols without them.</summary>
    private async Task RemoveAsync(IReadOnlySet<string> symbols, CancellationToken ct)
    {
        if (symbols.Count == 0) return;
        var range = new BarRange { Symbols = [.. symbols.Order(StringComparer.Ordinal)] };
        await Parallel.ForEachAsync(Of(PriceData.Table).Where(range.Touches), lake.Parallel(ct), async (file, token) =>
        {
            if ((await lake.Reader.WholeAsync([file], range, token)).Count == 0) return;
            Put([file], await new YearFiles(lake).RewriteAsync(file, bars => YearPartition.Without(bars, symbols), token));
        });
    }

    /// <summary>Rewrites the files that hold a bar which changes; appends new bars as deltas, or as base files of a new year.</summary>
    private async Task WriteBarsAsync(Changes changes, CancellationToken ct)
    {
        var (inserted, replaced) = (YearPartition.Split(changes.Inserted), YearPartition.Split(changes.Replaced));
        await Parallel.ForEachAsync(inserted.Keys.Union(replaced.Keys).ToList(), lake.Parallel(ct), async (year, token) =>
        {
            if (replaced.TryGetValue(year, out var changed)) await ReplaceBarsAsync(year, changed, token);
            if (inserted.TryGetValue(year, out var added)) await AppendBarsAsync(year, added, token);
        });
    }

    /// <summary>Replaces the stored actions of each symbol, ex-date and kind by the given ones.</summary>
    /// <param name="readjusted">Symbols whose stored adjustments are removed before.</param>
    internal async Task ReplaceActionsAsync(List<StoredAction> actions, IReadOnlySet<string> readjusted, CancellationToken ct)
    {
        if (actions.Count + readjusted.Count == 0) return;
        var changed = actions.Select(a => a.Key).ToHashSet();
        var kept = (await RowsAsync(StoredAction.Table, ct)).Where(a => !changed.Contains(a.Key) && !a.IsAdjustmentOf(readjusted));
        await ReplaceAsync(StoredAction.Table, [.. kept.Concat(actions).OrderBy(a => a.Symbol, StringComparer.Ordinal)
            .ThenBy(a => a.Day).ThenBy(a => a.Kind, StringComparer.Ordinal).ThenBy(a => a.Value)], ct);
    }

    /// <summary>Forgets the conflicts of decided symbols, except those to remember.</summary>
    private async Task ReplaceConflictsAsync(Changes changes, CancellationToken ct)
    {
        var stored = await RowsAsync(StoredConflict.Table, ct);
        if (stored.Count + changes.Conflicts.Count == 0) return;
        var decided = changes.Decisions.Where(d => d.IsFinal).Select(d => d.Symbol).ToHashSet();
        var kept = stored.Where(c => !decided.Contains(c.Conflict.Symbol) || changes.Conflicts.Contains(c.Conflict)).ToList();
        var added = changes.Conflicts.Except(kept.Select(c => c.Conflict)).Select(c => new StoredConflict(c, runId)).ToList();
        if (added.Count > 0 || kept.Count < stored.Count)
            await ReplaceAsync(StoredConflict.Table, [.. kept.Concat(added).OrderBy(c => c.Conflict.Symbol, StringComparer.Ordinal)], ct);
    }

    private async Task<List<T>> RowsAsync<T>(RowTable<T> table, CancellationToken ct)
    {
        var rows = new List<T>();
        await foreach (var batch in lake.ReadAsync(table, Of(table), ct)) rows.AddRange(table.FromArrow(batch));
        return rows;
    }

    /// <summary>Inserts rows or replaces those with the same key; the table is sorted by key.</summary>
    /// <param name="replaces">Whether a row replaces the stored one.</param>
    private async Task UpsertAsync<T>(RowTable<T> table, IReadOnlyList<T> rows, Func<T, T, bool> replaces, CancellationToken ct) where T : IKeyedRow
    {
        if (rows.Count == 0) return;
        var (merged, changed) = (new SortedDictionary<string, T>(StringComparer.Ordinal), false);
        foreach (var row in await RowsAsync(table, ct)) merged[row.Key] = row;
        foreach (var row in rows)
        {
            if (merged.TryGetValue(row.Key, out var stored) && !replaces(stored, row)) continue;
            (merged[row.Key], changed) = (row, true);
        }
        if (changed) await ReplaceAsync(table, [.. merged.Values], ct);
    }

    private async Task AppendBarsAsync(int year, Bars added, CancellationToken ct)
    {
        var before = Of(PriceData.Table, year);
        var written = await new YearFiles(lake).WriteAsync(year, added, isBase: before.Count == 0, ct);
        foreach (var file in written) lake.RequireUniqueKeys(before, file);
        Put([], written);
    }

    private async Task ReplaceBarsAsync(int year, Bars changed, CancellationToken ct)
    {
        var range = new BarRange { Symbols = changed.Symbols };
        foreach (var file in Of(PriceData.Table, year).Where(range.Touches))
        {
            if (changed.Count == 0) return;
            (var held, changed) = YearPartition.Divide(changed, await lake.Reader.WholeAsync([file], range, ct));
            if (held.Count > 0) Put([file], await new YearFiles(lake).RewriteAsync(file, bars => YearPartition.Overlay(bars, held), ct));
        }
        if (changed.Count > 0) await AppendBarsAsync(year, changed, ct);
    }

    internal List<LakeFile> Of(LakeTable table, int? year = null)
    {
        lock (changing) return [.. files.Where(f => f.Table == table.Name && f.Year == (year ?? f.Year))];
    }

    internal void Put(IReadOnlyCollection<LakeFile> removed, IReadOnlyList<LakeFile> added)
    {
        lock (changing) files = [.. files.Except(removed), .. added];
    }
}
