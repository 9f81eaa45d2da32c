using QuantMatrix.Model;
using StackExchange.Redis;
using StackExchange.Redis.Configuration;

namespace QuantMatrix.Publish.Redis;

/// <summary>Parses a Redis connection string; messages only ever show its server name.</summary>
internal static class RedisAddress
{
    public static ConfigurationOptions Read(string connectionString)
    {
        try
        {
            var options = ConfigurationOptions.Parse(connectionString);
            if (IsServer(connectionString.Split(',')[0]) && options.EndPoints.Count > 0) return With(options);
        }
        catch (ArgumentException)
        {
            // Its message may contain part of the password.
        }
        throw new ConfigurationException("QM_REDIS: invalid connection string (not shown, it may contain a password); "
            + "expected the server first, then options, like localhost:6379,password=…,ssl=true");
    }

    /// <summary>Server name for messages: <c>Redis at localhost:6379</c>.</summary>
    public static string Name(string connectionString) => $"Redis at {connectionString.Split(',')[0].Trim()}";

    /// <summary>False for an option or an address with user information, which would show a password.</summary>
    private static bool IsServer(string text) => text.StartsWith('!') || !text.AsSpan().ContainsAny("=@/");

    private static ConfigurationOptions With(ConfigurationOptions options)
    {
        options.Defaults = new RedisDefaults();
        options.SetDefaultPorts();
        options.AbortOnConnectFail = false; // its exception does not contain the cause
        return options;
    }
}

/// <summary>Defaults for options absent from the connection string: short timeouts, no retry, one socket.</summary>
internal sealed class RedisDefaults : DefaultOptionsProvider
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    public override TimeSpan? ConnectTimeout => Limit;

    public override TimeSpan SyncTimeout => Limit;

    public override int ConnectRetry => 1;

    public override BacklogPolicy BacklogPolicy => BacklogPolicy.FailFast;

    /// <summary>Pub/sub is unused: without SUBSCRIBE the client opens no second connection.</summary>
    public override CommandMap CommandMap { get; } = CommandMap.Create(["SUBSCRIBE"], available: false);

    /// <summary>No tie-breaker lookup for the primary: replicas identify themselves.</summary>
    public override string TieBreaker => "";

    public override string ConfigurationChannel => "";
}
