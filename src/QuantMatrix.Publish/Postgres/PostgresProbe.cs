using Npgsql;
using QuantMatrix.Publish.Tables;

namespace QuantMatrix.Publish.Postgres;

/// <summary>What a Postgres server lets the role of a connection do.</summary>
/// <param name="Server">For messages.</param>
/// <param name="Schema">Null when no schema of the search path can be used.</param>
public sealed record PostgresState(string Server, string Version, string Role, string? Schema)
{
    /// <summary>Host, port and database as options of psql.</summary>
    public string ClientOptions { get; init; } = "";

    /// <summary>A standby, or a role or database whose transactions are read-only.</summary>
    public bool IsReadOnly { get; init; }

    public bool CanCreateTables { get; init; }

    /// <summary>Whether the role may alter the published tables.</summary>
    public bool OwnsTables { get; init; }

    /// <summary>The number of published tables that exist.</summary>
    public int Tables { get; init; }

    /// <summary>Whether tables, views and scripts are those of this version.</summary>
    public bool IsCurrent { get; init; }

    /// <summary>What a run needs and the role lacks: <c>insert on job_run</c>.</summary>
    public IReadOnlyList<string> MissingRights { get; init; } = [];
}

/// <summary>Reads role, rights and schema from the catalog of the server; changes nothing.</summary>
internal sealed class PostgresProbe(PostgresDatabase database, PublishedTables tables, PostgresMigration migration)
{
    private const string Shape = "published_shape";
    private static readonly string[] All = ["select", "insert", "update", "delete"];

    private const string Role = """
        select current_setting('server_version'), current_user::text, current_schema()::text,
            pg_is_in_recovery() or current_setting('default_transaction_read_only') = 'on',
            coalesce(has_schema_privilege(current_schema(), 'create'), false), has_database_privilege(current_database(), 'temporary'), current_database()::text
        """;

    private const string Tables = """
        select c.relname::text, pg_has_role(c.relowner, 'usage') from pg_class c
        where c.relnamespace = (select oid from pg_namespace where nspname = current_schema()) and c.relname::text = any($1)
        """;

    private const string Missing = """
        select n.privilege || ' on ' || n.name from unnest($1, $2) as n(name, privilege) join pg_class c on c.relname::text = n.name
        where c.relnamespace = (select oid from pg_namespace where nspname = current_schema()) and not has_table_privilege(c.oid, n.privilege)
        union all
        select 'execute on ' || p::text from to_regprocedure('market_analysis_history_partition(date)') as p
        where p is not null and not has_function_privilege(p, 'execute')
        """;

    public async Task<PostgresState> RunAsync(CancellationToken ct)
    {
        var state = await database.ReadAsync(ReadAsync, ct);
        var canTell = state.Tables > 0 && !state.MissingRights.Contains($"select on {Shape}");
        return canTell ? state with { IsCurrent = await migration.IsCurrentAsync(ct) } : state;
    }

    private async Task<PostgresState> ReadAsync(PostgresConnection connection)
    {
        var (state, temporary) = (await connection.QueryAsync(Role, r => (
            new PostgresState(database.Name, r.GetString(0), r.GetString(1), r.IsDBNull(2) ? null : r.GetString(2))
            {
                ClientOptions = database.ClientOptions, IsReadOnly = r.GetBoolean(3), CanCreateTables = r.GetBoolean(4),
            }, r.GetBoolean(5) ? null : $"temporary on database {r.GetString(6)}"))).Single();
        object names = tables.All.Select(t => t.Name).ToArray();
        var existing = await connection.QueryAsync(Tables, r => (Name: r.GetString(0), IsOwned: r.GetBoolean(1)), names);
        var needed = Needed().ToList();
        var missing = await connection.QueryAsync(Missing, r => r.GetString(0),
            needed.Select(n => n.Name).ToArray(), needed.Select(n => n.Privilege).ToArray());
        return state with
        {
            Tables = existing.Count,
            OwnsTables = existing.All(t => t.IsOwned),
            MissingRights = temporary is null ? missing : [temporary, .. missing],
        };
    }

    /// <summary>As <c>sql/postgres/roles.sql</c> grants them.</summary>
    private IEnumerable<(string Name, string Privilege)> Needed() =>
    [
        .. tables.All.SelectMany(t => (t == tables.History ? All[..2] : All).Select(right => (t.Name, right))),
        .. tables.OwnViews.Select(v => (v.Name, All[0])), .. All.Select(right => ("run_lease", right)), (Shape, All[0]),
    ];
}

/// <summary>Reads the certificate of a Postgres server.</summary>
internal static class PostgresCertificate
{
    /// <summary>The message SSLRequest of the protocol.</summary>
    private static readonly byte[] Request = [0, 0, 0, 8, 0x04, 0xD2, 0x16, 0x2F];

    /// <returns>Null without TLS.</returns>
    public static async Task<ServerCertificate?> ReadAsync(NpgsqlConnectionStringBuilder settings, CancellationToken ct)
    {
        if (settings.SslMode == SslMode.Disable || settings.Host is not { Length: > 0 } hosts) return null;
        var isVerified = settings.SslMode is SslMode.VerifyCA or SslMode.VerifyFull;
        var servers = hosts.Split(',').Where(h => !h.StartsWith('/') && !h.StartsWith('@')).Select(h => h.Trim().Split(':'))
            .Select(h => (h[0], h.Length == 2 && int.TryParse(h[1], out var own) ? own : settings.Port));
        return await CertificateProbe.FirstToExpireAsync(servers, isVerified, AsksAsync, ct);
    }

    private static async Task<bool> AsksAsync(Stream stream, CancellationToken ct)
    {
        await stream.WriteAsync(Request, ct);
        var answer = new byte[1];
        return await stream.ReadAsync(answer, ct) == 1 && answer[0] == 'S';
    }
}
