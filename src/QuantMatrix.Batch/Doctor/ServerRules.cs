using QuantMatrix.Model;
using QuantMatrix.Publish;
using QuantMatrix.Publish.Postgres;
using QuantMatrix.Publish.Redis;

namespace QuantMatrix.Batch.Doctor;

/// <summary>Judges role, rights, schema and certificate of the servers.</summary>
internal static class ServerRules
{
    private const int FewDays = 21, RedisVersion = 7;
    private const string Postgres = "postgres", Redis = "redis";

    public static IEnumerable<Checkup> Of(PostgresState state)
    {
        var name = $"{state.Server}: version {state.Version}, role {state.Role}";
        yield return state.Schema is null
            ? Checkup.Fail(Postgres, $"{name}; no schema of the search path exists or may be used",
                $"psql {state.ClientOptions} -U OWNER -c 'grant usage on schema public to {state.Role}'")
            : state.IsReadOnly ? Checkup.Fail(Postgres, $"{name}, can only read; expected the primary server and a role that writes",
                $"psql {state.ClientOptions} -U {state.Role} -c 'select pg_is_in_recovery()'")
            : Checkup.Ok(Postgres, $"{name}, schema {state.Schema}");
        if (state.Schema is null) yield break;
        yield return Rights(state);
        if (state.Tables > 0) yield return Schema(state);
    }

    public static IEnumerable<Checkup> Of(RedisState state)
    {
        var name = $"{state.Server}: version {state.Version ?? "unknown"}{(state.User is null ? "" : $", user {state.User}")}";
        yield return state.IsReplica ? Checkup.Fail(Redis, $"{name}, a replica, which accepts no writes; expected the primary",
                $"redis-cli {state.ClientOptions} info replication")
            : state.User is { } user && state.Asked is { } asked && user != asked
                ? Checkup.Fail(Redis, $"{name}: the server rejected user {asked}", $"redis-cli {state.ClientOptions} --user {asked} --askpass ping")
            : Major(state.Version) < RedisVersion ? Checkup.Fail(Redis, $"{name}; expected version {RedisVersion} or later", "apt-get install -y redis-server")
            : Checkup.Ok(Redis, name);
        yield return state.Denied is null ? Checkup.Ok("redis rights", $"not tested: {state.User ?? "the user"} may not ask the server (ACL DRYRUN)")
            : state.Denied.Count == 0 ? Checkup.Ok("redis rights", "the commands and keys of a run are allowed")
            : Checkup.Fail("redis rights", $"{state.User} may not {state.Denied[0]}{More(state.Denied)}",
                $"redis-cli {state.ClientOptions} acl setuser {state.User} '~*' +@all -@dangerous");
        if (state.MaxMemoryPolicy is { } policy && policy != "noeviction")
            yield return Checkup.Warn("redis memory", $"maxmemory-policy is {policy}: keys of a run can vanish; expected noeviction",
                $"redis-cli {state.ClientOptions} config set maxmemory-policy noeviction");
    }

    /// <param name="server">In a word: <c>postgres</c>.</param>
    public static Checkup Certificate(string server, ServerCertificate certificate, DateTimeOffset now)
    {
        var (what, days) = ($"{server} TLS", (int)Math.Floor((certificate.NotAfter - now.UtcDateTime).TotalDays));
        var text = $"certificate {certificate.Subject} expires on {certificate.NotAfter:yyyy-MM-dd}";
        var expired = certificate.NotAfter <= now.UtcDateTime;
        const string renew = "openssl x509 -enddate -noout -in SERVER.crt   # on the server: renew the certificate, then reload the server";
        return expired && certificate.IsVerified ? Checkup.Fail(what, $"{text.Replace("expires", "expired")}: connections are refused", renew)
            : expired ? Checkup.Warn(what, $"{text.Replace("expires", "expired")}; this connection string does not verify it", renew)
            : days < FewDays ? Checkup.Warn(what, $"{text}, in {Plural.Of(days, "day")}; expected at least {FewDays}", renew)
            : Checkup.Ok(what, $"{text}, in {Plural.Of(days, "day")}");
    }

    private static Checkup Rights(PostgresState state) => (state.Tables, state.MissingRights) switch
    {
        (0, _) when state.CanCreateTables => Checkup.Ok("postgres rights", "no tables yet; the role may create them"),
        (0, _) => Checkup.Fail("postgres rights", $"no tables yet, and {state.Role} may not create any in schema {state.Schema}",
            $"psql {state.ClientOptions} -U OWNER -c 'grant create on schema {state.Schema} to {state.Role}'   # or run once as the owner"),
        (_, { Count: > 0 } missing) => Checkup.Fail("postgres rights", $"{state.Role} lacks {missing[0]}{More(missing)}",
            $"{Grant(state)} -c 'grant quantmatrix_run to {state.Role}'"),
        _ => Checkup.Ok("postgres rights", "a run may read and write every table"),
    };

    private static Checkup Schema(PostgresState state) => state.IsCurrent ? Checkup.Ok("postgres schema", "as this version defines it")
        : state is { OwnsTables: true, CanCreateTables: true } ? Checkup.Ok("postgres schema", "of another version; the next run migrates it")
        : state.MissingRights.Count > 0 ? Checkup.Ok("postgres schema", "not tested: the role lacks rights")
        : Checkup.Fail("postgres schema", $"of another version, and {state.Role} may not migrate it",
            $"QM_POSTGRES=\"OWNER'S CONNECTION\" ./run.sh run monitor_coverage_health && {Grant(state)}");

    private static string Grant(PostgresState state) => $"psql {state.ClientOptions} -U OWNER -f sql/postgres/roles.sql";

    private static string More(IReadOnlyList<string> missing) => missing.Count == 1 ? "" : $" and {Plural.Of(missing.Count - 1, "other right")}";

    /// <summary>An unknown version is not judged.</summary>
    private static int Major(string? version) => int.TryParse(version?.Split('.')[0], out var major) ? major : int.MaxValue;
}
