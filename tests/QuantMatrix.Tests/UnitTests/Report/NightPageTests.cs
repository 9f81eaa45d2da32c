using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using QuantMatrix.Report;
using QuantMatrix.Report.Night;
using QuantMatrix.Report.Symbols;

namespace QuantMatrix.Tests.UnitTests.Report;

/// <summary>Pages as text: what is encoded, allowed and said when there is nothing to show.</summary>
public partial class NightPageTests
{
    internal const string Hostile = "<b>&\"'";

    /// <summary>A night with one symbol whose every text is hostile.</summary>
    internal static NightReport HostileNight { get; } = new(new DateOnly(2021, 3, 8))
    {
        Before = new DateOnly(2021, 3, 5),
        Benchmark = Hostile,
        MadeBy = Hostile,
        Tracked = 1,
        Symbols = new(["symbol", "name", "sector", "close", "perf_1d", "dollar_volume"], [[Hostile, Hostile, Hostile, 10.5, -1.25, 2e6]]),
        Events = new(["kind", "symbol", "direction", "note", "starred"], [["td", Hostile, "", Hostile, true]]),
        Screens = [new(Hostile, Hostile, [new(Hostile, 1, true, false)], [0, 1]) { Left = [Hostile] }],
        Sectors = new(["sector", "members", "perf_1d"], [[Hostile, 1L, -1.25]]),
        Portfolio = new(["symbol", "account", "tie_out"], [[Hostile, Hostile, Hostile]]),
        Restated = new(["symbol", "field", "old", "new"], [[Hostile, Hostile, 1.0, 2.0]]),
        Quarantine = new(["symbol", "reason", "file", "line", "new"], [[Hostile, Hostile, Hostile, 3L, true]]),
        Run = new(Hostile, 1, [new(Hostile, "ok", 0, 1, Hostile) { Warnings = [Hostile] }]),
        Bars = new Dictionary<string, RecentBars> { [Hostile] = new([18693], [10], [11], [9], [10.5], [100]) { Sma50 = [double.NaN], Sma200 = [double.NaN] } },
    };

    [Fact]
    public void No_text_of_the_data_becomes_markup()
    {
        var page = NightPage.Render(HostileNight);
        page.ShouldNotContain("<b>&");
        page.ShouldContain("&lt;b&gt;&amp;&quot;");
        var symbol = SymbolPage.Render(new(Hostile, new(2021, 3, 8)) { Name = Hostile, Sector = Hostile, Indices = Hostile });
        symbol.ShouldNotContain("<b>&");
        symbol.ShouldContain("<h1>&lt;b&gt;&amp;&quot;");
    }

    [Fact]
    public void A_night_without_anything_says_so_in_every_section()
    {
        var page = NightPage.Render(new(new DateOnly(2021, 3, 8)) { Benchmark = "SPY" });
        foreach (var words in new[]
        {
            "No earlier session is stored", "market_breadth has no rows yet", "No screen is defined", "No symbol has enough bars yet", "No symbol has a sector",
            "No positions are stored", "Nothing is tracked yet", "No stored value was restated", "No open rows", "No report of a run of this session is kept",
        }) page.ShouldContain(words);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_policy_allows_exactly_the_scripts_and_styles_of_the_page(bool isNight)
    {
        var page = isNight ? NightPage.Render(HostileNight) : SymbolPage.Render(new("AAPL", new(2021, 3, 8)));
        var policy = Policy().Match(page).Groups[1].Value;
        policy.ShouldStartWith("default-src 'none'");
        var allowed = Hashes().Matches(policy).Select(m => m.Groups[1].Value).Order().ToList();
        var found = Scripts().Matches(page).Select(m => m.Groups[1].Value).Append(Style().Match(page).Groups[1].Value).Select(Hash).Order();
        allowed.ShouldBe(found);
        Attributes().Matches(page).Select(m => m.Value).ShouldBeEmpty();
    }

    [Fact]
    public void A_fraction_of_a_share_and_the_days_of_two_accounts_are_shown()
    {
        var page = NightPage.Render(new(new DateOnly(2021, 3, 8))
        {
            Portfolio = new(["symbol", "quantity", "report_date", "base", "tie_out"],
                [["AAA", 10.25m, new DateOnly(2021, 3, 5), "USD", "ok"], ["BBB", -3m, new DateOnly(2021, 3, 4), "EUR", "tie_out_positions"]]),
        });
        page.ShouldContain(">10.25<");
        page.ShouldContain(">−3<");
        page.ShouldContain("Positions of 5 Mar 2021 and 4 Mar 2021; values in USD and EUR. 1 position differs from");
    }

    [Fact]
    public void Only_the_notice_of_the_charts_leads_outside() =>
        Addresses().Matches(Scripts().Replace(NightPage.Render(HostileNight), "")).Select(m => new Uri(m.Groups[1].Value).Host).Distinct()
            .ShouldBe(["www.tradingview.com"]);

    [Fact]
    public void Columns_shown_only_in_the_drawer_come_last_and_the_style_sheet_hides_them()
    {
        var shown = SymbolColumns.All.TakeWhile(c => !c.IsExtra).Count();
        SymbolColumns.All.Skip(shown).ShouldAllBe(c => c.IsExtra);
        NightPage.Render(HostileNight).ShouldContain($"#symbols :is(th, td):nth-child(n + {shown + 2})");
    }

    private static string Hash(string content) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)));

    [GeneratedRegex("Content-Security-Policy\" content=\"([^\"]*)\"")]
    private static partial Regex Policy();

    [GeneratedRegex("'sha256-([^']*)'")]
    private static partial Regex Hashes();

    [GeneratedRegex("<script>(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Scripts();

    [GeneratedRegex("<style>(.*?)</style>", RegexOptions.Singleline)]
    private static partial Regex Style();

    /// <summary>Inline styles and handlers, which the policy blocks.</summary>
    [GeneratedRegex("<[a-z][^<>]* (?:style|on[a-z]+)=")]
    private static partial Regex Attributes();

    [GeneratedRegex("(?:href|src)=\"?(https?:[^\" >]*)")]
    private static partial Regex Addresses();
}
