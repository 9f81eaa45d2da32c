using QuantMatrix.Batch.Graph;
using QuantMatrix.Tests.Servers;
using QuantMatrix.Tests.UnitTests.Constituents;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>Nights on which the index pages have moved, or a proxy answers for them.</summary>
[Trait("class", "slow")]
public sealed class MemberListNightTests : IDisposable
{
    private const int Session = 299;

    private static readonly string[] Nasdaq = TrialConstituents.Symbols(101), Dow = TrialConstituents.Symbols(131)[101..];

    private readonly LiveNights nights = new() { Target = "refresh_index_constituents" };

    [Fact]
    public async Task The_members_come_from_the_new_addresses_with_their_sectors_and_the_user_agent_names_a_contact()
    {
        nights.Instead = call => call.Path switch
        {
            "/wiki/List_of_S%26P_500_companies" => Page(TrialConstituents.Sp500),
            "/wiki/List_of_NASDAQ-100_companies" => Page(Nasdaq),
            "/wiki/List_of_Dow_Jones_Industrial_Average_companies" => Page(Dow),
            _ => ProviderReply.Of("<table><tr><th>Year</th><th>Closing level</th></tr><tr><td>1985</td><td>1</td></tr></table>"),
        };
        (await nights.NightAsync(Session)).ShouldBe(ExitCode.Ok, "SP500 503 (wikipedia), NASDAQ100 101 (wikipedia), DOW30 30 (wikipedia): 634 in, 0 out");
        (await nights.SqlAsync("SELECT index_name, sector, count(*) FROM index_constituents WHERE is_active GROUP BY ALL ORDER BY 1"))
            .ShouldBe(["DOW30,Industrials,30", "NASDAQ100,Industrials,101", "SP500,Industrials,503"]);
        nights.NewCalls().Select(c => c.Headers["User-Agent"]).Distinct().ShouldHaveSingleItem()
            .ShouldMatch(@"^QuantMatrix\.Batch/[0-9][^ ]* \(self-hosted, no contact configured; nightly index constituents\)$");
    }

    [Fact]
    public async Task The_pages_of_an_index_are_an_option()
    {
        nights.Instead = call => call.Path == "/wiki/Third" ? Page(Dow) : ProviderReply.Of(404, "no such page");
        string[] options = ["--set", $"{nights.Target}.indices=DOW30", "--set", $"{nights.Target}.pages={{DOW30: [/wiki/Second, /wiki/Third]}}"];
        (await nights.NightAsync(Session, options: options)).ShouldBe(ExitCode.Ok, "DOW30 30 (wikipedia)", "DOW30: wikipedia: /wiki/Second: HTTP 404");
        nights.NewCalls().Select(c => c.Path).ShouldBe(["/wiki/Second", "/wiki/Third"]);
    }

    [Fact]
    public async Task The_committed_lists_replace_a_sign_in_page_and_later_nights_keep_what_is_stored()
    {
        nights.Instead = _ => ProviderReply.Of("<html><head><title>Sign in</title></head><body><p>Please sign in.</p></body></html>");
        (await nights.NightAsync(Session)).ShouldBe(ExitCode.Ok, "partial", "SP500 503 (file of", "found 0 tables in the page 'Sign in'");
        (await nights.NightAsync(Session)).ShouldBe(ExitCode.Ok, "partial", "no change");

        nights.Instead = call => ProviderReply.Of(call.Path.Contains("S%26P", StringComparison.Ordinal) ? 403 : 404, "no such page");
        (await nights.NightAsync(Session + 1)).ShouldBe(ExitCode.Ok, "partial", "HTTP 404");
        (await nights.SqlAsync("SELECT count(DISTINCT sector) FROM index_constituents WHERE is_active")).ShouldBe(["11"]);
    }

    [Fact]
    public async Task A_large_change_is_taken_the_same_night_when_FMP_and_Wikipedia_agree_on_it()
    {
        using var paid = new LiveNights("fmp") { Target = nights.Target };
        string[] before = TrialConstituents.Sp500, after = [.. before[20..], .. TrialConstituents.Symbols(523)[503..]];
        var (fmp, wikipedia) = (before, before);
        paid.Instead = call => call.Path == "/stable/sp500-constituent" ? Json(fmp) : Page(wikipedia);
        string[] options = ["--set", $"{paid.Target}.indices=SP500"];
        (await paid.NightAsync(Session, options: options)).ShouldBe(ExitCode.Ok, "SP500 503 (fmp): 503 in, 0 out");

        fmp = after;
        (await paid.NightAsync(Session + 1, options: options)).ShouldBe(ExitCode.Ok, "SP500 503 (wikipedia): no change", "no second source agrees");
        wikipedia = after;
        (await paid.NightAsync(Session + 2, options: options)).ShouldBe(ExitCode.Ok, "SP500 503 (fmp): 20 in, 20 out", "fmp and wikipedia agree");
        (await paid.SqlAsync("SELECT sector, count(*) FROM index_constituents WHERE is_active GROUP BY 1")).ShouldBe(["Energy,503"]);
    }

    public void Dispose() => nights.Dispose();

    private static ProviderReply Json(string[] members) =>
        ProviderReply.Of($"[{string.Join(',', members.Select(m => $"{{\"symbol\":\"{m}\",\"sector\":\"Energy\"}}"))}]");

    /// <summary>As long as a real page.</summary>
    private static ProviderReply Page(string[] members) => ProviderReply.Of($"{WikipediaPage.Of(members)}<!--{new string('x', 500_000)}-->");
}
