using QuantMatrix.Model;
using QuantMatrix.Publish.Tables;

namespace QuantMatrix.Publish.Embedded;

/// <summary>The published tables in the DuckDB file.</summary>
internal sealed class EmbeddedTables(EmbeddedDatabase database, IReadOnlyList<Column> columns, IReadOnlyList<Table> statements, TimeProvider clock) : SqlTables<EmbeddedConnection>(columns, statements, clock)
{
    public override Task MigrateAsync(CancellationToken ct = default) =>
        database.RunAsync(session => new EmbeddedMigration(session, Tables).Run(Clock.GetUtcNow()), ct);

    protected override Task<PublishCount> PublishAsync(EmbeddedConnection session, PublishedRows rows, string runId) =>
        new CachePublish(session, Tables.Cache).RunAsync(rows, runId);

    protected override Task<T> WriteAsync<T>(Func<EmbeddedConnection, Task<T>> work, CancellationToken ct) => database.RunAsync(work, ct);

    protected override Task<T> ReadAsync<T>(Func<EmbeddedConnection, Task<T>> work, CancellationToken ct) => database.RunAsync(work, ct);
}
