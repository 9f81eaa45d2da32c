using Npgsql;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Tests.Servers;
using QuantMatrix.Tests.UnitTests.Indicators;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>The nightly chain with <c>QM_POSTGRES</c>: published tables and failures of the server.</summary>
[Trait("class", "servers")]
public sealed class PostgresRunTests : IClassFixture<PostgresTestDatabase>, IDisposable
{
    private readonly string connection;
    private readonly Trial trial, embedded;

    public PostgresRunTests(PostgresTestDatabase database)
    {
        var schema = $"trial_{Guid.NewGuid():N}";
        PostgresSql.Execute(database.Connection, $"create schema {schema}");
        connection = new NpgsqlConnectionStringBuilder(database.Connection) { SearchPath = schema }.ConnectionString;
        trial = new Trial { Variables = new() { ["QM_POSTGRES"] = connection } };
        embedded = new Trial { Replay = trial.Replay };
        Market.Write(trial.Replay, symbols: 3, sessions: 300);
    }

    [Fact]
    public async Task Tables_and_their_types_are_those_of_the_embedded_target()
    {
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        (await embedded.RunAsync()).ShouldBe(ExitCode.Ok);
        string[] tables =
        [
            "market_analysis_cache", "market_analysis_history", "market_analysis_history_latest", "market_analysis_history_known",
            "index_constituents", "index_members", "job_run",
        ];
        foreach (var table in tables)
            await ShouldAgreeAsync($"SELECT column_name, column_type FROM (DESCRIBE {table}) ORDER BY 1");
        await ShouldAgreeAsync("SELECT * EXCLUDE (run_id) FROM market_analysis_cache ORDER BY symbol");
        await ShouldAgreeAsync("SELECT * EXCLUDE (run_id, recorded_at, payload) FROM market_analysis_history ORDER BY symbol, date");
        await ShouldAgreeAsync("""
            SELECT symbol, date, (payload->>'sma_200')::DOUBLE, payload->>'ma_bucket', (payload->>'volume')::BIGINT
            FROM market_analysis_history_latest ORDER BY symbol, date
            """);
        await ShouldAgreeAsync("SELECT * FROM index_members ORDER BY symbol");
        await ShouldAgreeAsync("SELECT count(*), (SELECT count(*) FROM bars('s01')) FROM members('replay')");
        (await File.ReadAllTextAsync(Path.Combine(trial.Lake, "views.sql"))).ShouldContain("AS published (TYPE postgres, READ_ONLY)");
        await ShouldAgreeAsync("SELECT job, kind, status, summary FROM job_run WHERE job <> 'no such job' ORDER BY job");
        PostgresSql.Rows(connection, "select count(*) from market_analysis_cache").ShouldBe(["3"]);
        File.Exists(trial.Embedded).ShouldBeTrue("sets are in the embedded file");

        async Task ShouldAgreeAsync(string query) => (await trial.SqlAsync(query)).ShouldBe(await embedded.SqlAsync(query), query);
    }

    [Fact]
    public async Task Missed_sessions_and_the_state_known_at_a_time_are_those_of_the_embedded_target()
    {
        const string schedule = "restore-daily-coverage-tracked", recorded = "SELECT symbol, date, revision FROM market_analysis_history ORDER BY ALL";
        var (clock, first) = (new NightClock(), new DateTimeOffset(2026, 6, 1, 3, 0, 0, TimeSpan.Zero));
        using var server = new Trial { Time = clock, Replay = trial.Replay, Variables = trial.Variables };
        using var file = new Trial { Time = clock, Replay = trial.Replay };
        List<IReadOnlyList<string>> results = [];
        foreach (var night in new[] { server, file })
        {
            clock.Set(first);
            (await night.RunAsync("--as-of", Model.Day.Text(Series.Walk(0, 300).ElementAt(297).Day))).ShouldBe(ExitCode.Ok);
            var known = await night.SqlAsync(recorded);
            clock.Set(first.AddDays(2));
            var jobs = night.Jobs(("target: bootstrap_daily_coverage_tracked}", "target: bootstrap_daily_coverage_tracked, catch_up: all}"));
            (await night.CallAsync("run", "--jobs", jobs, "--catch-up", schedule)).ShouldBe(ExitCode.Ok, "1 session missed", "the oldest runs first");
            results.Add(await night.SqlAsync(recorded));
            var then = await night.CallAsync("sql", recorded, "--format", "csv", "--known-at", "2026-06-02");
            then.Output.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).ShouldBe(known);
        }
        results[0].Count.ShouldBe(3 * 7, "three symbols, 294 to 300");
        results[1].ShouldBe(results[0]);
    }

    [Fact]
    public async Task A_backup_holds_the_recorded_tables_and_restores_them_on_another_server()
    {
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        var (backup, schema) = (Path.Combine(trial.Folder, "backup"), $"other_{Guid.NewGuid():N}");
        (await trial.CallAsync("backup", backup)).ShouldBe(ExitCode.Ok, "published table");
        PostgresSql.Execute(connection, $"create schema {schema}");
        var there = new NpgsqlConnectionStringBuilder(connection) { SearchPath = schema }.ConnectionString;
        using var other = new Trial { Replay = trial.Replay, Variables = new() { ["QM_POSTGRES"] = there } };
        (await other.CallAsync("restore", backup)).ShouldBe(ExitCode.Ok, "missing rows added");
        string[] tables =
        [
            "select symbol, date, revision, close, payload, reason, run_id, recorded_at from market_analysis_history order by 1, 2, 3",
            "select run_id, job, status, started_at, finished_at, summary, counters from job_run order by 1, 2",
            "select index_name, symbol, first_seen_at, last_seen_at, is_active from index_constituents order by 1, 2, 3",
        ];
        foreach (var table in tables)
        {
            PostgresSql.Rows(connection, table).ShouldNotBeEmpty();
            PostgresSql.Rows(there, table).ShouldBe(PostgresSql.Rows(connection, table));
        }
        PostgresSql.Execute(there, "insert into run_lease (target, owner, host, pid, root, since, heartbeat) "
            + "values ('published tables', 'r', 'h', 1, 'x', now(), now())");
        foreach (var command in new string[][] { ["restore", backup, "--force"], ["restore", backup, "--force", "--wait", "1s"] })
            (await other.CallAsync(command)).ShouldBe(ExitCode.Temporary, "another run (r, pid 1 on h", "publishes there");
        PostgresSql.Execute(there, "delete from run_lease");
        (await other.CallAsync("restore", backup, "--force")).ShouldBe(ExitCode.Ok, "0 missing rows added", "next: ./run.sh");
        PostgresSql.Rows(there, "select count(*) from run_lease").ShouldBe(["0"]);
        (await other.RunAsync()).ShouldBe(ExitCode.Ok, "cache: 3 inserted", "0 rows added, 0 restated, 15 unchanged");
    }

    [Fact]
    public async Task The_same_run_again_changes_nothing()
    {
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok, "cache: 0 inserted, 0 updated, 0 deleted", "0 rows added, 0 restated, 15 unchanged");
    }

    [Fact]
    public async Task Every_audit_show_and_screen_sees_the_tables_of_the_server()
    {
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        (await trial.CallAsync("audit")).ShouldBe(ExitCode.Ok, "11 audits: 11 ok");
        (await trial.CallAsync("show", "S01", "--all")).ShouldBe(ExitCode.Ok, "sma_200");
        (await trial.CallAsync("screen", "close > 0")).ShouldBe(ExitCode.Ok, "S01", "3 rows");
        (await trial.CallAsync("sql", "SELECT nothing FROM market_analysis_cache")).ShouldBe(ExitCode.Usage, "nothing");
    }

    [Fact]
    public async Task Rows_that_break_an_audit_on_the_server_fail_the_chain_and_are_named()
    {
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok, "6 audits: 6 ok");
        PostgresSql.Execute(connection, """
            insert into index_constituents select (jsonb_populate_record(c, '{"first_seen_at": "1999-01-04"}')).* from index_constituents c where symbol = 'S01'
            """);
        (await trial.RunAsync()).ShouldBe(ExitCode.DataUnfit,
            "1 failed (members_have_one_open_interval 1 row)", "index_name REPLAY, symbol S01, open_intervals 2");
    }

    [Fact]
    public async Task Queries_before_the_first_run_name_the_missing_table() =>
        (await trial.CallAsync("sql", "SELECT * FROM market_analysis_cache")).ShouldBe(ExitCode.Configuration, "market_analysis_cache");

    [Fact]
    public async Task A_server_that_is_down_ends_a_run_and_a_query_with_75_and_no_secret()
    {
        using var down = With(settings => settings.Port = GuardedServer.FreePort());
        foreach (var ended in new[] { await down.RunAsync(), await down.CallAsync("sql", "SELECT * FROM job_run") })
        {
            ended.ShouldBe(ExitCode.Temporary, "does not respond");
            ended.Text.ShouldNotContain(PostgresServer.Password);
        }
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
    }

    [Fact]
    public async Task A_wrong_password_ends_a_run_with_78_and_is_not_shown()
    {
        using var wrong = With(settings => settings.Password = "geheim");
        var ended = await wrong.RunAsync();
        ended.ShouldBe(ExitCode.Configuration, "password authentication failed");
        ended.Text.ShouldNotContain("geheim");
    }

    [Fact]
    public async Task A_server_lost_during_a_run_ends_it_with_75_and_the_next_run_completes()
    {
        var port = new NpgsqlConnectionStringBuilder(connection).Port;
        using (var wire = new Wire(port, 60_000, w => w.Cut()))
        using (var lost = With(settings => settings.Port = wire.Port))
        {
            (await lost.RunAsync()).ShouldBe(ExitCode.Temporary);
            wire.HasHappened.ShouldBeTrue();
        }
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        (await trial.SqlAsync("SELECT count(*) FROM market_analysis_history")).ShouldBe(["15"]);
    }

    public void Dispose()
    {
        trial.Dispose();
        embedded.Dispose();
    }

    private Trial With(Action<NpgsqlConnectionStringBuilder> change)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection);
        change(settings);
        return new Trial { Data = trial.Data, Replay = trial.Replay, Variables = new() { ["QM_POSTGRES"] = settings.ConnectionString } };
    }
}
