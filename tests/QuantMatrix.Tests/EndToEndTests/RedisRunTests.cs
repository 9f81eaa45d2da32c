using QuantMatrix.Batch.Graph;
using QuantMatrix.Tests.Servers;
using StackExchange.Redis;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>The chain with its sets on a real Redis. When Redis is lost, the tables are still published and one run refills it.</summary>
[Trait("class", "servers")]
public sealed class RedisRunTests : IDisposable
{
    private const string Password = "geheim";

    private readonly RedisServer server = new("--requirepass", Password);
    private readonly Trial trial;

    public RedisRunTests()
    {
        trial = new Trial { Variables = { ["QM_REDIS"] = Address } };
        Market.Write(trial.Replay, symbols: 4, sessions: 300);
    }

    private string Address => $"{server.ConnectionString},password={Password}";

    [Fact]
    public async Task The_chain_fills_redis_and_leaves_the_embedded_sets_alone()
    {
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);

        var content = await RedisContent.OfAsync(Address);
        content["tracked:all"].ShouldBe("S00 S01 S02 S03 SPY");
        content["tracked:new"].ShouldBe(content["tracked:all"]);
        content["coverage:health:last"].ShouldBe(content["coverage:health:history"]);
        content.Keys.Where(k => k.StartsWith("taskstatus:", StringComparison.Ordinal)).Count().ShouldBe(9);
        ContentHash.OfEmbedded(trial.Data).Keys.ShouldBe(["market_analysis_cache", "market_analysis_history", "index_constituents"]);
        foreach (var key in new[] { "tracked:new", "coverage:health:last" })
            (await TimeToLiveAsync(key))!.Value.ShouldBeInRange(TimeSpan.FromHours(23), TimeSpan.FromHours(24));
        (await TimeToLiveAsync("tracked:all")).ShouldBeNull();
    }

    [Fact]
    public async Task A_screen_is_the_set_of_symbols_the_command_lists()
    {
        await trial.RunAsync("--set", "publish_screens.screens={risen: close > open, fallen: close <= open, none: close < 0}");
        var content = await RedisContent.OfAsync(Address);
        foreach (var (name, condition) in new[] { ("risen", "close > open"), ("fallen", "close <= open") })
        {
            var symbols = await trial.SqlAsync($"SELECT symbol FROM market_analysis_cache WHERE {condition} ORDER BY symbol");
            content.GetValueOrDefault($"screen:{name}", "").ShouldBe(string.Join(' ', symbols));
        }
        content.ShouldNotContainKey("screen:none");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_lost_redis_is_rebuilt_by_one_run_and_its_symbols_are_not_new(bool restarted)
    {
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        var before = await RedisContent.OfAsync(Address);

        if (restarted) Restart();
        else await CommandAsync("FLUSHALL");
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok, "5 symbols: 0 new, 0 dropped; tracked:all was lost and has been rebuilt");

        (await RedisContent.OfAsync(Address)).ShouldBe(before.Where(k => k.Key != "tracked:new"));
    }

    [Fact]
    public async Task A_symbol_that_joined_while_redis_was_lost_is_new()
    {
        (await trial.RunAsync("--as-of", "2015-06-01")).ShouldBe(ExitCode.Ok);
        await CommandAsync("FLUSHALL");
        trial.With("S09.csv", Market.Csv(9, 300));
        await trial.RunAsync();
        (await RedisContent.OfAsync(Address))["tracked:new"].ShouldBe("S09");
    }

    [Theory]
    [InlineData("KILL", "Connection refused")]
    [InlineData("STOP", "no answer")]
    public async Task Without_redis_the_tables_are_published_the_run_is_temporary_and_the_next_one_completes(string signal, string found)
    {
        if (signal == "KILL") server.Kill();
        else server.Signal(signal);
        if (signal == "STOP") trial.Variables["QM_REDIS"] += ",connectTimeout=200";

        var ended = await trial.RunAsync();
        ended.ShouldBe(ExitCode.Temporary,
            $"Redis at {server.Address} cannot be reached. Found: {found}", "5 symbols, sets not written", "the next run writes tracked:all and tracked:new");
        ended.Text.ShouldNotContain(Password);
        Statuses(ended).ShouldBe(["ok", "partial", "partial", "ok", "ok", "temporary", "temporary", "ok", "skipped"]);

        if (signal == "KILL") Restart();
        else server.Signal("CONT");
        trial.Variables["QM_REDIS"] = Address;
        await ShouldCompleteAsync();
    }

    [Fact]
    public async Task A_single_job_uses_the_symbols_of_the_tables_while_redis_is_down_or_empty()
    {
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        await CommandAsync("FLUSHALL");
        (await trial.CallAsync("run", "recompute_indicators_universe")).ShouldBe(ExitCode.Ok, "4 symbols",
            "tracked:all is empty: using symbols from the database");
        server.Kill();
        foreach (var job in new[] { "backfill_last_bars", "backfill_stale_daily_tracked", "recompute_indicators_universe" })
            (await trial.CallAsync("run", job)).ShouldBe(ExitCode.Ok, "Connection refused", "using symbols from the database");
    }

    [Fact]
    public async Task A_missing_universe_is_reported_when_redis_is_down_and_the_tables_are_empty()
    {
        server.Kill();
        (await trial.CallAsync("run", "backfill_last_bars")).ShouldBe(ExitCode.DataUnfit, "Connection refused", "the database names no symbols either");
    }

    [Theory]
    [InlineData(",password=geheimer", "WRONGPASS|NOAUTH")]
    [InlineData("", "NOAUTH")]
    [InlineData(",ssl=geheim", "expected the server first")]
    public async Task A_server_that_rejects_the_login_ends_the_run_before_any_work_without_showing_the_password(string options, string found)
    {
        trial.Variables["QM_REDIS"] = server.ConnectionString + options;
        var ended = await trial.RunAsync();
        ended.ShouldBe(ExitCode.Configuration);
        ended.Text.ShouldMatch(found);
        ended.Text.ShouldNotContain(Password);
        File.Exists(trial.Embedded).ShouldBeFalse();
    }

    [Fact]
    public async Task Redis_killed_during_a_run_ends_it_as_temporary_and_the_next_run_completes_it()
    {
        var secret = Path.Combine(trial.Folder, "redis");
        await File.WriteAllTextAsync(secret, trial.Variables["QM_REDIS"]);
        Ended ended;
        while ((ended = await KilledDuringRunAsync(secret)).Code == ExitCode.Ok) Directory.Delete(trial.Data, recursive: true); // the run ended before the kill
        ended.ShouldBe(ExitCode.Temporary,
            $"Redis at {server.Address} cannot be reached", "taskstatus:<job>:last of");
        ended.Text.ShouldNotContain(Password);
        await ShouldCompleteAsync();
    }

    [Fact]
    public async Task A_run_without_permission_to_write_job_status_still_succeeds()
    {
        await CommandAsync("ACL", "SETUSER", "bob", "on", $">{Password}", "~tracked:*", "~coverage:*", "~screen:*", "~build:*", "~run_lease:*", "+@all");
        trial.Variables["QM_REDIS"] = $"{server.ConnectionString},user=bob,password={Password}";
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        (await CommandAsync("KEYS", "taskstatus:*")).Length.ShouldBe(0);
    }

    public void Dispose()
    {
        trial.Dispose();
        server.Dispose();
    }

    /// <summary>Runs once more and compares tables and keys with those of an undisturbed run.</summary>
    private async Task ShouldCompleteAsync()
    {
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        using var quiet = new RedisServer();
        using var elsewhere = new Trial { Replay = trial.Replay, Variables = { ["QM_REDIS"] = quiet.ConnectionString } };
        (await elsewhere.RunAsync()).ShouldBe(ExitCode.Ok);
        var (content, expected) = (await RedisContent.OfAsync(Address), await RedisContent.OfAsync(quiet.Address));
        content.Where(k => k.Key != "tracked:new").ShouldBe(expected.Where(k => k.Key != "tracked:new"));
        ContentHash.Of(trial.Data).ShouldBe(ContentHash.Of(elsewhere.Data));
    }

    /// <summary>Kills Redis as soon as it contains the tracked symbols and restarts it, empty, after the run.</summary>
    private async Task<Ended> KilledDuringRunAsync(string secret)
    {
        await using var client = await ConnectionMultiplexer.ConnectAsync(Address);
        using var run = Executable.Start(trial.Data, trial.Replay, switches: [$"QM_REDIS_FILE={secret}"]);
        await Wait.UntilAsync(() => client.GetDatabase().KeyExistsAsync("tracked:all"));
        server.Kill();
        var ended = await run.EndedAsync();
        Restart();
        return ended;
    }

    private void Restart()
    {
        server.Kill();
        server.Restart();
    }

    private static IEnumerable<string> Statuses(Ended ended) =>
        ended.Output.Split('\n').Where(line => line.Length > 0 && char.IsAsciiLetterLower(line[0]) && !line.StartsWith("run ", StringComparison.Ordinal))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);

    private async Task<RedisResult> CommandAsync(string command, params object[] arguments)
    {
        await using var client = await ConnectionMultiplexer.ConnectAsync($"{Address},allowAdmin=true");
        return await client.GetDatabase().ExecuteAsync(command, arguments);
    }

    private async Task<TimeSpan?> TimeToLiveAsync(string key) =>
        (long)await CommandAsync("TTL", key) is var seconds and >= 0 ? TimeSpan.FromSeconds(seconds) : null;
}
