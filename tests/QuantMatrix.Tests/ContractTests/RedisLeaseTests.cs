using QuantMatrix.Model;
using QuantMatrix.Publish;
using QuantMatrix.Publish.Redis;
using QuantMatrix.Tests.Servers;
using StackExchange.Redis;

namespace QuantMatrix.Tests.ContractTests;

/// <summary>One run at a time writes sets and keys; a run that lost its lease writes none.</summary>
[Trait("class", "servers")]
public sealed class RedisLeaseTests : IAsyncLifetime, IDisposable
{
    private const int Database = 2;
    private const string Holder = "run_lease:holder";

    private static readonly Dictionary<string, Func<ISets, Task>> Calls = new()
    {
        ["replace"] = sets => sets.ReplaceSetAsync("tracked:all", ["ZZZ"]),
        ["remove"] = sets => sets.ReplaceSetAsync("tracked:all", []),
        ["add"] = sets => sets.AddToSetAsync("tracked:all", ["ZZZ"]),
        ["keys"] = sets => sets.SetKeysAsync(new Dictionary<string, string> { ["coverage:health:last"] = "{}" }),
        ["push"] = sets => sets.PushAsync("coverage:health:history", "{}", 5),
    };

    private readonly List<RedisTarget> opened = [];
    private ConnectionMultiplexer client = null!;
    private string address = "";

    public static TheoryData<string> Writes => [.. Calls.Keys];

    private IDatabase Keys => client.GetDatabase();

    public async Task InitializeAsync()
    {
        address = await RedisServer.EmptyDatabaseAsync(Database);
        client = await ConnectionMultiplexer.ConnectAsync(address);
    }

    [Fact]
    public async Task A_run_of_another_data_root_is_told_the_holder_and_follows_it()
    {
        var (first, second) = (Open("run-1", "here"), Open("run-2", "there"));
        (await first.Lease!.TryTakeAsync(default)).ShouldBeNull();
        (await second.Lease!.TryTakeAsync(default)).ShouldBe(Run("run-1", "here"));
        (await Should.ThrowAsync<TemporaryException>(() => Calls["add"](second.Sets))).Message.ShouldContain("another run (run-1, pid 77 on night-host");
        first.Dispose();
        (await second.Lease.TryTakeAsync(default)).ShouldBeNull();
        await Calls["add"](second.Sets);
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task A_run_whose_lease_was_taken_over_writes_nothing(string call)
    {
        var (stopped, next) = (Open("run-1", "here"), Open("run-2", "there"));
        (await stopped.Lease!.TryTakeAsync(default)).ShouldBeNull();
        await stopped.Sets.ReplaceSetAsync("tracked:all", ["AAA"]);
        await Keys.KeyDeleteAsync(Holder); // as its expiry does
        (await next.Lease!.TryTakeAsync(default)).ShouldBeNull();
        (await Should.ThrowAsync<TemporaryException>(() => Calls[call](stopped.Sets))).Message.ShouldContain(
            "this run was stopped for too long and another run (run-2, pid 77 on night-host, since 2026-11-27 03:00:00 UTC) took over its lease");
        await ShouldHoldAsync("AAA");
        next.Dispose();
        (await Should.ThrowAsync<TemporaryException>(() => Calls[call](stopped.Sets))).Message.ShouldContain("another run (ended since) took over");
        await ShouldHoldAsync("AAA");
    }

    [Fact]
    public async Task A_run_that_was_stopped_and_finds_no_other_run_goes_on()
    {
        var stopped = Open("run-1", "here");
        (await stopped.Lease!.TryTakeAsync(default)).ShouldBeNull();
        await Keys.KeyDeleteAsync(Holder);
        await Calls["replace"](stopped.Sets);
        await ShouldHoldAsync("ZZZ");
    }

    [Fact]
    public async Task The_next_run_of_the_same_data_root_takes_the_lease_at_once()
    {
        var (killed, next) = (Open("run-1", "here"), Open("run-2", "here"));
        (await killed.Lease!.TryTakeAsync(default)).ShouldBeNull();
        (await next.Lease!.TryTakeAsync(default)).ShouldBeNull();
        await Should.ThrowAsync<TemporaryException>(() => Calls["add"](killed.Sets));
        killed.Dispose();
        (await Keys.KeyExistsAsync(Holder)).ShouldBeTrue("the lease of the next run stays");
    }

    [Fact]
    public async Task A_server_that_lost_its_data_gives_the_lease_again()
    {
        var target = Open("run-1", "here");
        (await target.Lease!.TryTakeAsync(default)).ShouldBeNull();
        await Keys.ExecuteAsync("FLUSHDB");
        await Calls["replace"](target.Sets);
        await ShouldHoldAsync("ZZZ");
        (await Open("run-2", "there").Lease!.TryTakeAsync(default)).ShouldBe(Run("run-1", "here"));
    }

    [Fact]
    public async Task The_lease_is_renewed_and_expires_without_renewal()
    {
        var target = Open("run-1", "here", new(TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(2)));
        (await target.Lease!.TryTakeAsync(default)).ShouldBeNull();
        await Keys.KeyExpireAsync(Holder, TimeSpan.FromHours(1));
        await Wait.UntilAsync(async () => await Keys.KeyTimeToLiveAsync(Holder) > TimeSpan.FromMinutes(90));
    }

    public void Dispose()
    {
        opened.ForEach(t => t.Dispose());
        client.Dispose();
    }

    Task IAsyncLifetime.DisposeAsync() => Task.CompletedTask;

    private async Task ShouldHoldAsync(string member)
    {
        (await Keys.SetMembersAsync("tracked:all")).Select(m => m.ToString()).ShouldBe([member]);
        client.GetServers()[0].Keys(Database).Select(k => k.ToString()).ShouldBeSubsetOf(["tracked:all", Holder, "run_lease:token"]);
    }

    private static LeaseHolder Run(string id, string root) => new(id, "night-host", 77, root, new(2026, 11, 27, 3, 0, 0, TimeSpan.Zero));

    private RedisTarget Open(string id, string root, LeaseTimes? times = null)
    {
        var target = new RedisTarget(address, id, new() { Run = Run(id, root), LeaseTimes = times ?? LeaseTimes.Standard });
        opened.Add(target);
        return target;
    }
}
