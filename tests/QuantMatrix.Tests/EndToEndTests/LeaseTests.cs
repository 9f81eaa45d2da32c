using Npgsql;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Tests.ContractTests;
using QuantMatrix.Tests.Servers;
using StackExchange.Redis;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>Two data roots with one server, as on two hosts: one run at a time publishes, and a stopped one that wakes up publishes nothing.</summary>
[Trait("class", "servers")]
public sealed class LeaseTests : IClassFixture<PostgresTestDatabase>, IDisposable
{
    private readonly TempFolder folder = new();
    private readonly string connection;

    public LeaseTests(PostgresTestDatabase database)
    {
        var schema = $"lease_{Guid.NewGuid():N}";
        PostgresSql.Execute(database.Connection, $"create schema {schema}");
        connection = new NpgsqlConnectionStringBuilder(database.Connection) { SearchPath = schema }.ConnectionString;
        Market.Write(folder["replay"], symbols: 20, sessions: 500);
        File.WriteAllText(folder["postgres"], connection);
    }

    [Fact]
    public async Task A_second_host_is_refused_with_the_holder_and_one_that_waits_follows_it()
    {
        using var first = await StoppedAsync("here");
        (await EndedAsync("there")).ShouldBe(ExitCode.Temporary,
            "another run (", $"pid {first.Id} on {Environment.MachineName}, since 20", "publishes there; retry when it has finished, or wait for it");
        using var waiting = Start("there", "--wait", "1h");
        await first.SignalAsync("CONT");
        (await first.EndedAsync()).ShouldBe(ExitCode.Ok);
        (await waiting.EndedAsync()).ShouldBe(ExitCode.Ok);
        Lease().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_night_that_was_stopped_publishes_nothing_after_another_took_over()
    {
        using var stopped = await StoppedAsync("here");
        Age();
        (await EndedAsync("there")).ShouldBe(ExitCode.Ok);
        var content = TrialNight.Content(connection);
        await stopped.SignalAsync("CONT");
        var ended = await stopped.EndedAsync();
        ended.ShouldBe(ExitCode.Temporary);
        ended.Text.ShouldMatch("took over|does not respond"); // the latter when it was stopped within a transaction
        TrialNight.Content(connection).ShouldBe(content);
        (await EndedAsync("here")).ShouldBe(ExitCode.Ok);
    }

    [Fact]
    public async Task A_killed_night_is_followed_at_once_by_its_own_host_and_after_a_while_by_another()
    {
        using (var killed = await StoppedAsync("here")) await killed.KillAsync();
        (await EndedAsync("there")).ShouldBe(ExitCode.Temporary, "another run (");
        (await EndedAsync("here")).ShouldBe(ExitCode.Ok);
        using (var killed = await StoppedAsync("here")) await killed.KillAsync();
        Age();
        (await EndedAsync("there")).ShouldBe(ExitCode.Ok);
    }

    [Fact]
    public async Task A_woken_night_writes_nothing_to_redis_either()
    {
        using var server = new RedisServer();
        await File.WriteAllTextAsync(folder["redis"], server.ConnectionString);
        await using var client = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
        using var stopped = await Executable.PausedAsync(
            folder["here"], folder["replay"], "redis.lease_taken", $"QM_REDIS_FILE={folder["redis"]}");
        using (var refused = Executable.Start(folder["there"], folder["replay"], switches: [$"QM_REDIS_FILE={folder["redis"]}"]))
            (await refused.EndedAsync()).ShouldBe(ExitCode.Temporary, "Redis at", "another run (", $"pid {stopped.Id}");
        await client.GetDatabase().KeyDeleteAsync("run_lease:holder"); // as its expiry does
        using (var next = Executable.Start(folder["there"], folder["replay"], switches: [$"QM_REDIS_FILE={folder["redis"]}"]))
            (await next.EndedAsync()).ShouldBe(ExitCode.Ok);
        var run = (await client.GetDatabase().StringGetAsync("taskstatus:audit:last")).ToString();
        await stopped.SignalAsync("CONT");
        (await stopped.EndedAsync()).ShouldBe(ExitCode.Temporary, "took over its lease");
        (await client.GetDatabase().StringGetAsync("taskstatus:audit:last")).ToString().ShouldBe(run);
    }

    [Fact]
    public async Task An_older_session_from_another_data_root_is_refused()
    {
        (await EndedAsync("here")).ShouldBe(ExitCode.Ok);
        var content = TrialNight.Content(connection);
        (await EndedAsync("there", "--as-of", "2016-01-04")).ShouldBe(
            ExitCode.DataUnfit, "as of 2016-01-04: market_analysis_cache holds 2016-", "--allow-older");
        TrialNight.Content(connection).ShouldBe(content);
    }

    public void Dispose() => folder.Dispose();

    /// <summary>A run that was stopped as soon as it held the lease.</summary>
    private Task<Executable> StoppedAsync(string root) =>
        Executable.PausedAsync(folder[root], folder["replay"], "postgres.lease_taken", $"QM_POSTGRES_FILE={folder["postgres"]}");

    private Executable Start(string root, params string[] options) =>
        Executable.Start(folder[root], folder["replay"], options, [$"QM_POSTGRES_FILE={folder["postgres"]}"]);

    private async Task<Ended> EndedAsync(string root, params string[] options)
    {
        using var run = Start(root, options);
        return await run.EndedAsync();
    }

    private IReadOnlyList<string> Lease() => PostgresSql.Rows(connection, "select to_regclass('run_lease') is not null") is ["true"]
        ? PostgresSql.Rows(connection, "select owner from run_lease") : [];

    /// <summary>As when the holder was stopped long ago.</summary>
    private void Age() => PostgresSql.Execute(connection, "update run_lease set heartbeat = now() - interval '2 hours'");
}
