namespace QuantMatrix.Publish.Redis;

/// <summary>Sets, values and lists on a Redis server.</summary>
/// <remarks>All of it is derived: one run refills a server that lost its data.</remarks>
public sealed class RedisTarget : IDisposable
{
    private readonly RedisConnection connection;
    private readonly RedisLease? lease;

    /// <param name="connectionString">In StackExchange.Redis format, the server first: <c>localhost:6379,password=…,ssl=true</c>.</param>
    /// <param name="runId">Part of the keys under which sets are built.</param>
    /// <param name="options">Its run holds the lease.</param>
    /// <exception cref="ConfigurationException">The connection string is invalid.</exception>
    public RedisTarget(string connectionString, string runId, TargetOptions? options = null)
    {
        connection = new RedisConnection(connectionString);
        lease = options?.Run is { } run ? new(connection, run, options.LeaseTimes) : null;
        Sets = new RedisSets(connection, runId, lease);
    }

    public ISets Sets { get; }

    /// <summary>Null without a run. A write takes it when the server was unreachable before.</summary>
    public IRunLease? Lease => lease;

    /// <summary>Whether the last call reached the server.</summary>
    public bool IsConnected => connection.IsConnected;

    /// <exception cref="ConfigurationException">The server rejects the credentials or its certificate is untrusted.</exception>
    /// <exception cref="TemporaryException">The server is unreachable.</exception>
    public Task ConnectAsync(CancellationToken ct = default) => connection.RunAsync(server => server.PingAsync(), ct);

    /// <summary>Version, role and rights as a run would find them. Changes nothing.</summary>
    public static Task<RedisState> ProbeAsync(string connectionString, CancellationToken ct) => new RedisProbe(connectionString).RunAsync(ct);

    /// <summary>Host and port as options of redis-cli.</summary>
    public static string ClientOptions(string connectionString) => new RedisProbe(connectionString).ClientOptions;

    /// <summary>The certificate of the server; null without TLS.</summary>
    public static Task<ServerCertificate?> CertificateAsync(string connectionString, CancellationToken ct) =>
        new RedisProbe(connectionString).CertificateAsync(ct);

    public void Dispose()
    {
        lease?.Dispose();
        connection.Dispose();
    }
}
