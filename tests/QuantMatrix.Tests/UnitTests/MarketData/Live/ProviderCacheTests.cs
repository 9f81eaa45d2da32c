using Microsoft.Extensions.Time.Testing;
using QuantMatrix.Batch.Composition;
using QuantMatrix.MarketData.Providers;
using QuantMatrix.Model;
using QuantMatrix.Tests.ContractTests;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.UnitTests.MarketData.Live;

/// <summary>Whole responses only are cached, any bytes can be, and a damaged entry counts as absent.</summary>
public sealed class ProviderCacheTests
{
    private const string Index = "provider:fmp:responses";
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2025, 3, 24, 22, 0, 0, TimeSpan.Zero));

    /// <summary>The first response ends a session early, has a session without prices, or has a refused row.</summary>
    [Theory]
    [InlineData("")]
    [InlineData(""",{"symbol":"S000","date":"2025-03-20","open":null,"high":null,"low":null,"close":null,"volume":null}""")]
    [InlineData(""",{"symbol":"S000","date":"2025-03-20","open":10,"high":1,"low":9,"close":11,"volume":100}""")]
    public async Task A_response_with_a_gap_is_requested_again(string gap)
    {
        var newest = gap.Length == 0 ? "2025-03-20" : "2025-03-21";
        using var trial = new LiveTrial(call => call.Number > 1 ? null : ProviderReply.Of(
            $$"""[{"symbol":"S000","date":"{{newest}}","open":10,"high":12,"low":9,"close":11,"volume":100}{{gap}}]"""), time: clock);
        (await OnceAsync(trial, trial.Asked("S000"))).Count.ShouldBe(1);

        clock.Advance(TimeSpan.FromMinutes(20));

        trial.ShouldBeTrue(await OnceAsync(trial, trial.Asked("S000")), "S000");
        trial.Server.Calls.Count.ShouldBe(2);
    }

    [Fact]
    public async Task One_window_of_a_longer_history_is_not_cached()
    {
        using var trial = new LiveTrial(time: clock);
        await OnceAsync(trial, new("S000", null, trial.Last));
        trial.Server.Calls.Count.ShouldBe(1);

        await OnceAsync(trial, new("S000", null, trial.Last));

        trial.Server.Calls.Count.ShouldBe(2);
    }

    /// <summary>An interrupted night repeats no call for a symbol that it has fetched with all its parts.</summary>
    [Theory]
    [InlineData("fmp", 3)]
    [InlineData("eodhd", 3)]
    public async Task Actions_are_cached_with_the_bars(string provider, int calls)
    {
        using var trial = new LiveTrial(Parts, time: clock);
        var request = trial.Asked("S000") with { WithActions = true };

        var (first, second) = (await OnceAsync(Open), await OnceAsync(Open));

        trial.Server.Calls.Count.ShouldBe(calls);
        first.Actions.Count.ShouldBe(2);
        second.Actions.ShouldBe(first.Actions);
        second.Bars.AdjClose.ToArray().ShouldBe(first.Bars.AdjClose.ToArray());

        IBarProvider Open() => provider == "fmp" ? trial.Fmp() : trial.Eodhd();

        async Task<ProviderResponse> OnceAsync(Func<IBarProvider> open)
        {
            var opened = open();
            var response = await opened.FetchAsync(request, default);
            await opened.SaveAsync(default);
            return response;
        }
    }

    [Theory]
    [InlineData("not base64")]
    [InlineData("PGh0bWw+")] // a page
    [InlineData("")]
    public async Task A_damaged_entry_counts_as_absent(string damaged)
    {
        using var trial = new LiveTrial(time: clock);
        await OnceAsync(trial, trial.Asked("S000"));
        foreach (var (key, kept) in trial.Store.Keys.Where(k => k.Key != Index)) trial.Store.Keys[key] = kept with { Value = damaged };

        trial.ShouldBeTrue(await OnceAsync(trial, trial.Asked("S000")), "S000");

        trial.Server.Calls.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("{\"GET")]
    [InlineData("null")]
    [InlineData("[1]")]
    public async Task A_damaged_index_counts_as_an_empty_cache(string damaged)
    {
        using var trial = new LiveTrial(time: clock);
        await OnceAsync(trial, trial.Asked("S000"));
        trial.Store.Keys[Index] = trial.Store.Keys[Index] with { Value = damaged };

        await OnceAsync(trial, trial.Asked("S000"));
        await OnceAsync(trial, trial.Asked("S000"));

        trial.Server.Calls.Count.ShouldBe(2);
    }

    /// <summary>The store takes JSON only, and texts are none.</summary>
    [Theory]
    [InlineData("<html>\u0001 \"quoted\" \\ and ünïcode</html>")]
    [InlineData("")]
    [InlineData("20")]
    [InlineData("+/=")]
    public async Task Any_text_is_stored_and_found_again(string text)
    {
        using var trial = new EmbeddedTrial();
        using var target = trial.Open();
        var store = new ResponseStore(target.Sets, "cache:");

        await store.SetAsync(new Dictionary<string, string> { ["key"] = text }, TimeSpan.FromHours(1), default);

        (await store.GetAsync("key", default)).ShouldBe(text);
        (await store.GetAsync("another", default)).ShouldBeNull();
    }

    /// <summary>Earlier versions stored call counts as numbers and responses as objects.</summary>
    [Theory]
    [InlineData("20")]
    [InlineData("""{"chart":{}}""")]
    public async Task A_value_of_an_earlier_version_is_read_as_stored(string value)
    {
        using var trial = new EmbeddedTrial();
        using var target = trial.Open();
        await target.Sets.SetKeysAsync(new Dictionary<string, string> { ["cache:key"] = value }, TimeSpan.FromHours(1));

        (await new ResponseStore(target.Sets, "cache:").GetAsync("key", default)).ShouldBe(value);
    }

    /// <summary>A split and a dividend.</summary>
    private static ProviderReply? Parts(ProviderCall call) => call.Path.Split('/') switch
    {
        [_, "stable", "splits"] => ProviderReply.Of("""[{"symbol":"S000","date":"2025-03-05","numerator":3,"denominator":2}]"""),
        [_, "stable", "dividends"] => ProviderReply.Of("""[{"symbol":"S000","date":"2025-03-04","adjDividend":0.2}]"""),
        [_, "api", "splits", _] => ProviderReply.Of("""[{"date":"2025-03-05","split":"3/2"}]"""),
        [_, "api", "div", _] => ProviderReply.Of("""[{"date":"2025-03-04","value":0.2}]"""),
        _ => null,
    };

    /// <summary>The bars of one request by a provider of its own, as by one run.</summary>
    private static async Task<Bars> OnceAsync(LiveTrial trial, BarRequest request)
    {
        var provider = trial.Fmp();
        var response = await provider.FetchAsync(request, default);
        await provider.SaveAsync(default);
        return response.Bars;
    }
}
