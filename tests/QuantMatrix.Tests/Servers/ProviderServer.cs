using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace QuantMatrix.Tests.Servers;

/// <summary>A scripted HTTP server on the loopback address that can simulate network faults and records its requests.</summary>
internal sealed class ProviderServer : IDisposable
{
    private static readonly TimeSpan StallLength = TimeSpan.FromSeconds(30);

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Func<ProviderCall, ProviderReply> script;
    private readonly ConcurrentQueue<ProviderCall> calls = new();
    private readonly ConcurrentDictionary<Socket, bool> open = new();
    private readonly CancellationTokenSource stop = new();
    private int count;

    public ProviderServer(Func<ProviderCall, ProviderReply> script)
    {
        this.script = script;
        listener.Start();
        Url = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}"));
        _ = Task.Run(AcceptAsync); // outside the few threads of the test runner, which a script may block
    }

    public Uri Url { get; }

    /// <summary>In the order received.</summary>
    public IReadOnlyList<ProviderCall> Calls => [.. calls.OrderBy(c => c.Number)];

    /// <summary>Closes the listener and all connections.</summary>
    public void Die()
    {
        stop.Cancel();
        listener.Dispose();
        foreach (var socket in open.Keys) socket.Close(0);
    }

    public void Dispose()
    {
        Die();
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await listener.AcceptSocketAsync(stop.Token);
                _ = Task.Run(() => ServeAsync(socket)); // a script that blocks must not keep the next connection waiting
            }
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException or OperationCanceledException)
        {
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        socket.NoDelay = true;
        open[socket] = true;
        try
        {
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            using var reader = new StreamReader(stream, Encoding.ASCII);
            while (await ReadAsync(reader) is { } call && await AnswerAsync(socket, stream, script(call)))
            {
            }
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException or IOException or OperationCanceledException)
        {
        }
        finally
        {
            open.TryRemove(socket, out _);
        }
    }

    private async Task<ProviderCall?> ReadAsync(StreamReader reader)
    {
        if (await reader.ReadLineAsync(stop.Token) is not { Length: > 0 } first) return null;
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await reader.ReadLineAsync(stop.Token) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }
        var body = new char[int.Parse(headers.GetValueOrDefault("Content-Length", "0"), CultureInfo.InvariantCulture)];
        if (body.Length > 0) await reader.ReadBlockAsync(body, stop.Token);
        var call = new ProviderCall(Interlocked.Increment(ref count), first.Split(' ')[1], headers, TimeProvider.System.GetTimestamp())
        {
            Method = first.Split(' ')[0], Body = new(body),
        };
        calls.Enqueue(call);
        return call;
    }

    /// <summary>False when the connection must be closed.</summary>
    private async Task<bool> AnswerAsync(Socket socket, NetworkStream stream, ProviderReply reply)
    {
        if (reply.After > TimeSpan.Zero) await Task.Delay(reply.After, stop.Token);
        switch (reply.Accident)
        {
            case Accident.Reset:
                socket.Close(0);
                return false;
            case Accident.Stall:
                await Task.Delay(StallLength, stop.Token);
                return false;
            case Accident.Garbage:
                await stream.WriteAsync("\u0001\u0002 not a word of HTTP\r\n\r\n"u8.ToArray(), stop.Token);
                return false;
        }
        var head = new StringBuilder().Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {reply.Status} Status\r\nContent-Length: {reply.Body.Length}\r\n");
        foreach (var (name, value) in reply.Headers) head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        var sent = reply.Accident is Accident.Half or Accident.HalfThenStall ? reply.Body.AsMemory(0, reply.Body.Length / 2) : reply.Body;
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), stop.Token);
        await stream.WriteAsync(sent, stop.Token);
        if (reply.Accident == Accident.HalfThenStall) await Task.Delay(StallLength, stop.Token);
        return reply.Accident == Accident.None;
    }
}
