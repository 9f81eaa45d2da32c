using Npgsql;
using QuantMatrix.Model;

namespace QuantMatrix.Publish.Postgres;

/// <summary>The lease of the published tables: one row of <c>run_lease</c>.</summary>
/// <remarks>
/// A publishing transaction locks the row by its token, which waits for no renewal and holds up a takeover until it ends. A takeover ends the
/// open transactions of the former holder, because a stopped process never ends them.
/// </remarks>
internal sealed class PostgresLease(PostgresDatabase database, LeaseHolder run, LeaseTimes times) : IRunLease, IDisposable
{
    private const string Target = "published tables";
    private const string Ended = "target = $1 and (root = $2 or heartbeat < now() - $3)";

    private const string EndTransactions = $"""
        select pg_terminate_backend(a.pid) from run_lease l join pg_stat_activity a on right(a.application_name, length(owner)) = owner
        where {Ended} and a.usename = current_user and a.datname = current_database() and a.xact_start is not null
        """;

    private long? token;
    private Heartbeat? heartbeat;

    public string Server => database.Name;

    public async Task<LeaseHolder?> TryTakeAsync(CancellationToken ct)
    {
        if (await database.ReadAsync(TakeAsync, ct) is { } other) return other;
        database.BeforeWrite = RequireAsync;
        Failpoint.PostgresLeaseTaken.Reach();
        heartbeat = new(times.Renewal, RenewAsync);
        return null;
    }

    /// <summary>Gives the lease back. When that fails, it expires.</summary>
    public void Dispose()
    {
        heartbeat?.Dispose();
        if (token is not { } mine) return;
        token = null;
        try
        {
            using var command = database.Source.CreateCommand("delete from run_lease where token = $1");
            command.Parameters.Add(new NpgsqlParameter { Value = mine });
            command.ExecuteNonQuery();
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            // The server is lost; another run of this data root takes the lease over at once.
        }
    }

    private async Task<LeaseHolder?> TakeAsync(PostgresConnection connection)
    {
        while (!await InsertAsync(connection))
        {
            await connection.ExecuteAsync($"select {PostgresDatabase.LockTimeout}");
            await connection.QueryAsync(EndTransactions, r => r.GetBoolean(0), Target, run.Root, times.Expiry);
            await connection.ExecuteAsync($"delete from run_lease where {Ended}", Target, run.Root, times.Expiry);
            if (await HolderAsync(connection) is { } other) return other;
        }
        return null;
    }

    private async Task<bool> InsertAsync(PostgresConnection connection)
    {
        var taken = await connection.QueryAsync("""
            insert into run_lease (target, owner, host, pid, root, since, heartbeat) values ($1, $2, $3, $4, $5, $6, now())
            on conflict (target) do nothing returning token
            """, r => r.GetInt64(0), Target, run.RunId, run.Host, run.Pid, run.Root, run.Since);
        if (taken.Count > 0) token = taken[0];
        return taken.Count > 0;
    }

    private static async Task<LeaseHolder?> HolderAsync(PostgresConnection connection) => (await connection.QueryAsync(
        "select owner, host, pid, root, since from run_lease where target = $1",
        r => new LeaseHolder(r.GetString(0), r.GetString(1), r.GetInt32(2), r.GetString(3), r.GetFieldValue<DateTimeOffset>(4)), Target)).FirstOrDefault();

    private async Task RequireAsync(PostgresConnection connection)
    {
        var held = await connection.QueryAsync("select token from run_lease where token = $1 for key share", r => r.GetInt64(0), token);
        if (held.Count == 0) throw LeaseFault.Lost(Server, await HolderAsync(connection));
    }

    private Task<int> RenewAsync(CancellationToken ct) =>
        database.ReadAsync(connection => connection.ExecuteAsync("update run_lease set heartbeat = now() where token = $1", token), ct);
}
