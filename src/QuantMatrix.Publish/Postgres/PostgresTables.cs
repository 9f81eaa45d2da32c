using QuantMatrix.Model;
using QuantMatrix.Publish.Tables;

namespace QuantMatrix.Publish.Postgres;

/// <summary>The published tables on the server.</summary>
internal sealed class PostgresTables(PostgresDatabase database, string scripts, IReadOnlyList<Column> columns, IReadOnlyList<Table> statements, TimeProvider clock) : SqlTables<PostgresConnection>(columns, statements, clock)
{
    public override Task MigrateAsync(CancellationToken ct = default) => new PostgresMigration(database, Tables, scripts).RunAsync(ct);

    protected override Task<PublishCount> PublishAsync(PostgresConnection session, PublishedRows rows, string runId) =>
        new CacheMerge(session, Tables.Cache, rows).RunAsync(runId);

    /// <summary>The history lies in partitions by month, also of years long past.</summary>
    protected override Task MakeRoomAsync(PostgresConnection session, PublishedRows rows) => session.ExecuteAsync(
        "select market_analysis_history_partition(month) from unnest($1) as month", rows.Months.ToArray());

    protected override Task<T> WriteAsync<T>(Func<PostgresConnection, Task<T>> work, CancellationToken ct) => database.WriteAsync(work, ct);

    protected override Task<T> ReadAsync<T>(Func<PostgresConnection, Task<T>> work, CancellationToken ct) => database.ReadAsync(work, ct);
}
