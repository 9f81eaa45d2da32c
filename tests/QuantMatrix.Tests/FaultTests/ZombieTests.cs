using QuantMatrix.Batch.Graph;
using QuantMatrix.Tests.EndToEndTests;
using QuantMatrix.Tests.Servers;
using StackExchange.Redis;

namespace QuantMatrix.Tests.FaultTests;

/// <summary>A night that was stopped within a commit, lost its lock and its leases, and wakes up after the next night publishes nothing anywhere.</summary>
[Trait("class", "servers")]
public sealed class ZombieTests(FaultNights nights) : IClassFixture<FaultNights>, IDisposable
{
    private readonly ServerScenario scenario = new(nights);
    private readonly TempFolder folder = new();

    [Theory]
    [InlineData("lake.before_file:pause")]
    [InlineData("lake.before_manifest:pause")]
    [InlineData("lake.manifest_linked:pause:2")]
    [InlineData("cache.before_publish:pause")]
    [InlineData("history.before_append:pause")]
    [InlineData("postgres.before_commit:pause:2")]
    [InlineData("redis.before_swap:pause")]
    [InlineData("redis.before_exec:pause")]
    [InlineData("ledger.before_close:pause")]
    public async Task A_woken_night_changes_neither_lake_nor_tables_nor_sets(string failure)
    {
        await scenario.PrepareAsync();
        using var stopped = scenario.Start(failure);
        await stopped.StoppedAsync();
        await TakeOverAsync();
        Market.Write(folder["replay"], symbols: 5, sessions: 72);
        using (var next = new Trial { Data = scenario.Data, Replay = folder["replay"], Variables = scenario.Servers })
            (await next.RunAsync()).ShouldBe(ExitCode.Ok);
        var (lake, published) = (ContentHash.Of(scenario.Data), await scenario.ContentAsync());

        await stopped.SignalAsync("CONT");
        var woken = await stopped.EndedAsync();
        if (!failure.StartsWith("ledger", StringComparison.Ordinal)) woken.Code.ShouldBe(ExitCode.Temporary, woken.Text);
        ContentHash.Of(scenario.Data).ShouldBe(lake);
        (await scenario.ContentAsync()).ShouldBe(published);
    }

    public void Dispose()
    {
        scenario.Dispose();
        folder.Dispose();
    }

    /// <summary>The lock is gone as on a network file system that gave it away, and the leases have expired.</summary>
    private async Task TakeOverAsync()
    {
        File.Delete(Path.Combine(scenario.Data, "runs", "run.lock"));
        if (PostgresSql.Rows(scenario.Postgres, "select to_regclass('run_lease') is not null") is ["true"])
            PostgresSql.Execute(scenario.Postgres, "update run_lease set heartbeat = now() - interval '2 hours'");
        await using var client = await ConnectionMultiplexer.ConnectAsync(nights.Redis);
        await client.GetDatabase().KeyDeleteAsync("run_lease:holder");
    }
}
