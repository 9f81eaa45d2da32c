using QuantMatrix.Publish.Redis;
using QuantMatrix.Publish;
using QuantMatrix.Tests.Servers;
using StackExchange.Redis;

namespace QuantMatrix.Tests.ContractTests;

[Trait("class", "servers")]
public sealed class RedisSetsTests : SetsContract, IAsyncLifetime, IDisposable
{
    private const int Database = 1;

    private RedisTarget target = null!;
    private ConnectionMultiplexer client = null!;

    protected override ISets Sets => target.Sets;

    private IDatabase Keys => client.GetDatabase();

    public async Task InitializeAsync()
    {
        var text = await RedisServer.EmptyDatabaseAsync(Database);
        (target, client) = (new RedisTarget(text, "20240301T220000Z-0000"), await ConnectionMultiplexer.ConnectAsync(text));
    }

    [Fact]
    public async Task A_set_expires_by_the_servers_clock()
    {
        await Sets.ReplaceSetAsync("screen:short", ["A"], TimeSpan.FromMilliseconds(20));
        await Wait.UntilAsync(async () => !await Keys.KeyExistsAsync("screen:short"));
        (await Sets.MembersAsync("screen:short")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_set_replaced_without_time_to_live_does_not_expire()
    {
        await Sets.ReplaceSetAsync("tracked:all", ["A"], TimeSpan.FromHours(1));
        await Sets.ReplaceSetAsync("tracked:all", ["B"]);
        (await Keys.KeyTimeToLiveAsync("tracked:all")).ShouldBeNull();
    }

    [Fact]
    public async Task A_reader_never_sees_an_empty_or_mixed_set_while_it_is_replaced()
    {
        string[][] states = [["A1", "A2", "A3"], ["B1", "B2"]];
        await Sets.ReplaceSetAsync("tracked:all", states[0]);
        using var done = new CancellationTokenSource();
        var reader = Task.Run(async () =>
        {
            var seen = new List<string>();
            while (!done.IsCancellationRequested) seen.Add(string.Join(' ', (await Keys.SetMembersAsync("tracked:all")).Select(m => m.ToString()).Order()));
            return seen;
        });
        for (var i = 1; i <= 300; i++) await Sets.ReplaceSetAsync("tracked:all", states[i % 2], i % 3 == 0 ? TimeSpan.FromHours(1) : null);
        await done.CancelAsync();
        (await reader).Distinct().ShouldBe(["A1 A2 A3", "B1 B2"], ignoreOrder: true);
    }

    [Fact]
    public async Task Two_writers_of_one_set_leave_the_set_of_one_of_them_and_no_partial_keys()
    {
        using var other = new RedisTarget(client.Configuration, "20240301T220000Z-0001");
        string[] first = ["A", "B", "C"], second = ["C", "D"];
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => (i % 2 == 0 ? Sets : other.Sets).ReplaceSetAsync("tracked:all", i % 4 < 2 ? first : second)));
        string.Concat(await Sets.MembersAsync("tracked:all")).ShouldBeOneOf("ABC", "CD");
        client.GetServers()[0].Keys(Database).ShouldHaveSingleItem();
    }

    protected override async Task PassAsync(TimeSpan time)
    {
        foreach (var key in client.GetServers()[0].Keys(Database))
            if (await Keys.KeyTimeToLiveAsync(key) is { } left) await Keys.KeyExpireAsync(key, left - time);
    }

    public void Dispose()
    {
        target.Dispose();
        client.Dispose();
    }

    Task IAsyncLifetime.DisposeAsync() => Task.CompletedTask;
}
