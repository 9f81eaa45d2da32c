using QuantMatrix.Http;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Constituents;

/// <summary>HTTP client for the Wikipedia pages that list index members.</summary>
public sealed class Wikipedia : IDisposable
{
    public const string Provider = "wikipedia";

    private readonly ProviderClient client;

    /// <param name="options">Address and limits.</param>
    /// <param name="userAgent">Names the product, its version and a contact, as the policy of Wikimedia requires.</param>
    /// <param name="store">Keeps responses between runs.</param>
    /// <param name="time">The clock of cache and throttle.</param>
    /// <exception cref="ConfigurationException">An option is out of range.</exception>
    public Wikipedia(ProviderOptions options, string userAgent, IKeyStore store, TimeProvider time) =>
        client = new(Provider, options, new Dictionary<string, string> { ["User-Agent"] = userAgent, ["Accept"] = "text/html" }, store, time);

    public static ProviderOptions Defaults =>
        new() { BaseUrl = new("https://en.wikipedia.org"), CallsPerMinute = 30, Concurrency = 1, FollowRedirects = true };

    /// <inheritdoc cref="MemberReader"/>
    public async Task<IReadOnlyList<IndexMember>> ReadAsync(string path, MemberParser parse, CancellationToken ct)
    {
        var members = await client.GetPageAsync(path, body => parse(body), ct);
        await client.SaveAsync(ct);
        return members;
    }

    public void Dispose() => client.Dispose();
}
