using Npgsql;
using QuantMatrix.Broker.Flex.Sections;
using QuantMatrix.Model;
using QuantMatrix.Publish;
using QuantMatrix.Publish.Postgres;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.ContractTests;

/// <summary>One run at a time publishes to a server, whatever becomes of the former one.</summary>
[Trait("class", "servers")]
public sealed class PostgresLeaseTests(PostgresTestDatabase database) : IClassFixture<PostgresTestDatabase>, IDisposable
{
    private readonly PostgresTrial trial = new(database.Connection);
    private readonly List<PostgresTarget> opened = [];

    public static TheoryData<string> Writes => [.. Calls.Keys];

    [Fact]
    public async Task A_run_of_another_data_root_is_told_the_holder_and_follows_it()
    {
        var first = await OpenAsync("run-1", root: "here");
        var second = await OpenAsync("run-2", root: "there");
        (await first.Lease!.TryTakeAsync(default)).ShouldBeNull();
        (await second.Lease!.TryTakeAsync(default)).ShouldBe(Run("run-1", "here"));
        second.Lease.Held(Run("run-1", "here")).Message.ShouldContain(
            "another run (run-1, pid 77 on night-host, since 2026-11-27 03:00:00 UTC) publishes there; "
            + "retry when it has finished, or wait for it with --wait 30m");
        first.Dispose();
        (await second.Lease.TryTakeAsync(default)).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task A_run_whose_lease_was_taken_over_writes_nothing(string call)
    {
        var (stopped, next) = (await TakenAsync("run-1", "here"), await OpenAsync("run-2", "there"));
        await Calls["the cache"](stopped.Tables);
        (await next.Lease!.TryTakeAsync(default)).ShouldNotBeNull("its holder is alive");
        Age();
        (await next.Lease.TryTakeAsync(default)).ShouldBeNull();
        var before = TrialNight.Content(trial.Connection);
        (await Should.ThrowAsync<TemporaryException>(() => Calls[call](stopped.Tables))).Message.ShouldContain(
            "this run was stopped for too long and another run (run-2, pid 77 on night-host, since 2026-11-27 03:00:00 UTC) took over its lease");
        TrialNight.Content(trial.Connection).ShouldBe(before);
        await Calls[call](next.Tables);
    }

    [Fact]
    public async Task A_run_that_was_stopped_and_finds_no_other_run_goes_on()
    {
        var stopped = await TakenAsync("run-1", "here");
        Age();
        await Calls["the cache"](stopped.Tables);
        trial.Rows("select run_id from market_analysis_cache").ShouldBe(["run"]);
    }

    [Fact]
    public async Task The_next_run_of_the_same_data_root_takes_the_lease_at_once()
    {
        var killed = await TakenAsync("run-1", "here");
        var next = await TakenAsync("run-2", "here");
        await Calls["the cache"](next.Tables);
        await Should.ThrowAsync<TemporaryException>(() => Calls["the cache"](killed.Tables));
        killed.Dispose();
        trial.Rows("select owner from run_lease").ShouldBe(["run-2"]);
    }

    [Fact]
    public async Task The_lease_is_renewed_also_while_a_transaction_publishes()
    {
        using var target = Open("run-1", "here", new(TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(5)));
        await target.Tables.MigrateAsync();
        (await target.Lease!.TryTakeAsync(default)).ShouldBeNull();
        await using var publishing = await PublishingAsync("run-1");
        Age();
        await Wait.UntilAsync(() => trial.Rows("select heartbeat > now() - interval '1 hour' from run_lease").SequenceEqual(["true"]));
    }

    [Fact]
    public async Task A_takeover_ends_the_transaction_that_the_former_run_left_open()
    {
        await TakenAsync("run-1", "here");
        await using var left = await PublishingAsync("run-1");
        Age();
        var next = await TakenAsync("run-2", "there");
        await Calls["the cache"](next.Tables);
        await using var commit = new NpgsqlCommand("commit", left);
        await Should.ThrowAsync<NpgsqlException>(() => commit.ExecuteNonQueryAsync());
    }

    public void Dispose()
    {
        opened.ForEach(t => t.Dispose());
        trial.Dispose();
    }

    private static readonly Dictionary<string, Func<ITables, Task>> Calls = new()
    {
        ["the cache"] = tables => tables.PublishCacheAsync(TrialBatch.Of(TrialCatalogue.Small, new TrialRow("AAA", "2024-03-01")), "run"),
        ["the history"] = tables => tables.AppendHistoryAsync(TrialBatch.Of(TrialCatalogue.Small, new TrialRow("AAA", "2024-03-01")), "run", null),
        ["constituents"] = tables => tables.RefreshConstituentsAsync("SP500", ["A"], new DateOnly(2024, 3, 1)),
        ["statements"] = tables => PostgresRolesTests.IngestAsync(tables, "1"),
        ["job_run"] = tables => tables.RecordJobsAsync(
            [new("run", "j", "k", JobOutcome.Ok, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, "s")]),
    };

    private static LeaseHolder Run(string id, string root) => new(id, "night-host", 77, root, new(2026, 11, 27, 3, 0, 0, TimeSpan.Zero));

    private async Task<PostgresTarget> TakenAsync(string id, string root)
    {
        var target = await OpenAsync(id, root);
        (await target.Lease!.TryTakeAsync(default)).ShouldBeNull();
        return target;
    }

    private async Task<PostgresTarget> OpenAsync(string id, string root)
    {
        var target = Open(id, root, LeaseTimes.Standard);
        opened.Add(target);
        await target.Tables.MigrateAsync();
        return target;
    }

    private PostgresTarget Open(string id, string root, LeaseTimes times)
    {
        var options = new TargetOptions { Statements = FlexSections.Tables, Run = Run(id, root), LeaseTimes = times };
        return new(trial.Connection, PostgresTrial.Scripts, TrialCatalogue.Small.Columns, trial.Clock, options);
    }

    /// <summary>A connection of a run in the middle of a publishing transaction.</summary>
    private async Task<NpgsqlConnection> PublishingAsync(string run)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(trial.Connection) { ApplicationName = $"quantmatrix {run}" }.ConnectionString);
        await connection.OpenAsync();
        await using var begin = new NpgsqlCommand($"""
            begin; select pg_advisory_xact_lock(hashtextextended('quantmatrix ' || current_schema(), 0));
            select token from run_lease where owner = '{run}' for key share
            """, connection);
        await begin.ExecuteNonQueryAsync();
        return connection;
    }

    /// <summary>As when the holder was stopped long ago.</summary>
    private void Age() => PostgresSql.Execute(trial.Connection, "update run_lease set heartbeat = now() - interval '2 hours'");
}
