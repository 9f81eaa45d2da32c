using Apache.Arrow;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;

namespace QuantMatrix.Lake;

/// <summary>One atomic change of any number of the lake's tables.</summary>
/// <remarks>Files are written first; <see cref="Publish"/> makes all of them visible or none. Files of an unpublished commit are deleted later by <see cref="DataLake.Sweep"/>. Not thread-safe.</remarks>
public sealed class LakeCommit
{
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

    /// <summary>Inserts bars the lake lacks, replaces those that changed and writes each changed value to the restatement ledger.</summary>
    /// <param name="why">The class of the ledger's rows.</param>
    public async Task<MergeCount> MergeBarsAsync(Bars incoming, CancellationToken ct, string why = BarRevision.Correction)
    {
        if (incoming.Count == 0) return default;
        await RequireOneKindAsync(incoming, ct);
        var merge = new BarMerge(await StoredAsync(incoming, ct), incoming, why);
        var additions = YearSplit.Of(merge.Added);
        var overlays = merge.RewrittenYears.Count == 0 ? additions : YearSplit.Of(incoming);
        await Parallel.ForEachAsync(additions.Keys.Except(merge.RewrittenYears).Select(y => (Year: y, Rewrite: false))
            .Concat(merge.RewrittenYears.Select(y => (Year: y, Rewrite: true))).ToList(), lake.Parallel(ct), async (part, token) =>
        {
            if (part.Rewrite) await RewriteYearAsync(part.Year, overlays[part.Year], token);
            else await AppendYearAsync(part.Year, additions[part.Year], token);
        });
        if (merge.Revisions.Count > 0) await AppendAsync(LedgerRow.Table, [.. merge.Revisions.Select(r => new LedgerRow(r, runId))], ct);
        return new MergeCount(merge.Added.Count, merge.ChangedRows, incoming.Count - merge.Added.Count - merge.ChangedRows);
    }

    /// <summary>Adds rows to a table.</summary>
    public async Task AppendAsync<T>(RowTable<T> table, IReadOnlyList<T> rows, CancellationToken ct)
    {
        if (rows.Count > 0 && await lake.WriteAsync(table, 0, table.ToArrow(rows), ct) is { } file) Put(table.Name, 0, Group(table.Name, 0).Append(file));
    }

    /// <summary>Adds rejected rows that the quarantine does not hold yet, whatever was decided about the stored ones.</summary>
    /// <returns>The number of new rows.</returns>
    public async Task<long> QuarantineAsync(IReadOnlyList<RejectedRow> rows, CancellationToken ct)
    {
        if (rows.Count == 0) return 0;
        var known = new HashSet<RejectedRow>();
        await foreach (var batch in lake.ReadAsync(QuarantinedRow.Table, Group(QuarantinedRow.Table.Name, 0), ct))
            known.UnionWith(QuarantinedRow.Table.FromArrow(batch).Select(r => r.Rejected));
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
            lake.RequireSameRows(before, [.. Group(PriceData.Name, year)]);
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

    /// <exception cref="DataUnfitException">Made-up and real bars would stand in one series.</exception>
    private async Task RequireOneKindAsync(Bars incoming, CancellationToken ct)
    {
        var range = new BarRange { Symbols = incoming.Symbols };
        var stored = files.Where(f => f.Table == PriceData.Name && range.Touches(f)).ToList();
        var madeUp = await lake.Reader.SyntheticAsync(stored, ct);
        for (var s = 0; s < incoming.Symbols.Count; s++)
        {
            var symbol = incoming.Symbols[s];
            var sources = incoming.Source[incoming.RowsOf(s)];
            var kind = madeUp.TryGetValue(symbol, out var known) ? known : sources[0] == Bars.Synthetic;
            foreach (var source in sources)
                if (source == Bars.Synthetic != kind)
                    throw new DataUnfitException($"price_data: bars of {symbol} are {(kind ? "synthetic" : "real")}, a bar from '{source}' is not; "
                        + "expected one kind in a series. Nothing was changed; use another data root (QM_DATA) for the other kind");
        }
    }

    private async Task<Bars> StoredAsync(Bars incoming, CancellationToken ct)
    {
        var oldest = int.MaxValue;
        foreach (var day in incoming.Days) oldest = Math.Min(oldest, day);
        var range = new BarRange { Symbols = incoming.Symbols, From = Day.Date(oldest) };
        return await lake.Reader.WholeAsync(files.Where(f => f.Table == PriceData.Name), range, ct);
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
        var file = await lake.WriteAsync(PriceData.Table, year, PriceData.ToArrow(BarMerge.Overlay(stored, incoming)), ct);
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
