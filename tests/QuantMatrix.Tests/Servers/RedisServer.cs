using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using StackExchange.Redis;

namespace QuantMatrix.Tests.Servers;

/// <summary>A Redis of the tests: a local server without persistence on a port of its own, which may be stopped, killed and started again.</summary>
internal sealed class RedisServer : IDisposable
{
    private const string Program = "redis-server";

    /// <summary>For a connection string: a busy machine is no fault.</summary>
    public const string Patiently = "connectTimeout=120000,syncTimeout=120000";

    private static readonly Lazy<RedisServer> Shared = new(() => new RedisServer());

    private readonly string[] options;
    private GuardedServer? process;

    /// <param name="options">Of the server's command line: <c>--requirepass</c> …</param>
    public RedisServer(params string[] options)
    {
        this.options = options;
        Port = GuardedServer.FreePort();
        process = Start();
    }

    public int Port { get; }

    /// <summary>Host and port, as messages name the server.</summary>
    public string Address => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    public string ConnectionString => $"{Address},{Patiently}";

    /// <summary>One numbered database of the server that all tests of the process share, emptied; a test class takes one for itself.</summary>
    /// <returns>The connection string.</returns>
    public static async Task<string> EmptyDatabaseAsync(int number)
    {
        var server = Environment.GetEnvironmentVariable("QM_TEST_REDIS") is { Length: > 0 } given ? given : Shared.Value.ConnectionString;
        var text = string.Create(CultureInfo.InvariantCulture, $"{server},allowAdmin=true,defaultDatabase={number}");
        await using var client = await ConnectionMultiplexer.ConnectAsync(text);
        await client.GetDatabase().ExecuteAsync("FLUSHDB");
        return text;
    }

    /// <param name="name">STOP or CONT.</param>
    public void Signal(string name) => process!.Signal(name);

    /// <summary>As kill -9: it comes back empty.</summary>
    public void Kill() => Interlocked.Exchange(ref process, null)?.Dispose();

    /// <summary>Starts it again on the same port.</summary>
    public void Restart() => process = Start();

    public void Dispose() => Kill();

    private GuardedServer Start()
    {
        RequireProgram();
        var folder = Directory.CreateTempSubdirectory("redis-").FullName;
        var port = Port.ToString(CultureInfo.InvariantCulture);
        var server = new GuardedServer(folder, "KILL",
            [Program, "--port", port, "--bind", "127.0.0.1", "--dir", folder, "--save", "", "--appendonly", "no", .. options]);
        for (var waited = Stopwatch.StartNew(); !server.Log.Contains("Ready to accept connections", StringComparison.Ordinal); Thread.Sleep(5))
            if (server.HasEnded || waited.Elapsed > Wait.Limit) throw new InvalidOperationException($"{Program} did not start on port {port}: {server.Log}");
        return server;
    }

    private static void RequireProgram()
    {
        try
        {
            using var version = Process.Start(new ProcessStartInfo(Program, ["--version"]) { RedirectStandardOutput = true })!;
            version.WaitForExit();
        }
        catch (Win32Exception)
        {
            throw new InvalidOperationException(
                $"{Program} is not installed; expected it on the PATH or a server in QM_TEST_REDIS: apt-get install redis-server");
        }
    }
}
