using QuantMatrix.Batch.Graph;
using QuantMatrix.Tests.ContractTests;
using QuantMatrix.Tests.Servers;
using StackExchange.Redis;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>Provider responses are kept for an hour, where no reader of the published keys sees them.</summary>
[Trait("class", "slow")]
public sealed class ResponseCacheTests : IDisposable
{
    private const int First = 299;

    private readonly LiveNights nights = new("twelvedata", symbols: 3);

    private string Cache => Path.Combine(nights.Trial.Data, "cache", "responses.duckdb");

    [Fact]
    public async Task Responses_are_kept_in_a_file_of_their_own_that_may_be_deleted()
    {
        await ShouldAskOnceAsync();
        EmbeddedTrial.Rows(nights.Trial.Embedded, "select key from key_value where key not like 'taskstatus:%'").ShouldBeEmpty();
        EmbeddedTrial.Rows(Cache, "select count(*) from key_value where key like 'provider:twelvedata:%'").ShouldNotBe(["0"]);

        Directory.Delete(Path.GetDirectoryName(Cache)!, recursive: true);
        File.Delete(nights.Trial.Manifest);
        Directory.Delete(nights.Trial.Lake, recursive: true);
        (await nights.NightAsync(First)).ShouldBe(ExitCode.Ok);
        nights.NewCalls().Count.ShouldBe(3);
    }

    [Fact]
    public async Task On_a_redis_server_responses_have_a_prefix_of_their_own()
    {
        using var server = new RedisServer();
        nights.Trial.Variables["QM_REDIS"] = server.ConnectionString;
        await ShouldAskOnceAsync();

        await using var redis = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
        var responses = redis.GetServers()[0].Keys().Select(k => k.ToString()).Where(k => k.Contains("provider:", StringComparison.Ordinal)).ToList();
        responses.ShouldNotBeEmpty();
        responses.ShouldAllBe(k => k.StartsWith("quantmatrix:cache:provider:twelvedata:", StringComparison.Ordinal));
        File.Exists(Cache).ShouldBeFalse();
    }

    [Theory]
    [InlineData("no database")]
    [InlineData(null)] // damaged in the middle
    public async Task A_damaged_file_is_reported_and_renamed_and_the_night_goes_on(string? content)
    {
        (await nights.NightAsync(First)).ShouldBe(ExitCode.Ok);
        if (content is null) await BitFlipTests.FlipAsync(Cache, 40, 64);
        else await File.WriteAllTextAsync(Cache, content);
        (await nights.PlanAsync(First + 1)).ShouldBe(ExitCode.Ok, "calls to twelvedata");
        File.Exists(Cache + ".damaged").ShouldBeFalse("a plan changes nothing");
        (await nights.NightAsync(First + 1)).ShouldBe(ExitCode.Ok,
            $"{Cache} is damaged; renamed to responses.duckdb.damaged", "today's calls are counted from zero", "3 bars inserted");
        File.Exists(Cache + ".damaged").ShouldBeTrue();
        (await nights.NightAsync(First + 2)).ShouldBe(ExitCode.Ok, "3 bars inserted");
        EmbeddedTrial.Rows(Cache, "select count(*) from key_value where key like 'provider:twelvedata:%'").ShouldNotBe(["0"]);
    }

    public void Dispose() => nights.Dispose();

    /// <summary>A second run within the hour over an empty lake is answered from the cache.</summary>
    private async Task ShouldAskOnceAsync()
    {
        (await nights.NightAsync(First)).ShouldBe(ExitCode.Ok);
        nights.NewCalls().Count.ShouldBe(3);
        Directory.Delete(nights.Trial.Lake, recursive: true);
        (await nights.NightAsync(First)).ShouldBe(ExitCode.Ok, "3 of 3 symbols");
        nights.NewCalls().ShouldBeEmpty();
    }
}
