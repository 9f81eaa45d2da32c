using System.Net;
using QuantMatrix.MarketData.Constituents;
using QuantMatrix.Model;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.UnitTests.Constituents;

/// <summary>Pages of an index served by a loopback server, read as in a run.</summary>
public class MemberPageTests
{
    private const string First = "/wiki/First", Second = "/wiki/Second", Moved = "/wiki/Moved";
    private const string SignIn = "<html><head><title>Sign in</title></head><body><p>Please sign in.</p></body></html>";

    private static readonly string[] Members = TrialConstituents.Symbols(30);

    /// <summary>Every unusable answer of the first page, and what is reported.</summary>
    public static TheoryData<string, string> Unusable => new()
    {
        { "404", "HTTP 404" }, { "moved elsewhere", "HTTP 302" }, { "sign-in", "found 0 tables in the page 'Sign in'" },
        { "other tables", "found 1 table in the page 'List of companies - Wikipedia', none with the columns" },
        { "short", "found 29 members; expected 30" }, { "empty", "found 0 tables" }, { "json", "found 0 tables" }, { "redirect loop", "HTTP 301" },
    };

    [Theory]
    [MemberData(nameof(Unusable))]
    public async Task The_next_page_is_read_when_a_page_has_no_member_list(string answer, string reason)
    {
        using var server = new ProviderServer(call => call.Path == First ? Reply(answer) : Page(Members));
        var (list, faults) = await ReadAsync(server);
        list.ShouldNotBeNull().Symbols.ShouldBe(Members);
        list.Page.ShouldBe(Second);
        faults.ShouldHaveSingleItem().ToString().ShouldStartWith($"wikipedia: {First}: ");
        faults[0].ToString().ShouldContain(reason);
    }

    [Theory]
    [InlineData(HttpStatusCode.MovedPermanently)]
    [InlineData(HttpStatusCode.Found)]
    [InlineData(HttpStatusCode.TemporaryRedirect)]
    [InlineData(HttpStatusCode.PermanentRedirect)]
    public async Task A_redirect_to_another_page_of_the_same_host_is_followed(HttpStatusCode status)
    {
        using var server = new ProviderServer(call => call.Path == First ? Redirect((int)status, Moved) : call.Path == Moved ? Page(Members) : Reply("404"));
        var (list, faults) = await ReadAsync(server);
        list.ShouldNotBeNull().Symbols.ShouldBe(Members);
        faults.ShouldBeEmpty();
        server.Calls.Select(c => c.Path).ShouldBe([First, Moved]);
    }

    [Fact]
    public async Task A_redirect_to_another_host_is_not_followed()
    {
        using var other = new ProviderServer(_ => Page(Members));
        using var server = new ProviderServer(_ => Redirect(302, $"{other.Url}login"));
        (await ReadAsync(server)).List.ShouldBeNull();
        other.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_page_without_a_list_is_requested_again_and_a_list_is_remembered()
    {
        var store = new KeysInMemory(TimeProvider.System);
        using var server = new ProviderServer(call => call.Path == First ? Reply("sign-in") : Page(Members));
        await ReadAsync(server, store);
        await ReadAsync(server, store);
        server.Calls.Select(c => c.Path).ShouldBe([First, Second, First]);
    }

    [Fact]
    public async Task The_user_agent_names_the_product_and_a_contact()
    {
        using var server = new ProviderServer(_ => Page(Members));
        await ReadAsync(server);
        server.Calls[0].Headers["User-Agent"].ShouldBe("QuantMatrix.Batch/1.2 (ops@example.com; nightly index constituents)");
    }

    [Fact]
    public void Every_index_has_its_list_page_first_and_its_article_second()
    {
        WikipediaConstituents.Pages["NASDAQ100"].ShouldBe(["/wiki/List_of_NASDAQ-100_companies", "/wiki/Nasdaq-100"]);
        WikipediaConstituents.Pages["DOW30"].ShouldBe(["/wiki/List_of_Dow_Jones_Industrial_Average_companies", "/wiki/Dow_Jones_Industrial_Average"]);
        WikipediaConstituents.Pages["SP500"].ShouldBe(["/wiki/List_of_S%26P_500_companies"]);
    }

    private static async Task<ConstituentReading> ReadAsync(ProviderServer server, KeysInMemory? store = null)
    {
        const string agent = "QuantMatrix.Batch/1.2 (ops@example.com; nightly index constituents)";
        var options = Wikipedia.Defaults with { BaseUrl = server.Url, Retries = 0, CallsPerMinute = 100_000, Timeout = Wait.Limit };
        using var wikipedia = new Wikipedia(options, agent, store ?? new(TimeProvider.System), TimeProvider.System);
        string[] pages = [First, Second];
        var check = new MembershipCheck { Before = [], AsOf = new(2024, 3, 1) };
        return await new ConstituentFallback([.. pages.Select(p => new WikipediaConstituents(wikipedia.ReadAsync, "DOW30", p))], check)
            .ReadAsync("DOW30", CancellationToken.None);
    }

    private static ProviderReply Page(string[] members) => ProviderReply.Of(WikipediaPage.Of(members));

    private static ProviderReply Reply(string answer) => answer switch
    {
        "404" => ProviderReply.Of(404, "no such page"),
        "moved elsewhere" => Redirect(302, "http://127.0.0.2:1/login"),
        "redirect loop" => Redirect(301, First),
        "sign-in" => ProviderReply.Of(SignIn),
        "other tables" => ProviderReply.Of("<title>List of companies - Wikipedia</title><table><tr><th>Year</th><th>Closing level</th></tr></table>"),
        "short" => Page(Members[..29]),
        "json" => ProviderReply.Of("""{"error": "blocked"}"""),
        _ => ProviderReply.Of(""),
    };

    private static ProviderReply Redirect(int status, string target) =>
        ProviderReply.Of(status) with { Headers = new Dictionary<string, string> { ["Location"] = target } };
}
