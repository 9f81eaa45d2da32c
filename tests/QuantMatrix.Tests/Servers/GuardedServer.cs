using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace QuantMatrix.Tests.Servers;

/// <summary>A server process the tests start. It goes, with its folder, when the test process ends, however that ends.</summary>
/// <remarks>A shell waits on a pipe from this process; a kill -9 closes the pipe too.</remarks>
internal sealed class GuardedServer : IDisposable
{
    private const string Guard = """
        folder=$1 signal=$2; shift 2
        "$@" >>"$folder/server.log" 2>&1 </dev/null &
        server=$!
        echo "$server"
        read -r _
        kill -CONT "$server" 2>/dev/null; kill "-$signal" "$server" 2>/dev/null
        wait "$server" 2>/dev/null
        rm -rf "$folder"
        """;

    private readonly Process guard;

    /// <param name="folder">Removed at the end; <c>server.log</c> in it holds what the server says.</param>
    /// <param name="signal">What ends the server at once with all its children: KILL, or QUIT for a Postgres.</param>
    /// <param name="command">The program and its arguments; it must stay in the foreground.</param>
    public GuardedServer(string folder, string signal, IEnumerable<string> command)
    {
        Folder = folder;
        guard = Process.Start(
            new ProcessStartInfo("bash", ["-c", Guard, "guard", folder, signal, .. command]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        Id = int.Parse(guard.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
    }

    public string Folder { get; }

    /// <summary>The server's own process.</summary>
    public int Id { get; }

    public string Log => File.Exists(Path.Combine(Folder, "server.log")) ? File.ReadAllText(Path.Combine(Folder, "server.log")) : "";

    public bool HasEnded => guard.HasExited || !Directory.Exists(string.Create(CultureInfo.InvariantCulture, $"/proc/{Id}"));

    /// <summary>A port nobody listens on at this moment.</summary>
    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    /// <param name="name">STOP, CONT, KILL, TERM …</param>
    public void Signal(string name)
    {
        using var kill = Process.Start("bash", ["-c", string.Create(CultureInfo.InvariantCulture, $"kill -{name} {Id}")]);
        kill.WaitForExit();
    }

    public void Dispose()
    {
        guard.StandardInput.Close();
        guard.WaitForExit();
        guard.Dispose();
    }
}
