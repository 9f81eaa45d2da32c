namespace QuantMatrix.Tests.UnitTests.Constituents;

/// <summary>A page in the form of Wikipedia's list of an index: an infobox, the members with links and references, and the table of changes.</summary>
internal static class WikipediaPage
{
    public static string Of(IEnumerable<string> members) =>
        $"""
        <!DOCTYPE html>
        <html><head><title>List of companies - Wikipedia</title><style>table {"{"} color: #202122 {"}"}</style></head><body>
        <table class="infobox"><tbody><tr><th>Founded</th><td>1957</td></tr></tbody></table>
        <p>The index has several hundred components.<sup id="cite_ref-1" class="reference"><a href="#cite_note-1">[1]</a></sup></p>
        <table class="wikitable sortable sticky-header" id="constituents"><tbody>
        <tr><th>Symbol</th><th>Security</th><th>GICS Sector</th><th>Headquarters Location</th><th>Date added</th><th>CIK</th><th>Founded</th></tr>
        {string.Join('\n', members.Select(Member))}
        </tbody></table>
        <h2 id="changes">Selected changes</h2>
        <table class="wikitable sortable" id="changes"><tbody>
        <tr><th rowspan="2">Effective Date</th><th colspan="2">Added</th><th colspan="2">Removed</th><th rowspan="2">Reason</th></tr>
        <tr><th>Ticker</th><th>Security</th><th>Ticker</th><th>Security</th></tr>
        <tr><td>November 8, 2024</td><td>NEW</td><td>New Company</td><td>OLD</td><td>Old Company</td><td>Market capitalization change.</td></tr>
        </tbody></table>
        </body></html>
        """;

    private static string Member(string symbol) =>
        $"""
        <tr><td><a rel="nofollow" class="external text" href="https://www.nyse.com/quote/{symbol}">{symbol}</a></td>
        <td><a href="/wiki/{symbol}_Company" title="{symbol} Company">{symbol} Company</a></td><td>Industrials</td>
        <td><a href="/wiki/Saint_Paul,_Minnesota">Saint Paul, Minnesota</a></td><td>1957-03-04</td><td>0000066740</td><td>1902<sup>[2]</sup></td></tr>
        """;
}
