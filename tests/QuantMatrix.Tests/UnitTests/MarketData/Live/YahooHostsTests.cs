using System.Net;
using QuantMatrix.MarketData.Providers;

namespace QuantMatrix.Tests.UnitTests.MarketData.Live;

/// <summary>Requests, redirects and forms stay with Yahoo, or with the one address that stands for it.</summary>
public class YahooHostsTests
{
    private static readonly YahooHosts Real = YahooHosts.Of(new("https://query2.finance.yahoo.com")), Proxy = YahooHosts.Of(new("http://127.0.0.1:8080/y"));

    [Fact]
    public void Yahoo_has_two_hosts_and_another_address_stands_for_all()
    {
        Addresses(Real).ShouldBe(
            ["https://query2.finance.yahoo.com/", "https://query1.finance.yahoo.com/", "https://fc.yahoo.com/", "https://guce.yahoo.com/consent"]);
        Addresses(YahooHosts.Of(new("https://query1.finance.yahoo.com")))[1].ShouldBe("https://query2.finance.yahoo.com/");
        Addresses(Proxy).ShouldBe(["http://127.0.0.1:8080/y", "http://127.0.0.1:8080/y/", "http://127.0.0.1:8080/y/consent"]);
        Addresses(YahooHosts.Of(new("https://notyahoo.com"))).Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("https://guce.yahoo.com/consent?a=1", "https://guce.yahoo.com/consent?a=1")]
    [InlineData("/quote", "https://fc.yahoo.com/quote")]
    [InlineData("https://yahoo.com/", "https://yahoo.com/")]
    [InlineData("http://guce.yahoo.com/consent", null)]
    [InlineData("https://example.com/consent", null)]
    [InlineData("https://notyahoo.com/consent", null)]
    [InlineData("https://yahoo.com.example.com/", null)]
    public void Redirects_are_followed_within_Yahoo_over_TLS(string link, string? target) =>
        (Real.Target(new("https://fc.yahoo.com/"), link)?.AbsoluteUri).ShouldBe(target);

    [Theory]
    [InlineData("https://guce.yahoo.com/consent?a=1", "http://127.0.0.1:8080/y/consent?a=1")]
    [InlineData("http://127.0.0.1:8080/other", "http://127.0.0.1:8080/other")]
    [InlineData("http://127.0.0.1:9090/other", null)]
    [InlineData("https://example.com/", null)]
    public void Redirects_to_Yahoo_lead_to_the_address_that_stands_for_it(string link, string? target) =>
        (Proxy.Target(new("http://127.0.0.1:8080/y/"), link)?.AbsoluteUri).ShouldBe(target);

    [Fact]
    public async Task HTTP_2_is_requested_and_an_older_version_accepted()
    {
        HttpRequestMessage? sent = null;
        using var session = new YahooSession(YahooHosts.Of(new("https://query2.finance.yahoo.com")), "any") { InnerHandler = new Capture(r => sent = r) };
        using var http = new HttpClient(session);

        await http.GetAsync(new Uri("https://query2.finance.yahoo.com/v8/finance/chart/ACME?interval=1d"));

        (sent!.Version, sent.VersionPolicy).ShouldBe((HttpVersion.Version20, HttpVersionPolicy.RequestVersionOrLower));
        sent.RequestUri!.AbsoluteUri.ShouldBe("https://query2.finance.yahoo.com/v8/finance/chart/ACME?interval=1d");
    }

    private static List<string> Addresses(YahooHosts hosts) => [.. hosts.Query.Append(hosts.Cookie).Append(hosts.Consent).Select(h => h.AbsoluteUri)];

    private sealed class Capture(Action<HttpRequestMessage> capture) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            capture(request);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));
        }
    }
}
