using Npgsql;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Tests.Servers;
using StackExchange.Redis;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary><c>doctor</c> with real servers: reachable, with rights, at their version, with certificates; it changes nothing there.</summary>
[Trait("class", "servers")]
public sealed class DoctorServerTests : IClassFixture<PostgresTestDatabase>, IDisposable
{
    private readonly string connection;
    private readonly string role = $"doctor_{Guid.NewGuid():N}";
    private readonly Trial trial;

    public DoctorServerTests(PostgresTestDatabase database)
    {
        var schema = $"doctor_{Guid.NewGuid():N}";
        PostgresSql.Execute(database.Connection, $"create schema {schema}");
        PostgresSql.Execute(database.Connection, $"create role {role} login password 'night'");
        PostgresSql.Execute(database.Connection, $"grant usage on schema {schema} to {role}");
        connection = new NpgsqlConnectionStringBuilder(database.Connection) { SearchPath = schema }.ConnectionString;
        trial = new Trial { Variables = new() { ["QM_POSTGRES"] = connection } };
        Market.Write(trial.Replay, symbols: 2, sessions: 260);
    }

    [Fact]
    public async Task An_empty_schema_and_a_filled_one_are_ok_and_stay_as_they_are()
    {
        (await trial.CallAsync("doctor")).ShouldBe(ExitCode.Ok, $"role {PostgresServer.User}, schema doctor_", "no tables yet; the role may create them");
        Relations().ShouldBeEmpty();
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        var relations = Relations();
        var doctor = await trial.CallAsync("doctor");
        doctor.ShouldBe(ExitCode.Ok, "a run may read and write every table", "as this version defines it");
        doctor.Text.ShouldNotContain(PostgresServer.Password);
        Relations().ShouldBe(relations);
        PostgresSql.Execute(connection, "update published_shape set fingerprint = 'older'");
        (await trial.CallAsync("doctor")).ShouldBe(ExitCode.Ok, "of another version; the next run migrates it");
    }

    [Fact]
    public async Task A_role_without_rights_is_78_and_names_the_grant()
    {
        using var poor = As(role);
        (await poor.CallAsync("doctor")).ShouldBe(ExitCode.Configuration,
            $"no tables yet, and {role} may not create any in schema doctor_", "grant create on schema");
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        var lacking = await poor.CallAsync("doctor");
        lacking.ShouldBe(ExitCode.Configuration, $"{role} lacks ", "other rights", "sql/postgres/roles.sql", $"grant quantmatrix_run to {role}");
        lacking.Text.ShouldNotContain("night'");
        PostgresSql.Execute(connection, File.ReadAllText(Path.Combine(Fixtures.Repository, "sql", "postgres", "roles.sql")));
        PostgresSql.Execute(connection, $"grant quantmatrix_run to {role}");
        (await poor.CallAsync("doctor")).ShouldBe(ExitCode.Ok, $"role {role}", "a run may read and write every table", "as this version defines it");
        PostgresSql.Execute(connection, "revoke delete on run_lease from quantmatrix_run");
        (await poor.CallAsync("doctor")).ShouldBe(ExitCode.Configuration, $"{role} lacks delete on run_lease");
        PostgresSql.Execute(connection, "grant delete on run_lease to quantmatrix_run");
        PostgresSql.Execute(connection, "update published_shape set fingerprint = 'older'");
        (await poor.CallAsync("doctor")).ShouldBe(ExitCode.Configuration, $"of another version, and {role} may not migrate it");
    }

    [Theory]
    [InlineData("port", ExitCode.Temporary, "does not respond", "pg_isready -h ")]
    [InlineData("password", ExitCode.Configuration, "password authentication failed", "psql -h ")]
    [InlineData("schema", ExitCode.Configuration, "no schema of the search path exists or may be used", "grant usage on schema")]
    [InlineData("readonly", ExitCode.Configuration, "can only read", "pg_is_in_recovery")]
    [InlineData("nonsense", ExitCode.Configuration, "QM_POSTGRES: invalid connection string", "export QM_POSTGRES_FILE=")]
    public async Task A_server_that_cannot_be_used_is_told_with_its_exit_code(string fault, int code, string found, string fix)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection);
        if (fault == "port") settings.Port = GuardedServer.FreePort();
        else if (fault == "password") settings.Password = "geheim";
        else if (fault == "schema") settings.SearchPath = "nowhere";
        else if (fault == "readonly") settings.Options = "-c default_transaction_read_only=on";
        trial.Variables["QM_POSTGRES"] = fault == "nonsense" ? "Host=x;geheim=geheim" : settings.ConnectionString;
        var doctor = await trial.CallAsync("doctor");
        doctor.ShouldBe(code, "fail  postgres", found, fix, "1 failure");
        doctor.Text.ShouldNotContain("geheim");
    }

    [Fact]
    public async Task A_Redis_that_is_well_down_evicting_or_restricted()
    {
        using var server = new RedisServer();
        trial.Variables.Remove("QM_POSTGRES");
        trial.Variables["QM_REDIS"] = server.ConnectionString;
        (await trial.CallAsync("doctor")).ShouldBe(ExitCode.Ok,
            $"Redis at {server.Address}: version ", "user default", "the commands and keys of a run are allowed");
        await using var client = await ConnectionMultiplexer.ConnectAsync($"{server.ConnectionString},allowAdmin=true");
        var database = client.GetDatabase();
        ((long)await database.ExecuteAsync("DBSIZE")).ShouldBe(0);
        await database.ExecuteAsync("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
        await database.ExecuteAsync("ACL", "SETUSER", "few", "on", ">geheim", "~tracked:*", "+@all");
        await database.ExecuteAsync("ACL", "SETUSER", "mute", "on", ">geheim", "~*", "+@all", "-acl");
        trial.Variables["QM_REDIS"] = $"{server.ConnectionString},user=few,password=geheim";
        var few = await trial.CallAsync("doctor");
        few.ShouldBe(ExitCode.Configuration, "few may not set run_lease:holder", "acl setuser few", "warn  redis memory", "maxmemory-policy is allkeys-lru");
        few.Text.ShouldNotContain("geheim");
        trial.Variables["QM_REDIS"] = $"{server.ConnectionString},user=mute,password=geheim";
        (await trial.CallAsync("doctor")).ShouldBe(ExitCode.Ok, "redis rights", "not tested");
        trial.Variables["QM_REDIS"] = $"{server.ConnectionString},user=mute,password=wrong";
        (await trial.CallAsync("doctor")).ShouldBe(ExitCode.Configuration, "the server rejected user mute", "--user mute --askpass");
        server.Kill();
        (await trial.CallAsync("doctor")).ShouldBe(ExitCode.Temporary, "fail  redis ", "cannot be reached", "redis-cli -h 127.0.0.1 -p ");
    }

    public void Dispose()
    {
        trial.Dispose();
        PostgresSql.Execute(connection, $"drop owned by {role}");
        PostgresSql.Execute(connection, $"drop role {role}");
    }

    private Trial As(string user)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection) { Username = user, Password = "night" };
        return new Trial { Replay = trial.Replay, Variables = new() { ["QM_POSTGRES"] = settings.ConnectionString } };
    }

    private IReadOnlyList<string> Relations() => PostgresSql.Rows(connection, """
        select relname, relkind, relfilenode, pg_relation_size(oid), relnatts from pg_class
        where relnamespace = current_schema()::regnamespace order by relname
        """);
}
