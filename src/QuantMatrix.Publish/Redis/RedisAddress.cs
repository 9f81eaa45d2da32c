using QuantMatrix.Model;
using StackExchange.Redis;

namespace QuantMatrix.Publish.Redis;

/// <summary>Reads a connection string; of it only the server's name is ever shown.</summary>
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
            // Its words may hold a piece of the password.
        }
        throw new ConfigurationException(
            "the connection string of Redis is none (not shown, it may hold a password); expected the server first, then options, like localhost:6379,password=…,ssl=true");
    }

    /// <summary>How messages name the server: <c>Redis at localhost:6379</c>.</summary>
    public static string Name(string connectionString) => $"Redis at {connectionString.Split(',')[0].Trim()}";

    /// <summary>An option or an address with a user in it would be shown with its password.</summary>
    private static bool IsServer(string text) => text.StartsWith('!') || !text.AsSpan().ContainsAny("=@/");

    private static ConfigurationOptions With(ConfigurationOptions options)
    {
        options.Defaults = new RedisDefaults();
        options.SetDefaultPorts();
        options.AbortOnConnectFail = false; // its exception would not say why
        return options;
    }
}
