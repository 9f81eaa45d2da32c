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
    private readonly HashSet<(string Table, int Year)> touched = [];
    private readonly Dictionary<string, InputFingerprints> madeFrom = [];
    private List<LakeFile> files;

    /// <summary>The manifest the change is based on.</summary>
    public Manifest Basis => basis;

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
        await ReplaceActionsAsync([.. changes.Actions.Select(a => StoredAction.Of(a, runId))], ct);
        await ReplaceConflictsAsync(changes, ct);
        var depths = changes.Decisions.Where(d => d.FetchedFrom is not null).Select(d => new FetchDepth(d.Symbol, Day.Of(d.FetchedFrom!.Value), runId));
        await UpsertAsync(FetchDepth.Table, [.. depths], (known, depth) => depth.Day < known.Day, ct);
        return new MergeCount(changes.Inserted.Count, changes.Replaced.Count, changes.Unchanged) { Quarantined = await QuarantineAsync(changes.Held, ct) };
    }

    /// <summary>Takes damaged files out of the lake.</summary>
    public void Drop(IReadOnlyCollection<LakeFile> damaged)
    {
        foreach (var group in damaged.GroupBy(f => (f.Table, f.Year)))
            Put(group.Key.Table, group.Key.Year, Group(group.Key.Table, group.Key.Year).Except(group));
    }

    /// <summary>Writes bars in place of a damaged file of <c>price_data</c>.</summary>
    /// <param name="intact">The other files of its year that can be read.</param>
    /// <returns>Whether the new file equals the lost one bit for bit.</returns>
    public async Task<bool> ReplaceAsync(LakeFile damaged, Bars bars, IReadOnlyList<LakeFile> intact, CancellationToken ct)
    {
        var file = (await lake.WriteAsync(PriceData.Table, damaged.Year, PriceData.ToArrow(bars), ct))!;
        lake.RequireUniqueKeys(intact, file);
        if (file.Hash == damaged.Hash) return true;
        Put(PriceData.Name, damaged.Year, Group(PriceData.Name, damaged.Year).Select(f => f == damaged ? file : f));
        return false;
    }

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
        if (Group(table.Name, 0).Count() >= MostFiles) await ReplaceAsync(table, [.. await RowsAsync(table, ct), .. rows], ct);
        else if (await lake.WriteAsync(table, 0, table.ToArrow(rows), ct) is { } file) Put(table.Name, 0, Group(table.Name, 0).Append(file));
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

    /// <summary>Replaces the rows of a table.</summary>
    /// <returns>False when the table held exactly these rows already.</returns>
    public async Task<bool> ReplaceAsync(LakeTable table, IAsyncEnumerable<RecordBatch> batches, CancellationToken ct)
    {
        var file = await lake.WriteAsync(table, 0, batches, ct);
        var before = Group(table.Name, 0).ToList();
        if (file is null ? before.Count == 0 : before is [var only] && only.Hash == file.Hash) return false;
        Put(table.Name, 0, file is null ? [] : [file]);
        return true;
    }

    /// <summary>Merges the files of each year of <c>price_data</c> with more than <paramref name="maxFiles"/>; checks that no row is lost or changed.</summary>
    /// <returns>The years compacted.</returns>
    public async Task<IReadOnlyList<int>> CompactAsync(int maxFiles, CancellationToken ct)
    {
        var years = files.Where(f => f.Table == PriceData.Name).GroupBy(f => f.Year).Where(g => g.Count() > maxFiles).Select(g => g.Key).ToList();
        foreach (var year in years)
        {
            var before = Group(PriceData.Name, year).ToList();
            await RewriteYearAsync(year, Bars.Empty, ct);
            new CompactionCheck(lake).RequireSameRows(before, [.. Group(PriceData.Name, year)]);
        }
        return years;
    }

    /// <summary>The table's row count after this commit.</summary>
    public long Rows(LakeTable table) => files.Where(f => f.Table == table.Name).Sum(f => f.Rows);

    /// <summary>Records the inputs a table's rows were made from; any later change of the table discards the record.</summary>
    public void Stamp(LakeTable table, InputFingerprints inputs) => madeFrom[table.Name] = inputs;

    /// <summary>Makes the whole change visible.</summary>
    /// <returns>The current manifest: the old one when nothing changed.</returns>
    /// <exception cref="TemporaryException">Another writer changed the same partitions meanwhile; nothing was published.</exception>
    public Manifest Publish() => touched.Count == 0 && madeFrom.All(m => m.Value.Difference(basis.MadeFrom.GetValueOrDefault(m.Key)) is null) ? basis
        : lake.Publish(basis, runId, touched.ToDictionary(t => t, t => Group(t.Table, t.Year).ToList()), madeFrom);

    /// <summary>Rewrites every year without the bars of these symbols.</summary>
    private async Task RemoveAsync(IReadOnlySet<string> symbols, CancellationToken ct)
    {
        if (symbols.Count == 0) return;
        foreach (var year in files.Where(f => f.Table == PriceData.Name).Select(f => f.Year).Distinct().ToList())
        {
            var stored = await lake.Reader.WholeAsync(Group(PriceData.Name, year), new BarRange(), ct);
            if (!stored.Symbols.Any(symbols.Contains)) continue;
            var kept = new BarsBuilder(stored.Count);
            for (var s = 0; s < stored.Symbols.Count; s++)
                if (!symbols.Contains(stored.Symbols[s])) kept.Add(stored, s, stored.RowsOf(s));
            var file = await lake.WriteAsync(PriceData.Table, year, PriceData.ToArrow(kept.Build()), ct);
            Put(PriceData.Name, year, file is null ? [] : [file]);
        }
    }

    /// <summary>Rewrites a year in which a stored bar changes or a bar is inserted before a stored one; appends new bars of other years as one file.</summary>
    private async Task WriteBarsAsync(Changes changes, CancellationToken ct)
    {
        var (inserted, replaced) = (YearPartition.Split(changes.Inserted), YearPartition.Split(changes.Replaced));
        await Parallel.ForEachAsync(inserted.Keys.Union(replaced.Keys).ToList(), lake.Parallel(ct), async (year, token) =>
        {
            var bars = inserted.GetValueOrDefault(year, Bars.Empty);
            if (replaced.TryGetValue(year, out var changed)) await RewriteYearAsync(year, YearPartition.Overlay(bars, changed), token);
            else if (changes.BackfilledYears.Contains(year)) await RewriteYearAsync(year, bars, token);
            else await AppendYearAsync(year, bars, token);
        });
    }

    /// <summary>Replaces the stored actions of each symbol, ex-date and kind by the given ones.</summary>
    private async Task ReplaceActionsAsync(List<StoredAction> actions, CancellationToken ct)
    {
        if (actions.Count == 0) return;
        var changed = actions.Select(a => a.Key).ToHashSet();
        var kept = (await RowsAsync(StoredAction.Table, ct)).Where(a => !changed.Contains(a.Key));
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
        await foreach (var batch in lake.ReadAsync(table, Group(table.Name, 0), ct)) rows.AddRange(table.FromArrow(batch));
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

    private async Task AppendYearAsync(int year, Bars added, CancellationToken ct)
    {
        var file = (await lake.WriteAsync(PriceData.Table, year, PriceData.ToArrow(added), ct))!;
        var before = Group(PriceData.Name, year).ToList();
        lake.RequireUniqueKeys(before, file);
        Put(PriceData.Name, year, before.Append(file));
    }

    private async Task RewriteYearAsync(int year, Bars incoming, CancellationToken ct)
    {
        var stored = await lake.Reader.WholeAsync(Group(PriceData.Name, year), new BarRange(), ct);
        var file = await lake.WriteAsync(PriceData.Table, year, PriceData.ToArrow(YearPartition.Overlay(stored, incoming)), ct);
        Put(PriceData.Name, year, [file!]);
    }

    private IEnumerable<LakeFile> Group(string table, int year)
    {
        lock (touched) return [.. files.Where(f => f.Table == table && f.Year == year)];
    }

    private void Put(string table, int year, IEnumerable<LakeFile> group)
    {
        lock (touched)
        {
            touched.Add((table, year));
            files = [.. files.Where(f => f.Table != table || f.Year != year), .. group];
        }
    }
}

/// <summary>How many rows a reconciliation changed.</summary>
/// <param name="Inserted">Bars of sessions not stored before.</param>
/// <param name="Changed">Stored bars that were replaced.</param>
/// <param name="Unchanged">Fetched bars that agree with the stored ones.</param>
public readonly record struct MergeCount(long Inserted, long Changed, long Unchanged)
{
    /// <summary>Rows that are new in quarantine.</summary>
    public long Quarantined { get; init; }

    public static MergeCount operator +(MergeCount a, MergeCount b) =>
        new(a.Inserted + b.Inserted, a.Changed + b.Changed, a.Unchanged + b.Unchanged) { Quarantined = a.Quarantined + b.Quarantined };
}
