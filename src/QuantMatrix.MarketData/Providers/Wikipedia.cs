using QuantMatrix.Http;
using QuantMatrix.MarketData.Constituents;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Providers;

/// <summary>ProviderPages of the encyclopedia, which lists the members of each index.</summary>
public sealed class Wikipedia : IDisposable
{
    public const string Provider = "wikipedia";

    private readonly ProviderClient client;

    /// <exception cref="ConfigurationException">An option is out of range.</exception>
    public Wikipedia(ProviderOptions options, IKeyStore store, TimeProvider time) =>
        client = new(Provider, options, new Dictionary<string, string> { ["User-Agent"] = "QuantMatrix.Batch/1.0 (nightly index constituents)", ["Accept"] = "text/html" }, store, time);

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
