using QuantMatrix.Publish.Tables;
using StackExchange.Redis;

namespace QuantMatrix.Publish.Redis;

/// <summary>Sets, values and lists as keys of one Redis database; time is the server's.</summary>
internal sealed class RedisSets(RedisConnection connection, string runId) : ISets
{
    /// <summary>How long a half-built set stays that a killed run left.</summary>
    private static readonly TimeSpan BuildFor = TimeSpan.FromHours(1);

    private int builds;

    /// <summary>Built beside the old one and renamed over it, so that readers never meet half of it.</summary>
    public async Task ReplaceSetAsync(string name, IReadOnlyCollection<string> members, TimeSpan? timeToLive = null, CancellationToken ct = default)
    {
        if (members.Count == 0)
        {
            await connection.RunAsync(server => server.KeyDeleteAsync(name), ct);
            return;
        }
        var build = $"build:{runId}:{Interlocked.Increment(ref builds)}:{name}";
        await TogetherAsync(all => [all.SetAddAsync(build, Values(members)), all.KeyExpireAsync(build, BuildFor)], ct);
        await TogetherAsync(all => [all.KeyRenameAsync(build, name), timeToLive is { } end ? all.KeyExpireAsync(name, end) : all.KeyPersistAsync(name)], ct);
    }

    public async Task<int> AddToSetAsync(string name, IReadOnlyCollection<string> members, TimeSpan? timeToLiveFromFirst = null, CancellationToken ct = default)
    {
        if (members.Count == 0) return 0;
        Task<long>? added = null;
        await TogetherAsync(all =>
        [
            added = all.SetAddAsync(name, Values(members)),
            .. timeToLiveFromFirst is { } end ? [all.KeyExpireAsync(name, end, ExpireWhen.HasNoExpiry)] : Array.Empty<Task>(),
        ], ct);
        return (int)await added!;
    }

    public Task<IReadOnlyList<string>> MembersAsync(string name, CancellationToken ct = default) =>
        connection.RunAsync(async server => Texts(await server.SetMembersAsync(name)).InOrder(), ct);

    public Task SetKeysAsync(IReadOnlyDictionary<string, string> values, TimeSpan? timeToLive = null, CancellationToken ct = default) =>
        TogetherAsync(all => [.. values.Select(v => all.StringSetAsync(v.Key, v.Value, timeToLive is { } end ? end : Expiration.Default))], ct);

    public Task<string?> GetKeyAsync(string key, CancellationToken ct = default) =>
        connection.RunAsync(async server => (string?)await server.StringGetAsync(key), ct);

    public Task PushAsync(string key, string json, int keepLast, CancellationToken ct = default) =>
        TogetherAsync(all => [all.ListLeftPushAsync(key, json), all.ListTrimAsync(key, 0, keepLast - 1)], ct);

    public Task<IReadOnlyList<string>> ListAsync(string key, CancellationToken ct = default) =>
        connection.RunAsync<IReadOnlyList<string>>(async server => [.. Texts(await server.ListRangeAsync(key))], ct);

    /// <summary>Commands as one transaction, MULTI to EXEC.</summary>
    private Task<bool> TogetherAsync(Func<ITransaction, Task[]> commands, CancellationToken ct) => connection.RunAsync(async server =>
    {
        var transaction = server.CreateTransaction();
        var answers = commands(transaction);
        var done = await transaction.ExecuteAsync();
        await Task.WhenAll(answers);
        return done;
    }, ct);

    private static RedisValue[] Values(IEnumerable<string> members) => [.. members.Select(m => (RedisValue)m)];

    private static IEnumerable<string> Texts(RedisValue[] values) => values.Select(v => v.ToString());
}
