using Apache.Arrow;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;

namespace QuantMatrix.Lake;

/// <summary>The store of raw bars and computed features: immutable Parquet files, a manifest that lists the live ones, DuckDB to read them.</summary>
/// <remarks>A reader sees the lake at one manifest, never a mixture. A writer begins a <see cref="LakeCommit"/>.</remarks>
public sealed class DataLake : IDisposable
{
    /// <summary>Damaged files named in a message.</summary>
    private const int MostNamed = 5;

    private readonly TimeProvider clock;
    private readonly int workers;
    private readonly IReadOnlyList<LakeTable> tables;
    private readonly ManifestLog log;
    private readonly LakeSql sql = new();
    private readonly SemaphoreSlim barWriter = new(1);
    private readonly Lazy<FileChecks> checks;

    /// <param name="folder">The lake's folder; created by the first commit.</param>
    /// <param name="clock">The time of commits.</param>
    /// <param name="workers">Files written in parallel.</param>
    /// <param name="features">The schema of <c>features</c>.</param>
    public DataLake(string folder, TimeProvider clock, int workers, Schema features)
    {
        Features = FeatureTable.Of(features);
        tables = LakeTable.All(Features);
        Folder = Path.GetFullPath(folder);
        (this.clock, this.workers) = (clock, workers);
        log = new ManifestLog(Folder);
        Reader = new BarReader(path => SqlText.Quote(Path.Combine(Folder, path)), sql);
        checks = new(() => new FileChecks(Folder, CheckedFiles, IsReadOnly));
    }

    public string Folder { get; }

    /// <summary>Called before each commit becomes current; throws to refuse it.</summary>
    public Action? BeforePublish { get; set; }

    /// <summary>A small file that remembers which files were compared with their hashes, so that only changed ones are read; null for none.</summary>
    public string? CheckedFiles { get; init; }

    /// <summary>Opening and reading write nothing.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>The published tables beside the lake, which <c>views.sql</c> includes; null for none.</summary>
    public PublishedFile? Published { get; init; }

    /// <summary>The fencing token of the run that writes, higher for every later one; without it commits are not fenced.</summary>
    public long? Token { get; set; }

    /// <summary>The table of computed columns.</summary>
    public LakeTable Features { get; }

    internal BarReader Reader { get; }

    internal ManifestLog Log => log;

    internal LakeSql Sql => sql;

    /// <summary>The newest manifest, after checking that every file it lists is intact.</summary>
    /// <param name="again">As for <see cref="Damaged"/>.</param>
    /// <exception cref="DataUnfitException">A file is missing, or has another size or SHA-256.</exception>
    public Manifest Current(Func<LakeFile, bool>? again = null)
    {
        var manifest = Unchecked();
        return Damaged(manifest, again) is { Count: > 0 } damaged ? throw Unfit(manifest, damaged) : manifest;
    }

    /// <summary>The newest manifest, whatever the state of its files.</summary>
    /// <exception cref="DataUnfitException">It cannot be read.</exception>
    public Manifest Unchecked() => sql.Expect(log.Read());

    /// <summary>The files of a manifest that are missing, or have another size or SHA-256.</summary>
    /// <param name="again">Files to read although they have not changed since they were last read; null for none.</param>
    public IReadOnlyList<DamagedFile> Damaged(Manifest manifest, Func<LakeFile, bool>? again = null) =>
        checks.Value.Damaged(manifest.Files, again ?? (_ => false));

    /// <summary>Whether a file's bytes have the hash that is listed.</summary>
    internal bool IsIntact(LakeFile file) => checks.Value.IsIntact(file);

    /// <summary>Serializes changes of <c>price_data</c> within a run; hold it from reading stored bars until publishing.</summary>
    public async Task<IDisposable> LockForWriteAsync(CancellationToken ct)
    {
        await barWriter.WaitAsync(ct);
        return new WriteLock(barWriter);
    }

    /// <summary>Begins a change on top of the newest manifest; total-return closes that older programs stored are carried over before.</summary>
    public LakeCommit Begin(string runId)
    {
        log.Create();
        var manifest = Current();
        return new(this, StoredReturns.AreIn(manifest) ? new StoredReturns(this, manifest, runId).CarryOver() : manifest, runId);
    }

    /// <summary>Begins a change that repairs damaged files: they are not read.</summary>
    public LakeCommit BeginRepair(string runId) => new(this, Unchecked(), runId);

    /// <summary>Open, high, low, close and volume of every bar in a range, as of one manifest.</summary>
    public Task<Bars> PricesAsync(Manifest manifest, BarRange range, CancellationToken ct) =>
        Reader.PricesAsync(manifest.Of(PriceData.Name), range, ct);

    /// <summary>Every stored column of every bar in a range, as of one manifest.</summary>
    public Task<Bars> StoredBarsAsync(Manifest manifest, BarRange range, CancellationToken ct) =>
        Reader.WholeAsync(manifest.Of(PriceData.Name), range, ct);

    /// <summary>The same with the total-return closes, as <c>price_data</c> has them.</summary>
    public Task<Bars> BarsAsync(Manifest manifest, BarRange range, CancellationToken ct) => PriceData.ReadAsync(QueryAsync(manifest,
        $"SELECT {PriceData.Everything} FROM {PriceData.Name}{range.Where([.. manifest.Of(PriceData.Name)])} ORDER BY symbol, date", ct), range);

    /// <summary>The rows of a table of records, as of one manifest; with <paramref name="since"/> only those from that <c>date</c> on.</summary>
    public async Task<List<T>> RowsAsync<T>(Manifest manifest, RowTable<T> table, CancellationToken ct, DateOnly? since = null)
    {
        var rows = new List<T>();
        await foreach (var batch in ReadAsync(table, manifest.Of(table.Name), ct, since)) rows.AddRange(table.FromArrow(batch));
        return rows;
    }

    /// <summary>Rows of a query over the lake's tables, as of one manifest.</summary>
    public IAsyncEnumerable<RecordBatch> QueryAsync(Manifest manifest, string query, CancellationToken ct) =>
        sql.QueryAsync(LakeViews.With(query, LakeViews.Selects(tables, manifest, Reader, query.Contains(BarField.AdjClose, StringComparison.Ordinal))), ct);

    /// <summary>Rows of a query as one batch.</summary>
    public async Task<RecordBatch?> TableAsync(Manifest manifest, string query, CancellationToken ct)
    {
        var batches = new List<RecordBatch>();
        await foreach (var batch in QueryAsync(manifest, query, ct)) batches.Add(batch.Clone());
        return ArrowRows.Concatenate(batches);
    }

    /// <summary>Opens the lake's tables for SQL queries.</summary>
    /// <exception cref="DataUnfitException">The lake or one of its files is damaged.</exception>
    public LakeSqlConnection OpenSql()
    {
        var manifest = Current();
        return new(SqlViews.Of(tables, manifest, Reader), [.. manifest.Files.Select(f => Path.Combine(Folder, f.Path))],
            () => Damaged(manifest, _ => true) is { Count: > 0 } damaged ? Unfit(manifest, damaged) : null);
    }

    /// <summary>Whether <c>views.sql</c> is what <see cref="WriteViews"/> would write.</summary>
    internal bool HasCurrentViews(Manifest manifest) => manifest.Version == 0 || Views.IsCurrent(manifest);

    /// <summary>Writes <c>views.sql</c> unless it already matches the newest manifest.</summary>
    public void WriteViews()
    {
        lock (log) Views.Write(Unchecked());
    }

    /// <summary>Deletes files that nothing of the last <paramref name="grace"/>, else hour, names (<see cref="NamedFiles"/>), and older drafts.</summary>
    /// <returns>The number of files deleted.</returns>
    public int Sweep(TimeSpan? grace = null)
    {
        if (!Directory.Exists(Folder)) return 0;
        var since = clock.GetUtcNow() - (grace ?? TimeSpan.FromHours(1));
        PartStore.DeleteBefore(Folder, clock.GetUtcNow() - PartStore.KeptFor);
        var live = NamedFiles.Of(Folder, log.Since(since));
        var dead = tables.Select(t => Path.Combine(Folder, t.Name)).Where(Directory.Exists)
            .SelectMany(f => Directory.EnumerateFiles(f, "*.parquet*", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Folder, "*.tmp"))
            .Where(f => !live.Contains(f) && File.GetLastWriteTimeUtc(f) < since.UtcDateTime).ToList();
        dead.ForEach(file => { Failpoint.LakeBeforeSweep.Reach(); File.Delete(file); });
        log.Prune(since);
        return dead.Count;
    }

    public void Dispose()
    {
        sql.Dispose();
        barWriter.Dispose();
    }

    private ViewsFile Views => new(Folder, tables, sql) { Published = Published };

    internal ParallelOptions Parallel(CancellationToken ct) => new() { MaxDegreeOfParallelism = workers, CancellationToken = ct };

    internal Task<LakeFile?> WriteAsync(LakeTable table, int year, RecordBatch rows, CancellationToken ct) =>
        WriteAsync(table, year, new[] { rows }.ToAsyncEnumerable(), ct);

    internal async Task<LakeFile?> WriteAsync(LakeTable table, int year, IAsyncEnumerable<RecordBatch> batches, CancellationToken ct)
    {
        await using var draft = new ParquetFileWriter(Folder, table, year);
        await foreach (var batch in batches.WithCancellation(ct)) await draft.AddAsync(batch, ct);
        var file = await draft.FinishAsync(ct);
        if (file is not null) checks.Value.Written(file);
        return file;
    }

    internal IAsyncEnumerable<RecordBatch> ReadAsync(LakeTable table, IEnumerable<LakeFile> files, CancellationToken ct, DateOnly? since = null)
    {
        var (read, from) = (files.ToList(), since is { } date ? $" WHERE date >= {LakeSql.Date(date)}" : "");
        return read.Count == 0 ? AsyncEnumerable.Empty<RecordBatch>()
            : sql.QueryAsync($"SELECT {table.QuotedColumns} FROM {LakeViews.From(table, read, Reader)}{from}", ct);
    }

    /// <summary>Applies a change to the newest manifest, provided that no other writer changed the same rows since <paramref name="basis"/>.</summary>
    internal Manifest Publish(Manifest basis, string runId, FileChange change, Dictionary<string, InputFingerprints> madeFrom)
    {
        while (true)
        {
            var newest = log.Read();
            FencingToken.Require(Folder, newest, runId, Token);
            if (change.ConflictWith(FileChange.Between(basis.Files, newest.Files)) is { } file)
                throw new TemporaryException($"{Folder}: run {newest.Run} changed {file.Table}{(file.Year == 0 ? "" : $" {file.Year}")} meanwhile; "
                    + $"run {runId} published nothing. Run it again");
            var kept = newest.MadeFrom.Where(m => !madeFrom.ContainsKey(m.Key) && !change.Tables.Contains(m.Key));
            var next = new Manifest(newest.Version + 1, runId, clock.GetUtcNow(), kept.Concat(madeFrom).ToDictionary(), change.Apply(newest.Files),
                Token: Token ?? newest.Token);
            BeforePublish?.Invoke();
            if (!log.TryCommit(next)) continue;
            sql.Expect(next);
            WriteViews();
            return next;
        }
    }

    internal Manifest Replace(Manifest next, string interrupted, Action before)
    {
        BeforePublish?.Invoke();
        var replaced = log.Replace(next with { CommittedAt = clock.GetUtcNow() }, interrupted, before);
        WriteViews();
        return replaced;
    }

    /// <exception cref="DataUnfitException">A key of <paramref name="added"/> is already in <paramref name="before"/>.</exception>
    internal void RequireUniqueKeys(IReadOnlyList<LakeFile> before, LakeFile added)
    {
        var shared = new BarRange { Symbols = [added.FirstSymbol, added.LastSymbol], From = added.FirstDate, To = added.LastDate };
        var overlapping = before.Where(shared.Touches).ToList();
        if (overlapping.Count == 0) return;
        var duplicate = sql.Scalar($"""
            SELECT first(symbol || ' ' || date)
            FROM (SELECT symbol, date FROM {Reader.Source(overlapping)} SEMI JOIN (SELECT symbol, date FROM {Reader.Source([added])}) USING (symbol, date))
            """);
        if (duplicate is string key)
            throw new DataUnfitException($"price_data: ({key}) is already stored; expected one row per (symbol, date). Nothing was changed");
    }

    private DataUnfitException Unfit(Manifest manifest, IReadOnlyList<DamagedFile> damaged) => new($"{Path.Combine(Folder, "manifest.json")}: "
        + string.Join("; ", damaged.Take(MostNamed).Select(d => $"version {manifest.Version} lists {d.File.Describe()}, found {d.Found}"))
        + (damaged.Count > MostNamed ? $"; {Plural.Of(damaged.Count - MostNamed, "further damaged file")}" : "")
        + ". Nothing was changed. Run ./run.sh repair, or ./run.sh restore with a backup");

    private sealed class WriteLock(SemaphoreSlim semaphore) : IDisposable
    {
        public void Dispose() => semaphore.Release();
    }
}
