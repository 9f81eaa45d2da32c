using QuantMatrix.Compute;
using QuantMatrix.Publish.Tables;

namespace QuantMatrix.Publish.Embedded;

/// <summary>The published tables in the DuckDB file.</summary>
internal sealed class EmbeddedTables(EmbeddedDatabase database, Catalogue catalogue, TimeProvider clock) : SqlTables(catalogue, clock)
{
    public override Task MigrateAsync(CancellationToken cancel = default) =>
        database.RunAsync(session => new EmbeddedMigration(session, Tables).Run(Clock.GetUtcNow()), cancel);

    protected override Task<PublishCount> PublishAsync(ITableSession session, PublishedRows rows, string runId) =>
        new CachePublish(session, Tables.Cache).RunAsync(rows, runId);

    protected override Task<T> WriteAsync<T>(Func<ITableSession, Task<T>> work, CancellationToken cancel) => database.RunAsync<T>(session => work(session), cancel);

    protected override Task<T> ReadAsync<T>(Func<ITableSession, Task<T>> work, CancellationToken cancel) => database.RunAsync<T>(session => work(session), cancel);
}
