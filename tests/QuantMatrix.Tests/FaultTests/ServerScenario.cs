using Npgsql;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Tests.ContractTests;
using QuantMatrix.Tests.EndToEndTests;
using QuantMatrix.Tests.Servers;
using StackExchange.Redis;

namespace QuantMatrix.Tests.FaultTests;

/// <summary>The nightly chain with its tables on Postgres and its sets on Redis.</summary>
internal sealed class ServerScenario(FaultNights nights) : NightScenario(nights)
{
    private readonly string schema = $"fault_{Guid.NewGuid():N}";

    public string Postgres => new NpgsqlConnectionStringBuilder(Nights.Postgres) { SearchPath = schema }.ConnectionString;

    public Dictionary<string, string> Servers => new() { ["QM_POSTGRES"] = Postgres, ["QM_REDIS"] = Nights.Redis };

    public override IReadOnlyList<string> Variables => [.. Servers.Select(v => $"{v.Key}={v.Value}")];

    public override async Task PrepareAsync()
    {
        await base.PrepareAsync();
        PostgresSql.Execute(Nights.Postgres, $"create schema {schema}");
        await using var client = await ConnectionMultiplexer.ConnectAsync($"{Nights.Redis},allowAdmin=true");
        await client.GetDatabase().ExecuteAsync("FLUSHDB");
    }

    public override async Task ShouldBeCompleteAsync()
    {
        Nights.PublishedContent ??= await UndisturbedAsync();
        (await ContentAsync()).ShouldBe(Nights.PublishedContent);
        foreach (var table in new[] { "price_data", "features", "bar_revisions", "quarantine" })
            ContentHash.Of(Data)[table].ShouldBe(Nights.Content[table]);
        PostgresSql.Rows(Postgres, "select owner from run_lease").ShouldBeEmpty();
    }

    /// <summary>Tables, sets and keys, without what differs from run to run.</summary>
    public async Task<IReadOnlyList<string>> ContentAsync() =>
    [
        .. TrialNight.Content(Postgres).Where(t => !t.StartsWith("job_run ", StringComparison.Ordinal)),
        .. (await RedisContent.OfAsync(Nights.Redis)).Where(k => !k.Key.StartsWith("build:", StringComparison.Ordinal)).Select(k => $"{k.Key} {k.Value}"),
    ];

    protected override Trial Trial() => new() { Data = Data, Replay = Replay, Variables = Servers };

    /// <summary>The sets are those of the disturbed night: it is filled anew.</summary>
    private async Task<IReadOnlyList<string>> UndisturbedAsync()
    {
        using var undisturbed = new ServerScenario(Nights);
        var disturbed = await ContentAsync();
        await undisturbed.PrepareAsync();
        (await undisturbed.AgainAsync()).ShouldBe(ExitCode.Ok);
        var content = await undisturbed.ContentAsync();
        disturbed.ShouldBe(content);
        return content;
    }
}
