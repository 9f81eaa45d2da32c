using QuantMatrix.Model;
using QuantMatrix.Publish.Tables;

namespace QuantMatrix.Publish.Embedded;

/// <summary>Tables and sets in one DuckDB file, for machines without database servers.</summary>
/// <remarks>
/// Programs read a published copy, which is replaced as a whole when the target is disposed. DuckDB has no triggers: only this code keeps the
/// history append-only.
/// </remarks>
public sealed class EmbeddedTarget : IDisposable
{
    private readonly EmbeddedDatabase database;

    public EmbeddedTarget(string path, IReadOnlyList<Column> columns, TimeProvider clock, TargetOptions? options = null)
    {
        options ??= new();
        Path = System.IO.Path.GetFullPath(path);
        database = new EmbeddedDatabase(Path, options);
        Tables = new EmbeddedTables(database, columns, options.Statements, clock);
        Sets = new EmbeddedSets(database, clock);
    }

    /// <summary>Tables and views exposed to queries; they exist after <see cref="ITables.MigrateAsync"/>.</summary>
    public static IReadOnlyList<string> Names => PublishedTables.Names;

    /// <summary>The views among them, with their queries.</summary>
    public static IReadOnlyList<(string Name, string Select)> Views => [.. PublishedTables.Views.Select(v => (v.Name, v.Select))];

    /// <summary>Those over market data.</summary>
    public static IReadOnlyList<(string Name, string Select)> MarketViews => [.. PublishedTables.MarketViews.Select(v => (v.Name, v.Select))];

    /// <summary>Absolute path of the file; attach it READ_ONLY.</summary>
    public string Path { get; }

    /// <summary>Size and time of the file that programs read; null when it is not what a run published last, or when more has been written since.</summary>
    public string? State => database.State;

    public ITables Tables { get; }

    public ISets Sets { get; }

    /// <summary>Replaces the file that programs read by a copy of the working file.</summary>
    /// <exception cref="TemporaryException">The copy cannot be written; the earlier one is as before.</exception>
    public Task PublishAsync(CancellationToken ct) => database.PublishAsync(ct);

    /// <summary>Runs work that opens the file by itself; calls of this process wait until it is done.</summary>
    public Task WhileClosedAsync(Action work, CancellationToken ct) => database.WhileClosedAsync(work, ct);

    public void Dispose() => database.Dispose();
}

/// <summary>The published tables in the DuckDB file.</summary>
internal sealed class EmbeddedTables(EmbeddedDatabase database, IReadOnlyList<Column> columns, IReadOnlyList<Table> statements, TimeProvider clock)
    : SqlTables<EmbeddedConnection>(columns, statements, clock)
{
    public override Task MigrateAsync(CancellationToken ct = default) =>
        database.RunAsync(connection => new EmbeddedMigration(connection, Tables).Run(Clock.GetUtcNow()), ct);

    public override Task<StatementResult> IngestStatementAsync(StatementEntry entry, IEnumerable<TableRows> rows, CancellationToken ct = default) =>
        database.RunAsync(connection => IngestAsync(connection, entry, rows), limitsMemory: true, ct);

    protected override string RowHash => "hash(t)";

    protected override Task<PublishCount> PublishAsync(EmbeddedConnection connection, PublishedRows rows, string runId) =>
        new CachePublish(connection, Tables.Cache).RunAsync(rows, runId);

    protected override Task<T> WriteAsync<T>(Func<EmbeddedConnection, Task<T>> work, CancellationToken ct) => database.RunAsync(work, ct);

    protected override Task<T> ReadAsync<T>(Func<EmbeddedConnection, Task<T>> work, CancellationToken ct) => database.RunAsync(work, ct);
}
