using System.Text.Json.Nodes;
using StackExchange.Redis;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>Content of a Redis database by key, without times, run ids and leases.</summary>
internal static class RedisContent
{
    public static async Task<IReadOnlyDictionary<string, string>> OfAsync(string connection)
    {
        await using var client = await ConnectionMultiplexer.ConnectAsync($"{connection},allowAdmin=true");
        var (database, content) = (client.GetDatabase(), new SortedDictionary<string, string>(StringComparer.Ordinal));
        foreach (var key in client.GetServers()[0].Keys(database.Database).Where(k => !k.ToString().StartsWith("run_lease:", StringComparison.Ordinal)))
            content.Add(key.ToString(), await TextAsync(database, key));
        return content;
    }

    private static async Task<string> TextAsync(IDatabase database, RedisKey key) => await database.KeyTypeAsync(key) switch
    {
        RedisType.Set => string.Join(' ', (await database.SetMembersAsync(key)).Select(m => m.ToString()).Order(StringComparer.Ordinal)),
        RedisType.List => Outcome((await database.ListGetByIndexAsync(key, 0)).ToString()),
        _ => Outcome((await database.StringGetAsync(key)).ToString()),
    };

    /// <summary>The status of a job, or the label and summary of coverage.</summary>
    private static string Outcome(string json) =>
        JsonNode.Parse(json)! is var value && value["label"] is { } label ? $"{label}: {value["summary"]}" : $"{value["status"]}";
}
