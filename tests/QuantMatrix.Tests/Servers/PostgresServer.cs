using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace QuantMatrix.Tests.Servers;

/// <summary>A PostgreSQL server of the tests: the one <c>QM_TEST_POSTGRES</c> names, else one started from this machine's binaries, on loopback in a
/// folder of its own.</summary>
internal sealed class PostgresServer : IDisposable
{
    public const string User = "owner", Password = "only for tests";

    private static readonly Lazy<PostgresServer> One = new(() => Given is { } given ? new PostgresServer(given) : new PostgresServer());

    private readonly List<GuardedServer> guarded = [];
    private readonly string connection;
    private readonly string folder = "";
    private readonly int port;

    private PostgresServer(string given) => connection = given;

    /// <summary>A server of its own, for whoever stops or kills it.</summary>
    public PostgresServer()
    {
        folder = Directory.CreateTempSubdirectory("qm-postgres-").FullName;
        port = GuardedServer.FreePort();
        connection = $"Host=127.0.0.1;Port={port};Username={User};Password={Password}";
        File.WriteAllText(PasswordFile, Password);
        Own(folder);
        var initdb = AsService("initdb", "-D", Data, "-U", User, "--pwfile", PasswordFile, "-A", "scram-sha-256", "-E", "UTF8", "--locale=C", "--no-sync");
        Run(initdb[0], initdb[1..]);
        Start();
    }

    /// <summary>The one server of this test process, started when it is first asked for.</summary>
    public static PostgresServer Shared => One.Value;

    public int Id => guarded[^1].Id;

    public string Folder => folder;

    public int Port => port;

    private static string? Given => Environment.GetEnvironmentVariable("QM_TEST_POSTGRES") is { Length: > 0 } set ? set : null;

    private static string Service => "postgres";

    private string Data => Path.Combine(folder, "data");

    private string PasswordFile => Path.Combine(folder, "password");

    /// <summary>How the owner of everything connects to a database.</summary>
    public string To(string database) => new NpgsqlConnectionStringBuilder(connection) { Database = database }.ConnectionString;

    /// <summary>Starts the server, also one that was killed, on the same port with the same data.</summary>
    public void Start()
    {
        var command = AsService("postgres", "-D", Data, "-p", port.ToString(CultureInfo.InvariantCulture), "-c", "listen_addresses=127.0.0.1",
            "-c", "unix_socket_directories=", "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "autovacuum=off", "-c", "wal_level=minimal",
            "-c", "max_wal_senders=0");
        var waited = Stopwatch.StartNew();
        do
        {
            // After a kill the children of the server need a moment to see that it is gone; until then it refuses to start.
            if (guarded.Count == 0 || guarded[^1].HasEnded) guarded.Add(new GuardedServer(folder, "QUIT", command));
            if (Answers()) return;
            Thread.Sleep(20);
        }
        while (waited.Elapsed < Wait.Limit);
        throw new InvalidOperationException($"PostgreSQL did not start within {Wait.Limit.TotalMinutes:0} minutes: {guarded[^1].Log}");
    }

    /// <param name="name">STOP, CONT, KILL, or INT for an orderly end.</param>
    public void Signal(string name) => guarded[^1].Signal(name);

    /// <summary>As kill -9 of the whole server.</summary>
    public void Kill()
    {
        Signal("KILL");
        Wait.UntilAsync(() => guarded[^1].HasEnded).GetAwaiter().GetResult();
    }

    /// <summary>Puts a file into the server's data that only it may read.</summary>
    public void Give(string name, string text)
    {
        var path = Path.Combine(Data, name);
        File.WriteAllText(path, text);
        Run("chmod", ["600", path]);
        Own(path);
    }

    /// <summary>Makes a file or folder the server's.</summary>
    public static void Own(string path)
    {
        if (Environment.IsPrivilegedProcess) Run("chown", ["-R", $"{Service}:{Service}", path]);
    }

    public void Dispose()
    {
        for (var i = guarded.Count - 1; i >= 0; i--) guarded[i].Dispose();
    }

    private bool Answers()
    {
        try
        {
            using var probe = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(To("postgres")) { Pooling = false }.ConnectionString);
            probe.Open();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    /// <summary>A program of PostgreSQL's; a server refuses to run as the superuser, so then under its service user.</summary>
    private static string[] AsService(string program, params string[] arguments) => Environment.IsPrivilegedProcess
        ? ["setpriv", "--reuid", Service, "--regid", Service, "--init-groups", Find(program), .. arguments]
        : [Find(program), .. arguments];

    private static string Find(string program)
    {
        const string Debian = "/usr/lib/postgresql";
        var debian = Directory.Exists(Debian) ? Directory.GetDirectories(Debian).OrderDescending().Select(d => Path.Combine(d, "bin")) : [];
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        return debian.Concat(path).Select(f => Path.Combine(f, program)).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException(
                $"'{program}' is not in {Debian}/*/bin or on the PATH; apt-get install postgresql-15, or set QM_TEST_POSTGRES");
    }

    private static void Run(string program, string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: exit {process.ExitCode}\n{output.Result}{error.Result}");
    }
}
