using QuantMatrix.Compute;
using QuantMatrix.Publish.Tables;

namespace QuantMatrix.Publish.Postgres;

/// <summary>The published tables on the server.</summary>
internal sealed class PostgresTables(PostgresDatabase database, string scripts, Catalogue catalogue, TimeProvider clock) : SqlTables(catalogue, clock)
{
    public override Task MigrateAsync(CancellationToken cancel = default) => new PostgresMigration(database, Tables, scripts).RunAsync(cancel);

    protected override Task<PublishCount> PublishAsync(ITableSession session, PublishedRows rows, string runId) =>
        new CacheMerge(session, Tables.Cache).RunAsync(rows, runId);

    /// <summary>The history lies in partitions by month, also of years long past.</summary>
    protected override Task MakeRoomAsync(ITableSession session, PublishedRows rows) => session.ExecuteAsync(
        "select market_analysis_history_partition(month) from unnest($1) as month", rows.Months.ToArray());

    protected override Task<T> WriteAsync<T>(Func<ITableSession, Task<T>> work, CancellationToken cancel) => database.WriteAsync(session => work(session), cancel);

    protected override Task<T> ReadAsync<T>(Func<ITableSession, Task<T>> work, CancellationToken cancel) => database.ReadAsync(session => work(session), cancel);
}
