using System.Net;
using System.Net.Sockets;

namespace QuantMatrix.Tests.Servers;

/// <summary>A wire to a server on this machine, to which something happens once when so many bytes have gone through to the server.</summary>
internal sealed class Wire : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly List<Socket> ends = [];
    private readonly int server;
    private readonly Action<Wire> happens;
    private long left;
    private volatile bool frozen;

    public Wire(int serverPort, long bytes, Action<Wire> happens)
    {
        (server, left, this.happens) = (serverPort, bytes, happens);
        listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public bool HasHappened => Interlocked.Read(ref left) <= 0;

    /// <summary>Nothing gets through any more, and nobody is told.</summary>
    public void Freeze() => frozen = true;

    /// <summary>Closes what is open; whoever calls again gets through.</summary>
    public void Cut()
    {
        lock (ends)
        {
            ends.ForEach(e => e.Close(0));
            ends.Clear();
        }
    }

    public void Dispose()
    {
        listener.Dispose();
        Cut();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var caller = await listener.AcceptSocketAsync();
                var called = new Socket(SocketType.Stream, ProtocolType.Tcp);
                lock (ends) ends.AddRange([caller, called]);
                try
                {
                    await called.ConnectAsync(IPAddress.Loopback, server);
                    _ = CarryAsync(caller, called, counted: true);
                    _ = CarryAsync(called, caller, counted: false);
                }
                catch (SocketException)
                {
                    caller.Close();
                }
            }
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
        }
    }

    private async Task CarryAsync(Socket from, Socket to, bool counted)
    {
        var buffer = new byte[1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var count)
            {
                if (frozen) await Task.Delay(Timeout.Infinite);
                await to.SendAsync(buffer.AsMemory(0, count));
                if (counted && Interlocked.Add(ref left, -count) is <= 0 and var now && now + count > 0) happens(this);
            }
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            from.Close();
            to.Close();
        }
    }
}
