using System.Net.Sockets;
using System.Text.RegularExpressions;
using QuantMatrix.Model;
using StackExchange.Redis;

namespace QuantMatrix.Publish.Redis;

/// <summary>Translates failures of the server into errors with a remedy. The client's own messages are long and are left out.</summary>
internal static partial class RedisFault
{
    /// <summary>Transient replies: out of memory, disk errors, replica, startup or failover, a key that expired between two commands.</summary>
    private static readonly string[] Transient =
    [
        "OOM", "MISCONF", "READONLY", "LOADING", "BUSY", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN", "NOREPLICAS",
        "ERR no such key", "ERR max number of clients",
    ];

    private const string NoAnswer = "no answer";

    public static bool IsAborted(RedisServerException e) => e.Message.StartsWith("EXECABORT", StringComparison.Ordinal);

    /// <summary>A command failed.</summary>
    public static Exception Explain(Exception e, string server) => e switch
    {
        RedisServerException { Message: var m } when Transient.Any(p => m.StartsWith(p, StringComparison.Ordinal)) =>
            new TemporaryException($"{server} accepts no writes at the moment. Found: {m}; try again later", e),
        RedisServerException or RedisCommandException => new ConfigurationException(
            $"{server} rejected a command; expected Redis 7 or later, a database used by this program alone and a user with write permission. "
            + $"Found: {e.Message}", e),
        _ => Unreachable(server, Reason(e), e),
    };

    /// <summary>The socket could not be opened.</summary>
    public static Exception Unreachable(Exception e, string server) => Unreachable(server, e is SocketException ? e.Message : NoAnswer, e);

    /// <summary>This machine does not trust the server's certificate.</summary>
    public static ConfigurationException Untrusted(Exception e, string found, string server) =>
        new($"{server}: TLS failed; expected a certificate for that host name, trusted by this machine. Found: {found}", e);

    /// <summary>The server accepted the socket, but not the connection. The cause is in the client's log or in the innermost exception.</summary>
    public static Exception NotConnected(Exception e, string log, string server)
    {
        var cause = e.GetBaseException();
        var text = cause is RedisException ? $"{cause.Message}\n{log}" : $"> {cause.Message}\n{e.InnerException?.Message}\n{log}";
        var found = Cause().Match(text) is { Success: true } match ? match.Groups[1].Value : null;
        return Denied().Match(text) is { Success: true } denied
            ? new ConfigurationException($"{server}: authentication failed; expected a valid user and password. Found: {found ?? denied.Value}", e)
            : Unreachable(server, found ?? NoAnswer, e);
    }

    private static TemporaryException Unreachable(string server, string reason, Exception e) =>
        new($"{server} cannot be reached. Found: {reason}; try again when the server responds", e);

    private static string Reason(Exception e) => e switch
    {
        { InnerException: SocketException socket } => socket.Message,
        RedisConnectionException { FailureType: not ConnectionFailureType.UnableToResolvePhysicalConnection } lost => $"{lost.FailureType}",
        _ => NoAnswer,
    };

    [GeneratedRegex("AuthenticationFailure|NOAUTH|WRONGPASS|NOPERM")]
    private static partial Regex Denied();

    /// <summary>The server's or operating system's message, without the client's additions.</summary>
    [GeneratedRegex(@"> (?:SimpleError: )?(.+?)\.?(?: Verify .*)?$", RegexOptions.Multiline)]
    private static partial Regex Cause();
}
