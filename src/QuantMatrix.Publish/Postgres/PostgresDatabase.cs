using System.Data;
using System.Data.Common;
using System.Globalization;
using Npgsql;
using QuantMatrix.Model;

namespace QuantMatrix.Publish.Postgres;

/// <summary>Runs transactions on the server and translates its failures into errors with a remedy.</summary>
/// <remarks>An unresponsive server fails after <c>Timeout</c> or <c>Command Timeout</c> of the connection string.</remarks>
internal sealed class PostgresDatabase : IDisposable
{
    /// <summary>Ends a wait for a lock after 20 s, or after the time in the connection string.</summary>
    public const string LockTimeout =
        "set_config('lock_timeout', case current_setting('lock_timeout') when '0' then '20s' else current_setting('lock_timeout') end, true)";

    /// <summary>Serializes writers of all runs on the schema, so that runs neither see each other's partial changes nor deadlock.</summary>
    /// <remarks>
    /// Waiting ends after 20 s unless the connection string sets <c>lock_timeout</c>. TCP keepalives every half minute release
    /// the lock of a machine that vanished, which would otherwise be held for hours.
    /// </remarks>
    private const string WriteLock = $"""
        select {LockTimeout},
            set_config('tcp_keepalives_idle', '30', true), set_config('tcp_keepalives_interval', '10', true), set_config('tcp_keepalives_count', '3', true),
            pg_advisory_xact_lock(hashtextextended('quantmatrix ' || current_schema(), 0))
        """;

    private readonly PostgresFault fault;

    /// <exception cref="ConfigurationException">The connection string is invalid. Its text is not shown, because it contains a password.</exception>
    /// <param name="options">The run is named in the application name, by which a takeover of its lease finds its connections.</param>
    public PostgresDatabase(string connectionString, TargetOptions options)
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(connectionString);
            settings.ApplicationName ??= "quantmatrix";
            if (options.Run is { } run) settings.ApplicationName += $" {run.RunId}";
            fault = new PostgresFault(settings, options.IsReadOnly);
            ClientOptions = string.Create(CultureInfo.InvariantCulture, $"-h {settings.Host} -p {settings.Port} -d {settings.Database ?? settings.Username}");
            Source = NpgsqlDataSource.Create(settings);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or NotSupportedException or InvalidOperationException)
        {
            throw new ConfigurationException(
                "QM_POSTGRES: invalid connection string; expected one like Host=localhost;Port=5432;Database=market;Username=nightly;Password=…");
        }
    }

    public NpgsqlDataSource Source { get; }

    /// <summary>The server for messages.</summary>
    public string Name => fault.Server;

    /// <summary>Host, port and database as options of psql.</summary>
    public string ClientOptions { get; }

    /// <summary>Called in every transaction that changes tables, before the changes; throws to refuse them.</summary>
    public Func<PostgresConnection, Task>? BeforeWrite { get; set; }

    /// <summary>Runs changes as one transaction, rolled back when the work throws.</summary>
    public async Task<T> WriteAsync<T>(Func<PostgresConnection, Task<T>> work, CancellationToken ct)
    {
        var written = await RunAsync(async connection =>
        {
            await connection.ExecuteAsync(WriteLock);
            if (BeforeWrite is { } require) await require(connection);
            var result = await work(connection);
            Failpoint.PostgresBeforeCommit.Reach();
            return result;
        }, ct);
        Failpoint.PostgresAfterCommit.Reach();
        return written;
    }

    public Task<T> ReadAsync<T>(Func<PostgresConnection, Task<T>> work, CancellationToken ct) => RunAsync(work, ct);

    /// <summary>Runs several queries on one snapshot of the database.</summary>
    public void Read(Action<NpgsqlConnection> work)
    {
        try
        {
            using var connection = Source.OpenConnection();
            using var transaction = connection.BeginTransaction(IsolationLevel.RepeatableRead);
            work(connection);
        }
        catch (Exception e) when (fault.Explain(e) is { } explained)
        {
            throw explained;
        }
    }

    /// <summary>Runs one query; its reader closes the connection.</summary>
    public DbDataReader Query(string sql)
    {
        NpgsqlConnection? connection = null;
        try
        {
            connection = Source.OpenConnection();
            using var command = new NpgsqlCommand(sql, connection);
            return command.ExecuteReader(CommandBehavior.CloseConnection);
        }
        catch (Exception e)
        {
            connection?.Dispose();
            if (fault.Explain(e) is { } explained) throw explained;
            throw;
        }
    }

    public void Dispose() => Source.Dispose();

    private async Task<T> RunAsync<T>(Func<PostgresConnection, Task<T>> work, CancellationToken ct)
    {
        try
        {
            await using var connection = await Source.OpenConnectionAsync(ct);
            var transaction = await connection.BeginTransactionAsync(ct);
            var result = await work(new PostgresConnection(connection, ct));
            ct.ThrowIfCancellationRequested();
            await transaction.CommitAsync(CancellationToken.None);
            return result;
        }
        catch (Exception e) when (fault.Explain(e) is { } explained)
        {
            throw explained;
        }
    }
}
