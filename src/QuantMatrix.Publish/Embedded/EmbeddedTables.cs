using QuantMatrix.Compute;
using QuantMatrix.Publish.Tables;

namespace QuantMatrix.Publish.Embedded;

/// <summary>The published tables in the DuckDB file.</summary>
internal sealed class EmbeddedTables(EmbeddedDatabase database, Catalogue catalogue, IReadOnlyList<Table> statements, TimeProvider clock) : SqlTables<EmbeddedSession>(catalogue, statements, clock)
{
    public override Task MigrateAsync(CancellationToken cancel = default) =>
        database.RunAsync(session => new EmbeddedMigration(session, Tables).Run(Clock.GetUtcNow()), cancel);

    protected override Task<PublishCount> PublishAsync(EmbeddedSession session, PublishedRows rows, string runId) =>
        new CachePublish(session, Tables.Cache).RunAsync(rows, runId);

    protected override Task<T> WriteAsync<T>(Func<EmbeddedSession, Task<T>> work, CancellationToken cancel) => database.RunAsync(work, cancel);

    protected override Task<T> ReadAsync<T>(Func<EmbeddedSession, Task<T>> work, CancellationToken cancel) => database.RunAsync(work, cancel);
}
