namespace QuantMatrix.Publish.Redis;

/// <summary>Sets, values and lists on a Redis server.</summary>
/// <remarks>Nothing here is the only copy: a server that lost everything is filled again by one run.</remarks>
public sealed class RedisTarget : IDisposable
{
    private readonly RedisConnection connection;

    /// <param name="connectionString">As StackExchange.Redis reads it, the server first: <c>localhost:6379,password=…,ssl=true</c>.</param>
    /// <param name="runId">Names the keys that sets are built under.</param>
    /// <exception cref="ConfigurationException">The string is none.</exception>
    public RedisTarget(string connectionString, string runId)
    {
        connection = new RedisConnection(connectionString);
        Sets = new RedisSets(connection, runId);
    }

    public ISets Sets { get; }

    /// <exception cref="ConfigurationException">The server is there, but refuses us.</exception>
    /// <exception cref="TemporaryException">The server cannot be reached now.</exception>
    public Task ConnectAsync(CancellationToken ct = default) => connection.RunAsync(server => server.PingAsync(), ct);

    public void Dispose() => connection.Dispose();
}
