using System.Globalization;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using QuantMatrix.Report.Charts;
using QuantMatrix.Report.Night;
using QuantMatrix.Report.Web;
using QuantMatrix.Tests.UnitTests.Report;

namespace QuantMatrix.Tests.EndToEndTests.Report;

/// <summary>The pages in a real browser.</summary>
[Trait("class", "servers")]
public sealed class ReportPageTests(Chromium chromium, ReportPages pages) : IClassFixture<Chromium>, IClassFixture<ReportPages>
{
    [Theory]
    [InlineData("night", 1440, false)]
    [InlineData("night", 1440, true)]
    [InlineData("night", 390, false)]
    [InlineData("night", 390, true)]
    [InlineData("symbol", 1440, false)]
    [InlineData("symbol", 1440, true)]
    [InlineData("symbol", 390, false)]
    [InlineData("symbol", 390, true)]
    public async Task A_page_draws_its_charts_without_a_complaint_a_request_or_horizontal_overflow(string kind, int width, bool isDark)
    {
        await using var opened = await chromium.OpenAsync(kind == "night" ? pages.Night : pages.Symbol, new(width, isDark));
        await Wait.UntilAsync(async () => await opened.DrawnAsync(kind == "night" ? "#breadth" : "#chart") >= 4);
        (await opened.OverflowAsync()).ShouldBe(0);
        await ShouldBeAccessibleAsync(opened);
        opened.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_hundred_cells_equal_the_published_values()
    {
        await using var opened = await chromium.OpenAsync(pages.Night, new());
        var columns = SymbolColumns.All.Where(c => c.Key is not ("name" or "sector" or "size" or "stage" or "ma" or "rank")).ToList();
        var random = new Random(7);
        var rows = await pages.Trial.SqlAsync($"SELECT symbol, {string.Join(", ", columns.Select(c => c.Source))} FROM market_analysis_cache ORDER BY symbol");
        for (var i = 0; i < 200; i++)
        {
            var (cells, c) = (rows[random.Next(rows.Count)].Split(','), random.Next(columns.Count));
            var shown = await opened.Page.EvaluateAsync<string>("""
                ([symbol, key]) => {
                  const place = [...document.querySelectorAll("#symbols thead th")].findIndex(th => th.dataset.k === key);
                  return document.getElementById("s=" + symbol).cells[place].textContent;
                }
                """, new[] { cells[0], columns[c].Key });
            if (cells[c + 1].Length == 0) shown.ShouldBe("–");
            else Number(shown).ShouldBe(Number(cells[c + 1]), 0.5001 * Math.Pow(10, -columns[c].Digits), $"{cells[0]} {columns[c].Key}");
        }
    }

    [Fact]
    public async Task A_column_sorts_both_ways_and_missing_values_come_last()
    {
        await using var opened = await chromium.OpenAsync(pages.Night, new());
        var head = opened.Page.Locator("#symbols th[data-k=y1] button");
        await head.ClickAsync();
        (await ColumnAsync(opened, "y1")).ShouldBeInOrder(SortDirection.Descending);
        await head.ClickAsync();
        (await ColumnAsync(opened, "y1")).ShouldBeInOrder(SortDirection.Ascending);
        (await opened.Page.Locator("#symbols th[data-k=y1]").GetAttributeAsync("aria-sort")).ShouldBe("ascending");
        var last = await opened.Page.EvaluateAsync<string>("() => document.querySelector('#symbols tbody tr:last-child').cells[8].textContent");
        last.ShouldBe("–"); // DWDP has traded for less than a year
    }

    [Theory]
    [InlineData("rsi<30", "SELECT count(*) FROM market_analysis_cache WHERE round(rsi_14) < 30")]
    [InlineData("stage=2 rs>5", "SELECT count(*) FROM market_analysis_cache WHERE stage_label = '2' AND round(rs_mansfield_pct, 1) > 5")]
    [InlineData("1d<=-2", "SELECT count(*) FROM market_analysis_cache WHERE round(perf_1d, 1) <= -2")]
    [InlineData("wyn", "SELECT 1")]
    [InlineData("no_such_word", "SELECT 0")]
    public async Task A_filter_leaves_the_rows_that_satisfy_it(string filter, string query)
    {
        await using var opened = await chromium.OpenAsync(pages.Night, new());
        await opened.Page.Locator("#filter").FillAsync(filter);
        var expected = (await pages.Trial.SqlAsync(query))[0];
        (await opened.Page.Locator("#symbols tbody tr:visible").CountAsync()).ToString(CultureInfo.InvariantCulture).ShouldBe(expected);
        (await opened.TextAsync("#filter-count")).ShouldStartWith(expected);
    }

    [Fact]
    public async Task An_unknown_column_in_a_filter_is_named_and_hides_nothing()
    {
        await using var opened = await chromium.OpenAsync(pages.Night, new());
        await opened.Page.Locator("#filter").FillAsync("rsj<30");
        (await opened.TextAsync("#filter-count")).ShouldStartWith("unknown column; columns: symbol name");
        (await opened.Page.Locator("#symbols tbody tr:visible").CountAsync()).ShouldBe(Sample.Symbols);
    }

    [Fact]
    public async Task The_download_holds_the_rows_shown_with_every_column()
    {
        await using var opened = await chromium.OpenAsync(pages.Night, new());
        await opened.Page.Locator("#filter").FillAsync("wynn");
        var download = await opened.Page.RunAndWaitForDownloadAsync(() => opened.Page.Locator("#csv").ClickAsync());
        var lines = (await File.ReadAllTextAsync(await download.PathAsync())).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        download.SuggestedFilename.ShouldBe("symbols-2018-02-07.csv");
        lines[0].ShouldBe($"symbol,{string.Join(',', SymbolColumns.All.Select(c => c.Key))}");
        lines.Length.ShouldBe(2);
        lines[1].ShouldStartWith("WYNN,");
        lines[1].ShouldContain(",177.32,8.6,7.1,8.5,15.5,82.8,");
    }

    [Fact]
    public async Task A_click_opens_the_drawer_and_Escape_closes_it()
    {
        await using var opened = await chromium.OpenAsync(pages.Night, new());
        await opened.Page.Locator("#symbols .sym", new() { HasTextString = "WYNN" }).ClickAsync();
        (await opened.TextAsync("#drawer-symbol")).ShouldBe("WYNN");
        (await opened.TextAsync("#drawer-facts")).ShouldContain("177.32");
        await Wait.UntilAsync(async () => await opened.DrawnAsync("#drawer-chart") >= 2);
        opened.Page.Url.ShouldEndWith("#s=WYNN");
        (await opened.Page.Locator("#drawer-page").GetAttributeAsync("href")).ShouldBe("WYNN.html");
        await opened.Page.Keyboard.PressAsync("Escape");
        await opened.Page.Locator("#drawer").WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Hidden });
        opened.Page.Url.ShouldNotContain("#s=");
        opened.Complaints.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("#s=%")]
    [InlineData("#s=%E2%82")]
    [InlineData("#s=NOPE")]
    public async Task A_link_to_no_symbol_opens_nothing_and_breaks_nothing(string hash)
    {
        await using var opened = await chromium.OpenAsync(pages.Night, new(), hash);
        await Wait.UntilAsync(async () => await opened.DrawnAsync("#breadth") >= 4);
        (await opened.Page.Locator("#drawer").IsVisibleAsync()).ShouldBeFalse();
        opened.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Slash_moves_to_the_search_and_a_link_opens_its_symbol()
    {
        await using var opened = await chromium.OpenAsync(pages.Night, new(), "#s=AAPL");
        (await opened.TextAsync("#drawer-symbol")).ShouldBe("AAPL");
        (await opened.Page.Locator("#drawer-page").IsVisibleAsync()).ShouldBeFalse(); // it has no page
        await opened.Page.Keyboard.PressAsync("Escape");
        await opened.Page.Keyboard.PressAsync("/");
        await opened.Page.Keyboard.TypeAsync("ba");
        await opened.Page.Keyboard.PressAsync("Enter");
        (await opened.TextAsync("#drawer-symbol")).ShouldBe("BA");
    }

    [Fact]
    public async Task The_theme_button_changes_the_colors_of_page_and_chart()
    {
        await using var opened = await chromium.OpenAsync(pages.Symbol, new());
        const string Background = "() => getComputedStyle(document.body).backgroundColor";
        var before = await opened.Page.EvaluateAsync<string>(Background);
        await opened.Page.Locator("#theme").ClickAsync();
        (await opened.Page.EvaluateAsync<string>(Background)).ShouldNotBe(before);
        opened.Complaints.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task Without_scripts_every_number_is_there_and_a_symbol_leads_to_its_row(int width)
    {
        await using var opened = await chromium.OpenAsync(pages.Night, new(width, HasScripts: false));
        (await opened.Page.Locator("#symbols tbody tr").CountAsync()).ShouldBe(Sample.Symbols);
        (await opened.Page.Locator("noscript").First.IsVisibleAsync()).ShouldBeTrue();
        (await opened.Page.Locator("#filter").IsVisibleAsync()).ShouldBeFalse();
        (await opened.OverflowAsync()).ShouldBe(0);
        await opened.Page.Locator("#leaders .sym").First.ClickAsync();
        (await opened.Page.Locator("#symbols tr:target").CountAsync()).ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_night_of_nothing_and_a_hostile_symbol_break_no_page(bool isEmpty)
    {
        using var folder = new TempFolder();
        var night = isEmpty ? new(new(2021, 3, 8)) { Benchmark = "SPY" } : NightPageTests.HostileNight;
        await File.WriteAllTextAsync(folder["index.html"], NightPage.Render(night));
        await using var opened = await chromium.OpenAsync(folder["index.html"], new());
        (await opened.OverflowAsync()).ShouldBe(0);
        await ShouldBeAccessibleAsync(opened);
        if (!isEmpty)
        {
            await opened.Page.Locator("#symbols .sym").ClickAsync();
            (await opened.TextAsync("#drawer-symbol")).ShouldBe(NightPageTests.Hostile);
            await Wait.UntilAsync(async () => await opened.DrawnAsync("#drawer-chart") >= 2);
        }
        opened.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_night_without_the_benchmark_draws_what_is_left()
    {
        using var trial = new Trial();
        Market.Write(trial.Replay, symbols: 3, sessions: 300);
        (await trial.RunAsync()).ShouldBe(Batch.Graph.ExitCode.Ok);
        await using var opened = await chromium.OpenAsync(Path.Combine(trial.Data, "reports", "latest", "index.html"), new());
        await Wait.UntilAsync(async () => await opened.DrawnAsync("#breadth") >= 2);
        (await opened.TextAsync(".kpis")).ShouldContain("no bar stored");
        (await opened.Page.Locator("#portfolio .empty").CountAsync()).ShouldBe(1);
        (await opened.OverflowAsync()).ShouldBe(0);
        opened.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_script_decodes_series_as_they_were()
    {
        await using var opened = await chromium.OpenAsync(pages.Symbol, new());
        double[] values = [.. Enumerable.Range(0, 500).Select(i => i % 17 == 3 ? double.NaN : Math.Round(Math.Sin(i) * Math.Pow(7, i % 11), 2))];
        var decoded = await opened.Page.EvaluateAsync<double?[]>($"text => {{ {PageAssets.Script("series.js")[1..^2]}; return decode(text, 100); }}",
            SeriesCode.Of(values, 2));
        decoded.Select(v => v ?? double.NaN).ShouldBe(values);
    }

    private static async Task ShouldBeAccessibleAsync(OpenPage opened)
    {
        var axe = await opened.Page.RunAxe(new AxeRunOptions { RunOnly = RunOnlyOptions.Tags("wcag2a", "wcag2aa", "wcag21a", "wcag21aa") });
        axe.Violations.Where(v => v.Impact is "serious" or "critical")
            .Select(v => $"{v.Id}: {v.Help}: {string.Join("; ", v.Nodes.Take(3).Select(n => n.Html))}").ShouldBeEmpty();
    }

    private static async Task<List<double>> ColumnAsync(OpenPage opened, string key) => [.. (await opened.Page.EvaluateAsync<string[]>("""
        key => {
          const place = [...document.querySelectorAll("#symbols thead th")].findIndex(th => th.dataset.k === key);
          return [...document.querySelectorAll("#symbols tbody tr")].map(row => row.cells[place].textContent);
        }
        """, key)).Where(text => text != "–").Select(Number)];

    private static double Number(string text) =>
        double.Parse(text.Replace('−', '-'), NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
}
