using QuantMatrix.Http;
using QuantMatrix.MarketData.Providers;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.UnitTests.MarketData.Live;

/// <summary>A Yahoo session counts all of its requests, is opened once, and leaves no part of its secrets in a message.</summary>
public class YahooSessionLimitsTests
{
    /// <summary>The place where a long message is truncated is every place of the crumb in turn.</summary>
    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    public async Task A_crumb_at_the_end_of_a_truncated_message_leaves_no_part(int status)
    {
        var filler = "";
        using var trial = new LiveTrial(new YahooServer
        {
            Granted = call => ProviderReply.Of(status,
                $$"""{"chart":{"result":null,"error":{"code":"x","description":"Invalid Crumb {{filler}}{{call.Target}}"} } }"""),
        }.To);
        for (var length = 0; length < 300; length += 3)
        {
            filler = new('x', length);
            var fault = await Should.ThrowAsync<ProviderException>(() => trial.Yahoo().FetchAsync(trial.Asked("S000"), default));

            fault.Message.ShouldNotContain("secr");
        }
    }

    [Fact]
    public async Task Requests_of_a_session_count_as_calls_and_against_the_daily_budget()
    {
        using var trial = new LiveTrial(new YahooServer { Throttled = { "q2" } }.To);
        trial.Options = trial.Options with { Key = null, CallsPerDay = 7 };
        var url = trial.Server.Url;
        var hosts = new YahooHosts([new(url, "/q2"), new(url, "/q1")], new(url, "/"), new(url, "/consent"));
        using var yahoo = new Yahoo(trial.Options, hosts, trial.Store, trial.Time);

        trial.ShouldBeTrue((await yahoo.FetchAsync(trial.Asked("S000"), default)).Bars, "S000");
        (yahoo.Tally["calls"], trial.Server.Calls.Count).ShouldBe((6, 6));
        trial.ShouldBeTrue((await yahoo.FetchAsync(trial.Asked("S001"), default)).Bars, "S001");

        (await Should.ThrowAsync<ProviderException>(() => yahoo.FetchAsync(trial.Asked("S002"), default))).Message.ShouldStartWith("daily budget of 7 calls");
        trial.Server.Calls.Count.ShouldBe(7);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(429)]
    [InlineData(500)]
    public async Task A_session_that_cannot_be_opened_is_tried_once_for_all_symbols(int status)
    {
        using var trial = new LiveTrial(new YahooServer { InsteadOfCrumb = ProviderReply.Of(status, "no") }.To, symbols: 20);
        var source = trial.Source(trial.Yahoo());

        var found = await LiveTrial.AllAsync(source, trial.Requests);

        found.Failures.Count.ShouldBe(21);
        (trial.Server.Calls.Count(c => c.Path == "/"), trial.Server.Calls.Count(c => c.Path == "/v1/test/getcrumb")).ShouldBe((1, 2));
        source.Warnings.ShouldHaveSingleItem().ShouldContain($"HTTP 401: Invalid Crumb; no session: {trial.Server.Url}v1/test/getcrumb: HTTP {status}: no");
    }
}
