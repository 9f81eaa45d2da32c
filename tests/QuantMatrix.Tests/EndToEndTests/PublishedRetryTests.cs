using Npgsql;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Publish.Redis;
using QuantMatrix.Tests.Servers;
using StackExchange.Redis;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>A partial night on PostgreSQL and Redis, and its retry: the symbol that failed is fetched, computed and published; no other is fetched.</summary>
[Trait("class", "servers")]
public sealed class PublishedRetryTests : IClassFixture<PostgresTestDatabase>, IDisposable
{
    private const int Night = 299;

    private const string Jobs = """
        jobs:
          fetch: {run: backfill_symbols, options: {symbols: [S00, S01, S02, S03], first_days: 270}}
          compute: {run: recompute_indicators_universe, needs: [fetch]}
          record: {run: record_daily_history, needs: [compute], options: {whole_universe: true}}
        chains: {night: {jobs: [fetch, compute, record]}}
        providers: {bars: [yahoo], yahoo_calls_per_minute: 100000}
        """;

    private readonly LiveNights nights = new("yahoo", symbols: 4);
    private readonly RedisServer redis = new();
    private readonly string connection;

    public PublishedRetryTests(PostgresTestDatabase database)
    {
        var schema = $"retry_{Guid.NewGuid():N}";
        PostgresSql.Execute(database.Connection, $"create schema {schema}");
        connection = new NpgsqlConnectionStringBuilder(database.Connection) { SearchPath = schema }.ConnectionString;
        (nights.Trial.Variables["QM_POSTGRES"], nights.Trial.Variables["QM_REDIS"]) = (connection, redis.ConnectionString);
    }

    [Fact]
    public async Task A_retry_completes_the_published_night()
    {
        await TrackAsync();
        nights.Instead = call => call.Symbol == "S03" ? ProviderReply.Of(404, "no such symbol") : null;
        (await CallAsync("run", "night")).ShouldBe(ExitCode.Ok, "fetch    partial", "3 of 4 symbols");
        Published().ShouldBe(["S00", "S01", "S02"]);
        var run = (await nights.Trial.CallAsync("runs")).Output.Split(' ')[0];
        nights.Instead = _ => null;
        nights.NewCalls();

        (await CallAsync("retry", run)).ShouldBe(ExitCode.Ok, "fetch: 1 symbol (S03) open", "270 bars inserted", "cache: 1 inserted");

        nights.NewCalls().Select(c => c.Symbol).Distinct().ShouldBe(["S03"]);
        Published().ShouldBe(["S00", "S01", "S02", "S03"]);
        PostgresSql.Rows(connection, "select distinct symbol from market_analysis_history order by 1").ShouldBe(["S00", "S01", "S02", "S03"]);
        PostgresSql.Rows(connection, "select job, status from job_run order by job, status").ShouldBe(
            ["compute|ok", "compute|ok", "fetch|ok", "fetch|partial", "record|ok", "record|ok"]);
        PostgresSql.Rows(connection, "select count(*) from run_lease").ShouldBe(["0"]);
        await using (var client = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString))
            (await client.GetDatabase().StringGetAsync("taskstatus:fetch:last")).ToString().ShouldContain("\"status\":\"ok\"");
        (await nights.SqlAsync("SELECT count(*) FROM units")).ShouldBe(["0"]);
        (await CallAsync("retry", run)).ShouldBe(ExitCode.Ok, $"nothing to retry: {run}");
    }

    public void Dispose()
    {
        nights.Dispose();
        redis.Dispose();
    }

    private Task<Ended> CallAsync(params string[] command)
    {
        var file = Path.Combine(nights.Trial.Folder, "night.yaml");
        File.WriteAllText(file, Jobs);
        return nights.WithJobsAsync(Night, file, command);
    }

    private IReadOnlyList<string> Published() => PostgresSql.Rows(connection, "select symbol from market_analysis_cache order by symbol");

    private async Task TrackAsync()
    {
        using var target = new RedisTarget(redis.ConnectionString, "test");
        await target.ConnectAsync(CancellationToken.None);
        await target.Sets.ReplaceSetAsync("tracked:all", nights.Symbols);
    }
}
