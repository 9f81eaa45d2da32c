using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using QuantMatrix.Http;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Constituents;

/// <summary>HTTP client for the Wikipedia pages that list index members.</summary>
public sealed class Wikipedia : IDisposable
{
    public const string Provider = "wikipedia";

    private readonly ProviderClient client;

    /// <exception cref="ConfigurationException">An option is out of range.</exception>
    public Wikipedia(ProviderOptions options, IKeyStore store, TimeProvider time)
    {
        var headers = new Dictionary<string, string> { ["User-Agent"] = "QuantMatrix.Batch/1.0 (nightly index constituents)", ["Accept"] = "text/html" };
        client = new(Provider, options, headers, store, time);
    }

    public static ProviderOptions Defaults => new() { BaseUrl = new("https://en.wikipedia.org"), CallsPerMinute = 30, Concurrency = 1 };

    /// <inheritdoc cref="PageReader"/>
    public async Task<byte[]> ReadAsync(string path, CancellationToken ct)
    {
        var page = await client.GetPageAsync(path, ct);
        await client.SaveAsync(ct);
        return page;
    }

    public void Dispose() => client.Dispose();
}

/// <summary>Index members from Wikipedia tables, identified by their column names.</summary>
public sealed class WikipediaConstituents(PageReader read) : IConstituentSource
{
    private static readonly Dictionary<string, string> Pages = new()
    {
        [IndexBand.Sp500] = "/wiki/List_of_S%26P_500_companies",
        [IndexBand.Nasdaq100] = "/wiki/Nasdaq-100",
        [IndexBand.Dow30] = "/wiki/Dow_Jones_Industrial_Average",
    };

    private static readonly string[] SymbolNames = ["Symbol", "Ticker", "Ticker symbol"], CompanyNames = ["Security", "Company", "Company name", "Name"];

    public string Name => Wikipedia.Provider;

    public IReadOnlyList<string> Indices => [.. Pages.Keys];

    public async Task<MemberList> ReadAsync(string index, CancellationToken ct) => new(index, Parse(await read(Pages[index], ct)), Name);

    /// <summary>The members in a page: the longest table with one symbol column and a company column. Shorter ones list changes.</summary>
    /// <exception cref="DataUnfitException">There is no such table, or its symbol column does not hold tickers.</exception>
    public static IReadOnlyList<string> Parse(byte[] html)
    {
        const string where = "constituents of wikipedia";
        using var page = new HtmlParser().ParseDocument(new MemoryStream(html));
        var tables = page.QuerySelectorAll("table").OfType<IHtmlTableElement>().Select(t => new HtmlTable(t)).ToList();
        var members = tables.Where(HasMembers).MaxBy(t => t.Rows.Count)
            ?? throw new DataUnfitException($"{where}: found {Plural.Of(tables.Count, "table")}, none with the columns Symbol and Security; expected one");
        return MemberSymbols.Of(members.Column(members.Names.ToList().FindIndex(IsSymbol), where), where);
    }

    private static bool HasMembers(HtmlTable table) =>
        table.Names.Count(IsSymbol) == 1 && table.Names.Any(n => CompanyNames.Contains(n, StringComparer.OrdinalIgnoreCase));

    private static bool IsSymbol(string name) => SymbolNames.Contains(name, StringComparer.OrdinalIgnoreCase);
}
