using System.Data;
using Npgsql;
using QuantMatrix.Model;

namespace QuantMatrix.Publish.Postgres;

/// <summary>Opens the server for one transaction at a time; what fails outside says where and what to do.</summary>
/// <remarks>Time-outs are those of the connection string: a server that does not answer is given up after <c>Timeout</c> or <c>Command Timeout</c>.</remarks>
internal sealed class PostgresDatabase : IDisposable
{
    /// <summary>One who changes something at a time, of all runs on the schema; so two runs never see half of each other and never deadlock.</summary>
    /// <remarks>
    /// Whoever waits gives up after a moment, unless the connection string sets a <c>lock_timeout</c> of its own. The server looks every half minute
    /// whether we are still there: the turn of a machine that vanished would else be held for hours.
    /// </remarks>
    private const string TakeTurn = """
        select set_config('lock_timeout', case current_setting('lock_timeout') when '0' then '20s' else current_setting('lock_timeout') end, true),
            set_config('tcp_keepalives_idle', '30', true), set_config('tcp_keepalives_interval', '10', true), set_config('tcp_keepalives_count', '3', true),
            pg_advisory_xact_lock(hashtextextended('quantmatrix ' || current_schema(), 0))
        """;

    private readonly PostgresFault fault;

    /// <exception cref="ConfigurationException">The text is no connection string. What it holds is not shown: part of it is a password.</exception>
    public PostgresDatabase(string connectionString)
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(connectionString);
            settings.ApplicationName ??= "quantmatrix";
            fault = new PostgresFault(settings);
            Source = NpgsqlDataSource.Create(settings);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or NotSupportedException or InvalidOperationException)
        {
            throw new ConfigurationException("QM_POSTGRES is no connection string; expected one like Host=localhost;Port=5432;Database=market;Username=nightly;Password=…");
        }
    }

    public NpgsqlDataSource Source { get; }

    /// <summary>Runs work that changes something as one transaction; nothing is kept of it when it throws.</summary>
    public Task<T> WriteAsync<T>(Func<PostgresConnection, Task<T>> work, CancellationToken ct) => RunAsync(async session =>
    {
        await session.ExecuteAsync(TakeTurn);
        return await work(session);
    }, ct);

    public Task<T> ReadAsync<T>(Func<PostgresConnection, Task<T>> work, CancellationToken ct) => RunAsync(work, ct);

    /// <summary>Asks several questions of one state of the database.</summary>
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
