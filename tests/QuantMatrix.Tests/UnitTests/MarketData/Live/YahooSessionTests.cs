using System.Text;
using QuantMatrix.Http;
using QuantMatrix.MarketData.Providers;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.UnitTests.MarketData.Live;

/// <summary>Yahoo serves charts with a cookie and a crumb, from two hosts, in Europe after a consent form.</summary>
public class YahooSessionTests
{
    private const string Chart = "/v8/finance/chart/";

    [Fact]
    public async Task No_session_is_opened_while_charts_are_served_without_one()
    {
        using var trial = new LiveTrial(new YahooServer { RequiresSession = false }.To);

        await ShouldServeAsync(trial, trial.Yahoo(), "S000");

        var call = trial.Server.Calls.ShouldHaveSingleItem();
        (call["crumb"], call.Headers.ContainsKey("Cookie")).ShouldBe((null, false));
    }

    [Fact]
    public async Task A_refused_chart_opens_a_session_that_serves_all_further_charts()
    {
        var server = new YahooServer();
        using var trial = new LiveTrial(server.To);
        var yahoo = trial.Yahoo();

        await ShouldServeAsync(trial, yahoo, "S000");
        await ShouldServeAsync(trial, yahoo, "BRK-B");

        Paths(trial).ShouldBe([Chart + "S000", "/", "/v1/test/getcrumb", Chart + "S000", Chart + "BRK-B"]);
        trial.Server.Calls[^1]["crumb"].ShouldBe(server.Crumb);
        trial.Server.Calls[^1].Headers["Cookie"].ShouldBe($"A3={YahooServer.CookieSecret}");
        trial.Server.Calls.ShouldAllBe(c => c.Headers["User-Agent"] == Yahoo.DefaultUserAgent);
    }

    [Fact]
    public async Task A_replaced_crumb_is_fetched_again()
    {
        var server = new YahooServer();
        using var trial = new LiveTrial(server.To);
        var yahoo = trial.Yahoo();
        await ShouldServeAsync(trial, yahoo, "S000");

        server.ReplaceCrumb();
        await ShouldServeAsync(trial, yahoo, "S001");
        await ShouldServeAsync(trial, yahoo, "S002");

        Paths(trial).Count(p => p == "/v1/test/getcrumb").ShouldBe(2);
    }

    [Fact]
    public async Task Concurrent_requests_share_one_session()
    {
        using var trial = new LiveTrial(new YahooServer().To, symbols: 20);

        var found = await LiveTrial.AllAsync(trial.Source(trial.Yahoo()), trial.Requests);

        foreach (var symbol in trial.Symbols) trial.ShouldBeTrue(found.Bars, symbol).ShouldBe("yahoo");
        Paths(trial).Count(p => p == "/v1/test/getcrumb").ShouldBe(1);
    }

    [Fact]
    public async Task The_consent_form_is_answered()
    {
        using var trial = new LiveTrial(new YahooServer { RequiresConsent = true }.To);

        await ShouldServeAsync(trial, trial.Yahoo(), "S000");

        trial.Server.Calls.Count(c => c.Method == "POST").ShouldBe(1);
    }

    [Fact]
    public async Task The_second_host_serves_while_the_first_throttles_and_is_kept()
    {
        var server = new YahooServer { Throttled = { "q2" } };
        using var trial = new LiveTrial(server.To);
        using var yahoo = new Yahoo(trial.Options with { Key = null, Retries = 0 }, TwoHosts(trial.Server.Url), trial.Store, trial.Time);

        await ShouldServeAsync(trial, yahoo, "S000");
        await ShouldServeAsync(trial, yahoo, "S001");

        Paths(trial).ShouldBe(
            [$"/q2{Chart}S000", $"/q1{Chart}S000", "/", "/q2/v1/test/getcrumb", "/q1/v1/test/getcrumb", $"/q1{Chart}S000", $"/q1{Chart}S001"]);

        server.Throttled.Add("q1");
        var fault = await Should.ThrowAsync<ProviderException>(() => yahoo.FetchAsync(trial.Asked("S002"), default));
        (fault.Kind, fault.Message).ShouldBe((FaultKind.Transient, "HTTP 429: Too Many Requests"));
    }

    [Fact]
    public async Task The_second_host_serves_while_the_first_is_unreachable()
    {
        using var trial = new LiveTrial(new YahooServer { RequiresSession = false }.To);
        var hosts = new YahooHosts([Closed(), trial.Server.Url], trial.Server.Url, trial.Server.Url);
        using var yahoo = new Yahoo(trial.Options with { Key = null, Retries = 0 }, hosts, trial.Store, trial.Time);

        await ShouldServeAsync(trial, yahoo, "S000");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_response_of_a_throttling_host_is_reported_when_the_other_is_unreachable(bool throttledFirst)
    {
        using var trial = new LiveTrial(new YahooServer { Throttled = { "q1" } }.To);
        Uri throttled = new(trial.Server.Url, "/q1"), other = Closed();
        var hosts = new YahooHosts(throttledFirst ? [throttled, other] : [other, throttled], trial.Server.Url, trial.Server.Url);
        using var yahoo = new Yahoo(trial.Options with { Key = null, Retries = 0 }, hosts, trial.Store, trial.Time);

        var fault = await Should.ThrowAsync<ProviderException>(() => yahoo.FetchAsync(trial.Asked("S000"), default));

        (fault.Kind, fault.Message).ShouldBe((FaultKind.Transient, "HTTP 429: Too Many Requests"));
    }

    /// <summary>The first cause, the refusal of the chart, begins the message.</summary>
    [Theory]
    [InlineData(429, "Too Many Requests", FaultKind.Transient, "HTTP 429: Too Many Requests")]
    [InlineData(200, "Too Many Requests\r\n", FaultKind.Provider, "HTTP 200 without a crumb")]
    [InlineData(200, "", FaultKind.Provider, "HTTP 200 without a crumb")]
    [InlineData(200, "<html>sorry</html>", FaultKind.Provider, "HTTP 200 without a crumb")]
    [InlineData(403, "<html>sorry</html>", FaultKind.Provider, "HTTP 403: an HTML page")]
    [InlineData(500, "edge", FaultKind.Transient, "HTTP 500: edge")]
    public async Task Without_a_crumb_the_fault_names_the_refusal_and_the_step(int status, string body, FaultKind kind, string message)
    {
        using var trial = new LiveTrial(new YahooServer { InsteadOfCrumb = ProviderReply.Of(status, body) }.To);
        trial.Options = trial.Options with { Retries = 0 };

        var fault = await Should.ThrowAsync<ProviderException>(() => trial.Yahoo().FetchAsync(trial.Asked("S000"), default));

        (fault.Kind, fault.Message).ShouldBe((kind, $"HTTP 401: Invalid Crumb; no session: {trial.Server.Url}v1/test/getcrumb: {message}"));
    }

    [Fact]
    public async Task A_blocked_cookie_host_leaves_the_consent_page()
    {
        using var trial = new LiveTrial(new YahooServer { RequiresConsent = true }.To);
        var url = trial.Server.Url;
        using var yahoo = new Yahoo(trial.Options with { Key = null }, new([url], Closed(), new(url, "/consent")), trial.Store, trial.Time);

        await ShouldServeAsync(trial, yahoo, "S000");
    }

    [Fact]
    public async Task Hosts_that_cannot_be_reached_are_a_transient_fault_that_begins_with_the_refusal()
    {
        using var trial = new LiveTrial(new YahooServer().To);
        var (cookie, consent) = (Closed(), Closed());
        using var yahoo = new Yahoo(trial.Options with { Key = null, Retries = 0 }, new([trial.Server.Url], cookie, consent), trial.Store, trial.Time);

        var fault = await Should.ThrowAsync<ProviderException>(() => yahoo.FetchAsync(trial.Asked("S000"), default));

        fault.Kind.ShouldBe(FaultKind.Transient);
        fault.Message.ShouldStartWith($"HTTP 401: Invalid Crumb; no session: {cookie.OriginalString} cannot be reached: ");
    }

    [Fact]
    public async Task A_consent_page_that_cannot_be_answered_is_named_without_its_tokens()
    {
        using var trial = new LiveTrial(new YahooServer { RequiresConsent = true, InsteadOfForm = ProviderReply.Of("<html>other</html>") }.To);
        var yahoo = trial.Yahoo();

        var fault = await Should.ThrowAsync<ProviderException>(() => yahoo.FetchAsync(trial.Asked("S000"), default));

        fault.Kind.ShouldBe(FaultKind.Provider);
        fault.Message.ShouldBe("HTTP 302: consent required at https://guce.yahoo.com/consent; "
            + $"no session: {trial.Server.Url}v2/collectConsent: HTTP 200 without a crumb");
        yahoo.Tally.DisabledReason.ShouldBe(fault.Message);
    }

    [Fact]
    public async Task A_refusal_of_a_new_session_disables_the_provider_without_another_attempt()
    {
        using var trial = new LiveTrial(new YahooServer { Granted = _ => ProviderReply.Of(401, "Unauthorized") }.To);
        var yahoo = trial.Yahoo();

        (await Should.ThrowAsync<ProviderException>(() => yahoo.FetchAsync(trial.Asked("S000"), default))).Message.ShouldBe("HTTP 401: Unauthorized");

        yahoo.Tally.DisabledReason.ShouldBe("HTTP 401: Unauthorized");
        Paths(trial).Count(p => p == "/v1/test/getcrumb").ShouldBe(1);
    }

    /// <summary>The server echoes the secrets in errors of every form.</summary>
    [Fact]
    public async Task No_output_contains_the_cookie_or_the_crumb()
    {
        using var trial = new LiveTrial(new YahooServer
        {
            Granted = call => call.Symbol switch
            {
                "S000" => ProviderReply.Of(400, $"bad {call.Headers["Cookie"]} with {call.Target}"),
                "S001" => ProviderReply.Of($"{call["crumb"]} is no JSON"),
                "S002" => ProviderReply.Of($$"""{"chart":{"result":null,"error":{"code":"x","description":"{{call.Headers["Cookie"]}}"} } }"""),
                _ => null,
            },
        }.To);
        var source = trial.Source(trial.Yahoo());

        var found = await LiveTrial.AllAsync(source, trial.Requests);

        found.Failures.Count.ShouldBe(3);
        var said = new StringBuilder().AppendJoin('\n', found.Failures).AppendJoin('\n', source.Samples);
        foreach (var (key, value) in trial.Store.Keys) said.AppendLine(key).AppendLine(value.Value);
        said.ToString().ShouldContain("bad A3=*** with /v8/finance/chart/S000");
        said.ToString().ShouldNotContain("secret", Case.Insensitive);
    }

    [Fact]
    public async Task Another_user_agent_can_be_set()
    {
        using var trial = new LiveTrial(new YahooServer().To);
        trial.Options = trial.Options with { UserAgent = "Mozilla/5.0 (test)" };

        await ShouldServeAsync(trial, trial.Yahoo(), "S000");

        trial.Server.Calls.ShouldAllBe(c => c.Headers["User-Agent"] == "Mozilla/5.0 (test)");
    }

    private static YahooHosts TwoHosts(Uri url) => new([new(url, "/q2"), new(url, "/q1")], new(url, "/"), new(url, "/consent"));

    private static Uri Closed() => new($"http://127.0.0.1:{GuardedServer.FreePort()}");

    private static IEnumerable<string> Paths(LiveTrial trial) => trial.Server.Calls.Select(c => c.Path);

    private static async Task ShouldServeAsync(LiveTrial trial, Yahoo yahoo, string symbol) =>
        trial.ShouldBeTrue((await yahoo.FetchAsync(trial.Asked(symbol), default)).Bars, symbol).ShouldBe("yahoo");
}
