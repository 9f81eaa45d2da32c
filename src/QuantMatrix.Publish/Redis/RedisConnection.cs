using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using StackExchange.Redis;

namespace QuantMatrix.Publish.Redis;

/// <summary>The connection to the server, made at the first call. A lost one is thrown away and the next call makes a new one: nothing is tried in between.</summary>
internal sealed class RedisConnection(string connectionString) : IDisposable
{
    private readonly ConfigurationOptions options = RedisAddress.Read(connectionString);
    private readonly string name = RedisAddress.Name(connectionString);
    private readonly SemaphoreSlim turn = new(1);
    private ConnectionMultiplexer? open;

    /// <exception cref="ConfigurationException">The server refuses us or the command.</exception>
    /// <exception cref="TemporaryException">The server cannot be reached, gives no answer, or takes no writes now.</exception>
    public async Task<T> RunAsync<T>(Func<IDatabase, Task<T>> work, CancellationToken ct)
    {
        var connection = await OpenAsync(ct);
        try
        {
            return await AskAsync(connection.GetDatabase(), work).WaitAsync(ct);
        }
        catch (Exception e) when (e is RedisException or RedisCommandException or TimeoutException or ObjectDisposedException)
        {
            if (e is not (RedisServerException or RedisCommandException)) Drop(connection);
            throw RedisFault.Explain(e, name);
        }
    }

    public void Dispose()
    {
        if (open is { } connection) Drop(connection);
        turn.Dispose();
    }

    /// <summary>The end of a refused transaction does not say what was refused; a small write of its own does.</summary>
    private static async Task<T> AskAsync<T>(IDatabase database, Func<IDatabase, Task<T>> work)
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
        await turn.WaitAsync(ct);
        try
        {
            if (open is { IsConnected: false } lost) Drop(lost);
            return open ??= await ConnectAsync(ct);
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<ConnectionMultiplexer> ConnectAsync(CancellationToken ct)
    {
        if (options.EndPoints is [var only]) await KnockAsync(only, ct);
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
            throw RedisFault.NotConnected(e, log.ToString(), name);
        }
    }

    /// <summary>A socket of our own tells at once that nobody is there, or nobody to trust, and why; the client may take all its time over that and forget the reason.</summary>
    private async Task KnockAsync(EndPoint server, CancellationToken ct)
    {
        if (server is UnixDomainSocketEndPoint) return;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(options.ConnectTimeout);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(server, limit.Token);
            if (options.Ssl) await ShowCertificateAsync(socket, server, limit.Token);
        }
        catch (Exception e) when (e is SocketException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw RedisFault.NobodyThere(e, name);
        }
    }

    /// <summary>Any other fault of the handshake is the client's to tell: it may hold a certificate of its own.</summary>
    private async Task ShowCertificateAsync(Socket socket, EndPoint server, CancellationToken ct)
    {
        string? fault = null;
        await using var tls = new SslStream(new NetworkStream(socket), leaveInnerStreamOpen: false, (_, _, chain, errors) =>
        {
            if (errors != SslPolicyErrors.None) fault = string.Join(", ", [$"{errors}", .. chain?.ChainStatus.Select(s => $"{s.Status}") ?? []]);
            return fault is null;
        });
        try
        {
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = Host(server), EnabledSslProtocols = options.SslProtocols ?? SslProtocols.None }, ct);
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            if (fault is not null) throw RedisFault.NotTrusted(e, fault, name);
        }
    }

    private string Host(EndPoint server) => options.SslHost is { Length: > 0 } host ? host : server is DnsEndPoint named ? named.Host : ((IPEndPoint)server).Address.ToString();

    private void Drop(ConnectionMultiplexer connection)
    {
        Interlocked.CompareExchange(ref open, null, connection);
        connection.Close(allowCommandsToComplete: false);
    }
}
