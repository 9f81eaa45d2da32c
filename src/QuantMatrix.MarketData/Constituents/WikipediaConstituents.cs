using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using QuantMatrix.Http;
using QuantMatrix.MarketData.Providers;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Constituents;

/// <summary>Member lists in tables of Wikipedia, found by the names of their columns.</summary>
public sealed class WikipediaConstituents(PageReader read) : IConstituentSource
{
    private static readonly Dictionary<string, string> ProviderPages = new()
    {
        [IndexBand.Sp500] = "/wiki/List_of_S%26P_500_companies", [IndexBand.Nasdaq100] = "/wiki/Nasdaq-100", [IndexBand.Dow30] = "/wiki/Dow_Jones_Industrial_Average",
    };

    private static readonly string[] SymbolNames = ["Symbol", "Ticker", "Ticker symbol"], CompanyNames = ["Security", "Company", "Company name", "Name"];

    public string Name => Wikipedia.Provider;

    public IReadOnlyList<string> Indices => [.. ProviderPages.Keys];

    public async Task<MemberList> ReadAsync(string index, CancellationToken ct) => new(index, Parse(await read(ProviderPages[index], ct)), Name);

    /// <summary>The members in a page: of all tables with one column of symbols and one of companies the longest, as the others tell of changes.</summary>
    /// <exception cref="DataUnfitException">There is no such table, or what stands in its column are no tickers.</exception>
    public static IReadOnlyList<string> Parse(byte[] html)
    {
        const string where = "constituents of wikipedia";
        using var page = new HtmlParser().ParseDocument(new MemoryStream(html));
        var tables = page.QuerySelectorAll("table").OfType<IHtmlTableElement>().Select(t => new HtmlGrid(t)).ToList();
        var members = tables.Where(t => t.Names.Count(IsSymbol) == 1 && t.Names.Any(n => CompanyNames.Contains(n, StringComparer.OrdinalIgnoreCase))).MaxBy(t => t.Rows.Count)
            ?? throw new DataUnfitException($"{where}: found {tables.Count} tables, none with the columns Symbol and Security; expected one");
        return MemberSymbols.Of(members.Column(members.Names.ToList().FindIndex(IsSymbol), where), where);
    }

    private static bool IsSymbol(string name) => SymbolNames.Contains(name, StringComparer.OrdinalIgnoreCase);
}
