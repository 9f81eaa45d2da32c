namespace QuantMatrix.Publish.Redis;

/// <summary>Sets, values and lists on a Redis server.</summary>
/// <remarks>All of it is derived: one run refills a server that lost its data.</remarks>
public sealed class RedisTarget : IDisposable
{
    private readonly RedisConnection connection;

    /// <param name="connectionString">In StackExchange.Redis format, the server first: <c>localhost:6379,password=…,ssl=true</c>.</param>
    /// <param name="runId">Part of the keys under which sets are built.</param>
    /// <exception cref="ConfigurationException">The connection string is invalid.</exception>
    public RedisTarget(string connectionString, string runId)
    {
        connection = new RedisConnection(connectionString);
        Sets = new RedisSets(connection, runId);
    }

    public ISets Sets { get; }

    /// <exception cref="ConfigurationException">The server rejects the credentials or its certificate is untrusted.</exception>
    /// <exception cref="TemporaryException">The server is unreachable.</exception>
    public Task ConnectAsync(CancellationToken ct = default) => connection.RunAsync(server => server.PingAsync(), ct);

    public void Dispose() => connection.Dispose();
}
