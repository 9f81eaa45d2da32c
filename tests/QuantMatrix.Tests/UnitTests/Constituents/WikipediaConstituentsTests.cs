using System.Text;
using QuantMatrix.MarketData.Constituents;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Constituents;

public class WikipediaConstituentsTests
{
    private static readonly string[] Letters = [.. from a in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" from b in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" select $"{a}{b}"];

    [Fact]
    public void The_members_of_a_whole_page_are_those_of_its_table() =>
        Parse(WikipediaPage.Of(Letters.Take(503))).ShouldBe(Letters.Take(503));

    /// <summary>The page ends within a cell, within a tag or between two rows.</summary>
    [Fact]
    public void A_truncated_page_is_rejected()
    {
        var page = WikipediaPage.Of(Letters.Take(503));
        var table = page.IndexOf("id=\"constituents\"", StringComparison.Ordinal);
        foreach (var length in Enumerable.Range(0, 400).Select(i => table + 20_000 + i))
        {
            var list = Read(() => Parse(page[..length]));
            (list is null || IndexBand.Fault(new("SP500", SymbolMembers.Of(list), "wikipedia")) is not null).ShouldBeTrue($"{length} characters");
        }
    }

    [Fact]
    public void A_column_is_found_by_name_in_any_position() =>
        Parse(Table("Company|Exchange|Symbol|Date added", "3M|NYSE|MMM|1976-08-09", "Berkshire|NYSE|BRK.B|2010-02-16")).ShouldBe(["BRK-B", "MMM"]);

    [Fact]
    public void References_links_and_line_breaks_are_removed_from_names_and_symbols() =>
        Parse("<table><tr><th><a href='x'>Ticker</a><sup>[1]</sup>\n</th><th>Company\n</th></tr>"
            + "<tr><td><a>AAPL</a><sup>[a]</sup>\n</td><th>Apple</th></tr></table>").ShouldBe(["AAPL"]);

    [Fact]
    public void A_cell_spanning_rows_is_repeated_in_each() =>
        Parse("<table><tr><th>Security</th><th>Symbol</th></tr>"
            + "<tr><td rowspan=2>Alphabet</td><td>GOOG</td></tr><tr><td>GOOGL</td></tr><tr><td>Amazon</td><td>AMZN</td></tr></table>")
            .ShouldBe(["AMZN", "GOOG", "GOOGL"]);

    [Fact]
    public void The_longest_matching_table_is_used_not_the_table_of_changes() =>
        Parse(Table("Ticker|Company", "OLD|Old Company")
            + Table("Ticker|Company", "AAPL|Apple", "MSFT|Microsoft") + Table("Date|Ticker|Ticker|Company", "x|Y|Z|w")).ShouldBe(["AAPL", "MSFT"]);

    /// <summary>Failure 8: a wrong column of an HTML table becomes ticker symbols.</summary>
    [Theory]
    [InlineData("Industrials")]
    [InlineData("Abbott")]
    [InlineData("3M")]
    [InlineData("0000066740")]
    [InlineData("1957-03-04")]
    [InlineData("NYSE: MMM")]
    [InlineData("")]
    [InlineData("MMM")] // twice
    public void A_column_without_symbols_is_rejected(string cell) =>
        Should.Throw<DataUnfitException>(() => Parse(Table("Symbol|Security", "MMM|3M", $"{cell}|x")))
            .Message.ShouldContain(cell is "MMM" ? "duplicate member MMM" : $"found symbol '{cell}'");

    [Theory]
    [InlineData("", "found 0 tables")]
    [InlineData("not a page at all", "found 0 tables")]
    [InlineData("<table><tr><th>Date</th><th>Added</th></tr></table>", "found 1 table, none with the columns Symbol and Security")]
    [InlineData("<table><tr><th>Symbol</th><th>Security</th></tr></table>", "found no members")]
    [InlineData("<table></table>", "none with the columns")]
    public void A_page_without_members_is_rejected(string page, string fault) =>
        Should.Throw<DataUnfitException>(() => Parse(page)).Message.ShouldContain(fault);

    [Fact]
    public void A_truncated_row_is_rejected() =>
        Should.Throw<DataUnfitException>(() => Parse(Table("Symbol|Security|Founded", "AAPL|Apple|1976", "MSFT|Micro")))
            .Message.ShouldContain("found 2 cells in row 2; expected 3");

    [Theory]
    [InlineData("Symbol|Security|GICS Sector|GICS Sub-Industry", "Industrials|Aerospace & Defense", "Industrials", "Aerospace & Defense")]
    [InlineData("Ticker|Company|ICB Industry[14]|ICB Subsector", "Technology|Software", "Technology", "Software")]
    [InlineData("Symbol|Company|Sector|Industry", "Energy|Coal", "Energy", "Coal")]
    [InlineData("Symbol|Company|Industry|Notes", "Coal|2020", null, "Coal")]
    [InlineData("Symbol|Company|Exchange|GICS sector", "NYSE|Energy", "Energy", null)]
    [InlineData("Symbol|Company|Exchange|Notes", "NYSE|2020", null, null)]
    [InlineData("Symbol|Security|GICS Sector|GICS Sub-Industry", " |", null, null)]
    public void Name_sector_and_industry_are_read_where_the_table_has_them(string names, string cells, string? sector, string? industry) =>
        WikipediaConstituents.Parse(Encoding.UTF8.GetBytes(Table(names, $"AA|x|{cells}")), "page")
            .ShouldBe([new("AA", sector, industry) { Name = "x" }]);

    [Fact]
    public void The_title_of_a_page_without_members_is_reported() =>
        Should.Throw<DataUnfitException>(() => Parse("<html><head><title>Sign in</title></head><p>Please sign in.</p></html>"))
            .Message.ShouldBe("page: found 0 tables in the page 'Sign in', none with the columns Symbol and Security; expected one");

    private static IReadOnlyList<string> Parse(string page) => WikipediaConstituents.Parse(Encoding.UTF8.GetBytes(page), "page").Symbols();

    private static IReadOnlyList<string>? Read(Func<IReadOnlyList<string>> parse)
    {
        try
        {
            return parse();
        }
        catch (DataUnfitException)
        {
            return null;
        }
    }

    private static string Table(string names, params string[] rows) =>
        $"<table class='wikitable'><tbody><tr>{Cells("th", names)}</tr>{string.Concat(rows.Select(r => $"<tr>{Cells("td", r)}</tr>"))}</tbody></table>";

    private static string Cells(string tag, string row) => string.Concat(row.Split('|').Select(c => $"<{tag}>{c}</{tag}>"));
}
