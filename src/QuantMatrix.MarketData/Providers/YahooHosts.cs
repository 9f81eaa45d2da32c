namespace QuantMatrix.MarketData.Providers;

/// <summary>The hosts of a Yahoo session; with a base address of another host, that address stands for all of them.</summary>
/// <param name="Query">Hosts of the API, in order of preference, each with its base path.</param>
/// <param name="Cookie">The page that sets the cookie, with any status.</param>
/// <param name="Consent">The page that leads to the consent form.</param>
internal sealed record YahooHosts(IReadOnlyList<Uri> Query, Uri Cookie, Uri Consent)
{
    private const string Domain = "yahoo.com";
    private static readonly Uri Query1 = new("https://query1.finance.yahoo.com"), Query2 = new("https://query2.finance.yahoo.com");

    private bool IsYahoo { get; } = IsInDomain(Query[0]);

    public static YahooHosts Of(Uri address) => IsInDomain(address)
        ? new([address, Other(address)], new("https://fc.yahoo.com/"), new("https://guce.yahoo.com/consent"))
        : new([address], At(address, "/"), At(address, "/consent"));

    /// <summary>A path of a host, below its base path.</summary>
    public static Uri At(Uri host, string pathAndQuery) => new(host.AbsoluteUri.TrimEnd('/') + pathAndQuery);

    /// <summary>The path and query of a request to the first host, without its base path.</summary>
    public string PathOf(Uri request) => request.AbsoluteUri[Query[0].AbsoluteUri.TrimEnd('/').Length..];

    /// <summary>Where to follow a redirect or send a form; null for a place outside of Yahoo, which must not receive the cookies.</summary>
    public Uri? Target(Uri page, string link)
    {
        if (!Uri.TryCreate(page, link, out var target)) return null;
        if (IsYahoo) return target.Scheme == Uri.UriSchemeHttps && IsInDomain(target) ? target : null;
        return IsInDomain(target) ? At(Query[0], target.PathAndQuery) : target.Authority == Query[0].Authority ? target : null;
    }

    public static bool IsConsent(Uri link) => link.OriginalString.Contains("consent", StringComparison.OrdinalIgnoreCase)
        || link.OriginalString.Contains("guce", StringComparison.OrdinalIgnoreCase);

    /// <summary>For a message: the query of a consent page holds tokens.</summary>
    public static string WithoutQuery(Uri link) => link.OriginalString.Split('?')[0];

    private static Uri Other(Uri address) => address.Host == Query1.Host ? Query2 : Query1;

    private static bool IsInDomain(Uri uri) =>
        uri.IsAbsoluteUri && (uri.Host == Domain || uri.Host.EndsWith("." + Domain, StringComparison.OrdinalIgnoreCase));
}
