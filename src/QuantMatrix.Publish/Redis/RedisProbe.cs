using System.Globalization;
using System.Net;
using StackExchange.Redis;

namespace QuantMatrix.Publish.Redis;

/// <summary>What a Redis server is and lets the user of a connection do. What the server does not report is null.</summary>
/// <param name="Server">For messages.</param>
public sealed record RedisState(string Server)
{
    /// <summary>Host and port as options of redis-cli.</summary>
    public string ClientOptions { get; init; } = "";

    public string? Version { get; init; }

    public string? User { get; init; }

    /// <summary>The user of the connection string; null for the server's default one.</summary>
    public string? Asked { get; init; }

    public bool IsReplica { get; init; }

    public string? MaxMemoryPolicy { get; init; }

    /// <summary>What a run needs and the user may not do: <c>set screen:…</c>; null when the server does not report it.</summary>
    public IReadOnlyList<string>? Denied { get; init; }
}

/// <summary>Reads version, role, memory policy and rights of a Redis server; changes nothing.</summary>
internal sealed class RedisProbe(string connectionString)
{
    /// <summary>The commands of a run, on keys as it writes them.</summary>
    private static readonly string[] Commands =
    [
        "set run_lease:holder x", "set run_lease:token x", "set coverage:health:last x", "set taskstatus:x:last x", "set quantmatrix:cache:x x",
        "get run_lease:holder", "del run_lease:holder", "sadd build:x x", "expire build:x 1", "rename build:x tracked:all", "rename build:x screen:x",
        "sadd tracked:new x", "smembers tracked:all", "persist tracked:all", "del screen:x", "lpush coverage:health:history x",
        "ltrim coverage:health:history 0 1", "lrange coverage:health:history 0 1", "watch run_lease:token", "multi", "exec",
    ];

    /// <summary>The first server of the connection string.</summary>
    public string ClientOptions => RedisAddress.Read(connectionString).EndPoints[0] is var server && server is DnsEndPoint or IPEndPoint
        ? string.Create(CultureInfo.InvariantCulture, $"-h {Address(server).Host} -p {Address(server).Port}") : $"-s {server}";

    /// <exception cref="Model.ConfigurationException">The server rejects the credentials or its certificate is untrusted.</exception>
    /// <exception cref="Model.TemporaryException">The server is unreachable.</exception>
    public async Task<RedisState> RunAsync(CancellationToken ct)
    {
        using var connection = new RedisConnection($"{connectionString},allowAdmin=true"); // the client requires it for INFO
        return await connection.RunAsync(async server =>
        {
            await server.PingAsync();
            var info = Fields($"{await TryAsync(server, "INFO")}");
            var user = (string?)await TryAsync(server, "ACL", "WHOAMI");
            return new RedisState(connection.Name)
            {
                ClientOptions = ClientOptions, Asked = RedisAddress.Read(connectionString).User,
                Version = info.GetValueOrDefault("redis_version"), IsReplica = info.GetValueOrDefault("role") == "slave",
                MaxMemoryPolicy = info.GetValueOrDefault("maxmemory_policy"), User = user, Denied = user is null ? null : await DeniedAsync(server, user),
            };
        }, ct);
    }

    /// <returns>Null without TLS.</returns>
    public async Task<ServerCertificate?> CertificateAsync(CancellationToken ct)
    {
        var options = RedisAddress.Read(connectionString);
        var servers = options.EndPoints.Select(Address).Where(server => server.Host.Length > 0);
        return options.Ssl ? await CertificateProbe.FirstToExpireAsync(servers, isVerified: true, (_, _) => Task.FromResult(true), ct) : null;
    }

    private static (string Host, int Port) Address(EndPoint server) => server switch
    {
        DnsEndPoint named => (named.Host, named.Port),
        IPEndPoint numbered => ($"{numbered.Address}", numbered.Port),
        _ => ("", 0),
    };

    private static async Task<IReadOnlyList<string>?> DeniedAsync(IDatabase server, string user)
    {
        var denied = new List<string>();
        foreach (var command in Commands)
            if ((string?)await TryAsync(server, "ACL", ["DRYRUN", user, .. command.Split(' ')]) is not { } answer) return null;
            else if (answer != "OK") denied.Add(string.Join(' ', command.Split(' ').Take(2)));
        return denied;
    }

    /// <summary>Null when the user may not run the command, or the server lacks it.</summary>
    private static async Task<RedisResult?> TryAsync(IDatabase server, string command, params object[] arguments)
    {
        try
        {
            return await server.ExecuteAsync(command, arguments);
        }
        catch (RedisServerException)
        {
            return null;
        }
    }

    private static Dictionary<string, string> Fields(string info) => info.Split('\n').Select(line => line.Trim().Split(':', 2)).Where(f => f.Length == 2)
        .GroupBy(f => f[0]).ToDictionary(g => g.Key, g => g.First()[1]);
}
