using QuantMatrix.Http;
using QuantMatrix.Model;

namespace QuantMatrix.Broker.Flex.Service;

/// <summary>The broker's Flex service, which makes a report of what an account holds and did, as a saved query asks.</summary>
/// <remarks>The token stands in the address asked, as the service wants it; no message holds an address with its query.</remarks>
public sealed class FlexService : IDisposable
{
    public const string Provider = "ibkr";

    private readonly ProviderOptions options;
    private readonly Func<string> token, queryId;
    private readonly TimeProvider time;
    private readonly ProviderClient client;

    /// <param name="options">Its key is the token.</param>
    /// <param name="queryId">Shows the id of the query.</param>
    /// <exception cref="ConfigurationException">There is no token or no query, or an option is out of range.</exception>
    public FlexService(ProviderOptions options, Func<string> queryId, IKeyStore store, TimeProvider time)
    {
        token = options.Key ?? throw new ConfigurationException($"{Provider}: found no token; expected one in IBKR_FLEX_TOKEN");
        if (queryId() is var id && (id.Length == 0 || id.Any(c => c is <= ' ' or > '~')))
            throw new ConfigurationException($"{Provider}: the query's id is empty or holds other than printable characters; expected a number in IBKR_FLEX_QUERY_ID");
        (this.options, this.queryId, this.time) = (options, queryId, time);
        client = new(Provider, options, new Dictionary<string, string> { ["User-Agent"] = "Java" }, store, time);
    }

    /// <summary>The service allows a call a second and ten a minute; an order waits at least five seconds between calls after the second one. A report is long and made on order.</summary>
    public static ProviderOptions Defaults => new()
    {
        BaseUrl = new("https://ndcdyn.interactivebrokers.com/AccountManagement/FlexWebService"), CallsPerMinute = 60, Concurrency = 1, CacheDuration = TimeSpan.Zero,
        Timeout = TimeSpan.FromMinutes(5), TotalTimeout = TimeSpan.FromMinutes(25), MaxResponseBytes = 1 << 30,
    };

    /// <summary>Orders a report, waits until it is ready and saves it as received: the whole of it, or nothing.</summary>
    /// <param name="path">Replaced when it is there; its folder is made.</param>
    /// <exception cref="TemporaryException">The service is not ready, or not itself.</exception>
    /// <exception cref="ConfigurationException">The token, the query or the address is wrong.</exception>
    /// <exception cref="DataUnfitException">There is no such statement, or its report is too long.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public async Task FetchAsync(string path, CancellationToken ct)
    {
        var draft = path + ".part";
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        try
        {
            await new FlexStatementRequest(client, options, token(), queryId(), time).SaveAsync(draft, ct);
            await client.SaveAsync(ct);
            File.Move(draft, path, overwrite: true);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    public void Dispose() => client.Dispose();
}
