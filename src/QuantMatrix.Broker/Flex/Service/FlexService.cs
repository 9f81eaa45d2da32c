using QuantMatrix.Http;
using QuantMatrix.Model;

namespace QuantMatrix.Broker.Flex.Service;

/// <summary>Client of Interactive Brokers' Flex Web Service, which generates account reports from a saved query.</summary>
/// <remarks>The service requires the token in the URL; no message contains a URL with its query string.</remarks>
public sealed class FlexService : IDisposable
{
    public const string Provider = "ibkr";

    private readonly ProviderOptions options;
    private readonly FlexQuery query;
    private readonly TimeProvider time;
    private readonly ProviderClient client;

    /// <exception cref="ConfigurationException">The token or the query id is unusable, or an option is out of range.</exception>
    public FlexService(ProviderOptions options, FlexQuery query, IKeyStore store, TimeProvider time)
    {
        (this.options, this.query, this.time) = (options with { Key = query.Token }, query, time);
        if (query.Id() is var id && (id.Length == 0 || id.Any(c => c is <= ' ' or > '~')))
            throw new ConfigurationException(
                $"{Provider}: the query id is empty or contains a space or a non-ASCII character; expected a number in {query.IdPlace}");
        client = new(Provider, this.options, new Dictionary<string, string> { ["User-Agent"] = options.UserAgent ?? "QuantMatrix" }, store, time);
    }

    /// <summary>
    /// The limits of a token are those of <see cref="FlexCalls"/>. Reports are long and generated on demand, hence the long time-outs.
    /// </summary>
    public static ProviderOptions Defaults => new()
    {
        BaseUrl = new("https://ndcdyn.interactivebrokers.com/AccountManagement/FlexWebService"),
        CallsPerMinute = 60, Concurrency = 1, CacheDuration = TimeSpan.Zero,
        Timeout = TimeSpan.FromMinutes(5), TotalTimeout = TimeSpan.FromMinutes(25), MaxResponseBytes = 1 << 30,
    };

    /// <summary>Requests a report, waits until it is ready and saves it byte for byte, or saves nothing.</summary>
    /// <param name="path">Replaced if it exists; its directory is created.</param>
    /// <param name="days">The days to report instead of the period of the query; null for that period.</param>
    /// <exception cref="TemporaryException">The report is not ready, or the service is unavailable.</exception>
    /// <exception cref="ConfigurationException">The token, the query id or the address is wrong.</exception>
    /// <exception cref="DataUnfitException">The statement does not exist, or the report is too long.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public async Task FetchAsync(string path, FlexDays? days, CancellationToken ct)
    {
        var draft = path + ".part";
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        try
        {
            await new FlexStatementRequest(client, options, new(query, days), time).SaveAsync(draft, ct);
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

/// <summary>Days that a report covers.</summary>
public sealed record FlexDays(DateOnly From, DateOnly To)
{
    /// <summary>The longest period the service accepts.</summary>
    public const int Most = 365;

    public override string ToString() => $"{From:yyyy-MM-dd} to {To:yyyy-MM-dd}";
}
