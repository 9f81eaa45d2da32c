using QuantMatrix.Compute;
using QuantMatrix.Publish.Tables;

namespace QuantMatrix.Publish.Postgres;

/// <summary>The published tables on the server.</summary>
internal sealed class PostgresTables(PostgresDatabase database, string scripts, Catalogue catalogue, IReadOnlyList<Table> statements, TimeProvider clock) : SqlTables<PostgresSession>(catalogue, statements, clock)
{
    public override Task MigrateAsync(CancellationToken cancel = default) => new PostgresMigration(database, Tables, scripts).RunAsync(cancel);

    protected override Task<PublishCount> PublishAsync(PostgresSession session, PublishedRows rows, string runId) =>
        new CacheMerge(session, Tables.Cache, rows).RunAsync(runId);

    /// <summary>The history lies in partitions by month, also of years long past.</summary>
    protected override Task MakeRoomAsync(PostgresSession session, PublishedRows rows) => session.ExecuteAsync(
        "select market_analysis_history_partition(month) from unnest($1) as month", rows.Months.ToArray());

    protected override Task<T> WriteAsync<T>(Func<PostgresSession, Task<T>> work, CancellationToken cancel) => database.WriteAsync(work, cancel);

    protected override Task<T> ReadAsync<T>(Func<PostgresSession, Task<T>> work, CancellationToken cancel) => database.ReadAsync(work, cancel);
}
