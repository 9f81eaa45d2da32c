using QuantMatrix.Model;
using StackExchange.Redis;

namespace QuantMatrix.Publish.Redis;

/// <summary>Sets, values and lists as keys of one Redis database; expiry follows the server's clock.</summary>
internal sealed class RedisSets(RedisConnection connection, string runId, RedisLease? lease) : ISets
{
    /// <summary>Time to live of a half-built set left behind by a killed run.</summary>
    private static readonly TimeSpan BuildTimeToLive = TimeSpan.FromHours(1);

    private int builds;

    /// <summary>Builds the new sets under other keys and renames them over the old ones, so that readers never see a partial set.</summary>
    public async Task ReplaceSetsAsync(
        IReadOnlyDictionary<string, IReadOnlyCollection<string>> sets, TimeSpan? timeToLive = null, CancellationToken ct = default)
    {
        if (sets.Count == 0) return;
        var build = $"build:{runId}:{Interlocked.Increment(ref builds)}";
        var filled = sets.Where(s => s.Value.Count > 0).ToDictionary(s => s.Key, s => $"{build}:{s.Key}");
        if (filled.Count > 0)
        {
            await TransactAsync(all => [.. filled.SelectMany(s =>
                (Task[])[all.SetAddAsync(s.Value, Values(sets[s.Key])), all.KeyExpireAsync(s.Value, BuildTimeToLive)])], ct);
            Failpoint.RedisBeforeSwap.Reach();
        }
        await TransactAsync(all => [.. sets.Keys.SelectMany(name => !filled.TryGetValue(name, out var built) ? (Task[])[all.KeyDeleteAsync(name)]
            : [all.KeyRenameAsync(built, name), timeToLive is { } time ? all.KeyExpireAsync(name, time) : all.KeyPersistAsync(name)])], ct);
        Failpoint.RedisAfterSwap.Reach();
    }

    public async Task<int> AddToSetAsync(string name, IReadOnlyCollection<string> members, TimeSpan? timeToLiveFromFirst = null, CancellationToken ct = default)
    {
        if (members.Count == 0) return 0;
        Task<long>? added = null;
        await TransactAsync(all =>
        [
            added = all.SetAddAsync(name, Values(members)),
            .. timeToLiveFromFirst is { } time ? [all.KeyExpireAsync(name, time, ExpireWhen.HasNoExpiry)] : Array.Empty<Task>(),
        ], ct);
        return (int)await added!;
    }

    public Task<IReadOnlyList<string>> MembersAsync(string name, CancellationToken ct = default) =>
        connection.RunAsync(async server => Texts(await server.SetMembersAsync(name)).InOrder(), ct);

    public Task SetKeysAsync(IReadOnlyDictionary<string, string> values, TimeSpan? timeToLive = null, CancellationToken ct = default) =>
        TransactAsync(all => [.. values.Select(v => all.StringSetAsync(v.Key, v.Value, timeToLive is { } time ? time : Expiration.Default))], ct);

    public Task<string?> GetKeyAsync(string key, CancellationToken ct = default) =>
        connection.RunAsync(async server => (string?)await server.StringGetAsync(key), ct);

    public Task PushAsync(string key, string json, int keepLast, CancellationToken ct = default) =>
        TransactAsync(all => [all.ListLeftPushAsync(key, json), all.ListTrimAsync(key, 0, keepLast - 1)], ct);

    public Task<IReadOnlyList<string>> ListAsync(string key, CancellationToken ct = default) =>
        connection.RunAsync<IReadOnlyList<string>>(async server => [.. Texts(await server.ListRangeAsync(key))], ct);

    /// <summary>Runs the commands as one transaction, MULTI to EXEC, provided that this run holds the lease.</summary>
    private Task<bool> TransactAsync(Func<ITransaction, Task[]> commands, CancellationToken ct) => connection.RunAsync(async server =>
    {
        while (true)
        {
            if (lease is not null) await lease.EnsureTakenAsync(server);
            var transaction = server.CreateTransaction();
            lease?.Require(transaction);
            var results = commands(transaction);
            Failpoint.RedisBeforeExec.Reach();
            if (!await transaction.ExecuteAsync() && lease is not null)
            {
                await lease.ExplainAsync(server);
                continue;
            }
            await Task.WhenAll(results);
            Failpoint.RedisAfterExec.Reach();
            return true;
        }
    }, ct);

    private static RedisValue[] Values(IEnumerable<string> members) => [.. members.Select(m => (RedisValue)m)];

    private static IEnumerable<string> Texts(RedisValue[] values) => values.Select(v => v.ToString());
}
