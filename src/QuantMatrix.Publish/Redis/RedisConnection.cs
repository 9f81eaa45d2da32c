using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using StackExchange.Redis;

namespace QuantMatrix.Publish.Redis;

/// <summary>The connection to the server, opened by the first call. A lost connection is dropped and the next call opens a new one.</summary>
internal sealed class RedisConnection(string connectionString) : IDisposable
{
    private readonly ConfigurationOptions options = RedisAddress.Read(connectionString);
    private readonly SemaphoreSlim opening = new(1);
    private ConnectionMultiplexer? open;

    /// <summary>The server for messages.</summary>
    public string Name { get; } = RedisAddress.Name(connectionString);

    public bool IsConnected => open is { IsConnected: true };

    /// <exception cref="ConfigurationException">The server rejects the credentials or the command.</exception>
    /// <exception cref="TemporaryException">The server is unreachable, does not respond, or accepts no writes at the moment.</exception>
    public async Task<T> RunAsync<T>(Func<IDatabase, Task<T>> work, CancellationToken ct)
    {
        var connection = await OpenAsync(ct);
        try
        {
            return await RunAsync(connection.GetDatabase(), work).WaitAsync(ct);
        }
        catch (Exception e) when (e is RedisException or RedisCommandException or TimeoutException or ObjectDisposedException)
        {
            if (e is not (RedisServerException or RedisCommandException)) Drop(connection);
            throw RedisFault.Explain(e, Name);
        }
    }

    public void Dispose()
    {
        if (open is { } connection) Drop(connection);
        opening.Dispose();
    }

    /// <summary>An aborted transaction does not say which command was rejected and why; a small separate write does.</summary>
    private static async Task<T> RunAsync<T>(IDatabase database, Func<IDatabase, Task<T>> work)
    {
        try
        {
            return await work(database);
        }
        catch (RedisServerException e) when (RedisFault.IsAborted(e))
        {
            await database.StringSetAsync("build:probe", "", TimeSpan.FromSeconds(1));
            throw;
        }
    }

    private async Task<ConnectionMultiplexer> OpenAsync(CancellationToken ct)
    {
        await opening.WaitAsync(ct);
        try
        {
            if (open is { IsConnected: false } lost) Drop(lost);
            return open ??= await ConnectAsync(ct);
        }
        finally
        {
            opening.Release();
        }
    }

    private async Task<ConnectionMultiplexer> ConnectAsync(CancellationToken ct)
    {
        if (options.EndPoints is [var only]) await ProbeAsync(only, ct);
        using var log = new StringWriter();
        var connection = await ConnectionMultiplexer.ConnectAsync(options, log);
        try
        {
            if (!connection.IsConnected) await connection.GetDatabase().PingAsync();
            return connection;
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            Drop(connection);
            throw RedisFault.NotConnected(e, log.ToString(), Name);
        }
    }

    /// <summary>Opens a plain socket first: it reports an unreachable or untrusted server at once, where the client times out without the cause.</summary>
    private async Task ProbeAsync(EndPoint server, CancellationToken ct)
    {
        if (server is UnixDomainSocketEndPoint) return;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(options.ConnectTimeout);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(server, limit.Token);
            if (options.Ssl) await ProbeCertificateAsync(socket, server, limit.Token);
        }
        catch (Exception e) when (e is SocketException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw RedisFault.Unreachable(e, Name);
        }
    }

    /// <summary>Reports only an untrusted certificate; other handshake failures are left to the client, which may have its own client certificate.</summary>
    private async Task ProbeCertificateAsync(Socket socket, EndPoint server, CancellationToken ct)
    {
        string? fault = null;
        await using var tls = new SslStream(new NetworkStream(socket), leaveInnerStreamOpen: false, (_, _, chain, errors) =>
        {
            if (errors != SslPolicyErrors.None) fault = string.Join(", ", [$"{errors}", .. chain?.ChainStatus.Select(s => $"{s.Status}") ?? []]);
            return fault is null;
        });
        try
        {
            var client = new SslClientAuthenticationOptions { TargetHost = Host(server), EnabledSslProtocols = options.SslProtocols ?? SslProtocols.None };
            await tls.AuthenticateAsClientAsync(client, ct);
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            if (fault is not null) throw RedisFault.Untrusted(e, fault, Name);
        }
    }

    private string Host(EndPoint server) => options.SslHost is { Length: > 0 } host ? host
        : server is DnsEndPoint named ? named.Host : ((IPEndPoint)server).Address.ToString();

    private void Drop(ConnectionMultiplexer connection)
    {
        Interlocked.CompareExchange(ref open, null, connection);
        connection.Close(allowCommandsToComplete: false);
    }
}
