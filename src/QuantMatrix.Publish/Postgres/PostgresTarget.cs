using System.Data.Common;
using Npgsql;
using QuantMatrix.Model;
using QuantMatrix.Publish.Tables;

namespace QuantMatrix.Publish.Postgres;

/// <summary>Tables on a Postgres server, in the first schema of the connection's search path.</summary>
public sealed class PostgresTarget : IDisposable
{
    private readonly PostgresDatabase database;
    private readonly PostgresLease? lease;
    private readonly PostgresTables tables;
    private readonly string connectionString;

    /// <param name="connectionString">In Npgsql format.</param>
    /// <param name="scripts">Directory of the numbered scripts, <c>sql/postgres</c>.</param>
    public PostgresTarget(string connectionString, string scripts, IReadOnlyList<Column> columns, TimeProvider clock, TargetOptions? options = null)
    {
        options ??= new();
        this.connectionString = connectionString;
        database = new PostgresDatabase(connectionString, options);
        lease = options.Run is { } run ? new(database, run, options.LeaseTimes) : null;
        tables = new PostgresTables(database, scripts, columns, options.Statements, clock);
    }

    /// <summary>Tables and views exposed to queries; they exist after <see cref="ITables.MigrateAsync"/>.</summary>
    public static IReadOnlyList<string> Names => PublishedTables.Names;

    public ITables Tables => tables;

    /// <summary>Take it after <see cref="ITables.MigrateAsync"/>; null without a run.</summary>
    public IRunLease? Lease => lease;

    /// <summary>Reads all rows of the named tables from one snapshot.</summary>
    public void Read(IEnumerable<string> names, Action<string, DbDataReader> consume) => database.Read(connection =>
    {
        foreach (var name in names)
        {
            using var command = new NpgsqlCommand($"select * from {name}", connection);
            using var rows = command.ExecuteReader();
            consume(name, rows);
        }
    });

    /// <summary>Adds the rows that a table lacks, by its key; stored rows stay as they are.</summary>
    /// <param name="table">One of <see cref="Names"/> or of the statement tables, not a view.</param>
    /// <param name="open">Opens the rows, given the list of columns.</param>
    /// <returns>The number of rows added.</returns>
    public Task<long> AddMissingAsync(string table, Func<string, DbDataReader> open, CancellationToken ct) => tables.AddMissingAsync(table, open, ct);

    /// <summary>Role, rights and schema as a run would find them. Changes nothing.</summary>
    public Task<PostgresState> ProbeAsync(CancellationToken ct) => tables.ProbeAsync(ct);

    /// <summary>Host, port and database as options of psql.</summary>
    public string ClientOptions => database.ClientOptions;

    /// <summary>The certificate of the server; null without TLS.</summary>
    public Task<ServerCertificate?> CertificateAsync(CancellationToken ct) =>
        PostgresCertificate.ReadAsync(new NpgsqlConnectionStringBuilder(connectionString), ct);

    /// <summary>Runs a query on the server.</summary>
    public DbDataReader Query(string sql) => database.Query(sql);

    public void Dispose()
    {
        lease?.Dispose();
        database.Dispose();
    }
}

/// <summary>The published tables on the server.</summary>
internal sealed class PostgresTables(
    PostgresDatabase database, string scripts, IReadOnlyList<Column> columns, IReadOnlyList<Table> statements, TimeProvider clock)
    : SqlTables<PostgresConnection>(columns, statements, clock)
{
    public override Task MigrateAsync(CancellationToken ct = default) => new PostgresMigration(database, Tables, scripts).RunAsync(ct);

    public Task<PostgresState> ProbeAsync(CancellationToken ct) => new PostgresProbe(database, Tables, new(database, Tables, scripts)).RunAsync(ct);

    public Task<long> AddMissingAsync(string table, Func<string, DbDataReader> open, CancellationToken ct) =>
        database.WriteAsync(connection => new MissingRows(connection, Tables.All.Single(t => t.Name == table)).AddAsync(open), ct);

    protected override string RowHash => "hashtextextended(t::text, 0)";

    protected override Task<PublishCount> PublishAsync(PostgresConnection connection, PublishedRows rows, string runId) =>
        new CacheMerge(connection, Tables.Cache, rows).RunAsync(runId);

    /// <summary>The history is partitioned by month; creates the partitions the rows need.</summary>
    protected override Task PrepareHistoryAsync(PostgresConnection connection, PublishedRows rows) => connection.ExecuteAsync(
        "select market_analysis_history_partition(month) from unnest($1) as month", rows.Months.ToArray());

    protected override Task<T> WriteAsync<T>(Func<PostgresConnection, Task<T>> work, CancellationToken ct) => database.WriteAsync(work, ct);

    protected override Task<T> ReadAsync<T>(Func<PostgresConnection, Task<T>> work, CancellationToken ct) => database.ReadAsync(work, ct);
}
