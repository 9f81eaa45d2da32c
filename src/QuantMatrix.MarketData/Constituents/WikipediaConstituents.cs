using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Constituents;

/// <summary>Members of one index from one Wikipedia page, in a table identified by its column names.</summary>
/// <param name="read">Fetches the page.</param>
/// <param name="index">The index the page lists.</param>
/// <param name="page">Path of the page.</param>
public sealed class WikipediaConstituents(MemberReader read, string index, string page) : IConstituentSource
{
    private static readonly string[] SymbolNames = ["Symbol", "Ticker", "Ticker symbol", "Stock symbol", "Trading symbol"];
    private static readonly string[] CompanyNames = ["Security", "Company", "Company name", "Name", "Constituent"];
    private static readonly string[] SectorNames = ["GICS Sector", "ICB Industry", "Sector"];
    private static readonly string[] IndustryNames = ["GICS Sub-Industry", "ICB Subsector", "Sub-Industry", "Subsector", "Industry"];

    /// <summary>The default pages of each index, in the order they are tried.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Pages { get; } = new Dictionary<string, IReadOnlyList<string>>
    {
        [IndexBand.Sp500] = ["/wiki/List_of_S%26P_500_companies"],
        [IndexBand.Nasdaq100] = ["/wiki/List_of_NASDAQ-100_companies", "/wiki/Nasdaq-100"],
        [IndexBand.Dow30] = ["/wiki/List_of_Dow_Jones_Industrial_Average_companies", "/wiki/Dow_Jones_Industrial_Average"],
    };

    public string Name => Wikipedia.Provider;

    public IReadOnlyList<string> Indices => [index];

    public async Task<MemberList> ReadAsync(string index, CancellationToken ct) =>
        new(index, await read(page, body => Parse(body, page), ct), Name) { Page = page };

    /// <summary>The members in a page: the longest table with one symbol column and a company column. Shorter ones list changes.</summary>
    /// <exception cref="DataUnfitException">There is no such table, or its symbol column does not hold tickers.</exception>
    public static IReadOnlyList<IndexMember> Parse(ReadOnlySpan<byte> html, string where)
    {
        using var document = new HtmlParser().ParseDocument(new MemoryStream(html.ToArray()));
        var tables = document.QuerySelectorAll("table").OfType<IHtmlTableElement>().Select(t => new HtmlTable(t)).ToList();
        var members = tables.Where(HasMembers).MaxBy(t => t.Rows.Count)
            ?? throw new DataUnfitException(
                $"{where}: found {Plural.Of(tables.Count, "table")}{Title(document)}, none with the columns Symbol and Security; expected one");
        var (symbol, sector, industry) = (members.Find(SymbolNames), members.Find(SectorNames), members.Find(IndustryNames));
        var company = members.Find(CompanyNames);
        return MemberSymbols.Of(members.Texts(where)
            .Select(row => new IndexMember(row[symbol], At(row, sector), At(row, industry)) { Name = At(row, company) }), where);
    }

    private static bool HasMembers(HtmlTable table) =>
        table.Names.Count(n => SymbolNames.Contains(n, StringComparer.OrdinalIgnoreCase)) == 1 && table.Find(CompanyNames) >= 0;

    private static string? At(string[] row, int column) => column < 0 ? null : row[column];

    /// <summary>Shows in a message whether the page is an article or, for example, the sign-in page of a proxy.</summary>
    private static string Title(IHtmlDocument document) => MemberSymbols.Name(document.Title) is { } title ? $" in the page '{title}'" : "";
}
