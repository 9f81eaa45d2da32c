using System.Net.Sockets;
using System.Text.RegularExpressions;
using QuantMatrix.Model;
using StackExchange.Redis;

namespace QuantMatrix.Publish.Redis;

/// <summary>Says what a failure of the server means and what to do. The client's own words are long and stay out of messages.</summary>
internal static partial class RedisFault
{
    /// <summary>Answers that pass: no memory, no disk, a replica, a start or a failover under way, a key gone between two commands.</summary>
    private static readonly string[] Passing =
        ["OOM", "MISCONF", "READONLY", "LOADING", "BUSY", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN", "NOREPLICAS", "ERR no such key", "ERR max number of clients"];

    private const string NoAnswer = "no answer";

    public static bool IsAborted(RedisServerException e) => e.Message.StartsWith("EXECABORT", StringComparison.Ordinal);

    /// <summary>A command failed.</summary>
    public static Exception Explain(Exception e, string server) => e switch
    {
        RedisServerException { Message: var m } when Passing.Any(p => m.StartsWith(p, StringComparison.Ordinal)) =>
            new TemporaryException($"{server} takes no change now. Found: {m}; try again later", e),
        RedisServerException or RedisCommandException => new ConfigurationException(
            $"{server} refuses a command; expected a server from version 7, a database of this program's own and a user who may write there. Found: {e.Message}", e),
        _ => Unreachable(server, Reason(e), e),
    };

    /// <summary>Nobody listens at the address, or not to us.</summary>
    public static Exception NobodyThere(Exception e, string server) => Unreachable(server, e is SocketException ? e.Message : NoAnswer, e);

    /// <summary>The server's certificate is none that this machine trusts.</summary>
    public static ConfigurationException NotTrusted(Exception e, string found, string server) => new($"{server}: TLS failed; expected a certificate of that name which this machine trusts. Found: {found}", e);

    /// <summary>There is a server, but no connection. Why stands in the client's log or in the last of the causes, now here, now there.</summary>
    public static Exception NotConnected(Exception e, string log, string server)
    {
        var cause = e.GetBaseException();
        var said = cause is RedisException ? $"{cause.Message}\n{log}" : $"> {cause.Message}\n{e.InnerException?.Message}\n{log}";
        var found = Cause().Match(said) is { Success: true } words ? words.Groups[1].Value : null;
        return Refused().Match(said) is { Success: true } refused
            ? new ConfigurationException($"{server} refuses the connection; expected the right user and password. Found: {found ?? refused.Value}", e)
            : Unreachable(server, found ?? NoAnswer, e);
    }

    private static TemporaryException Unreachable(string server, string reason, Exception e) =>
        new($"{server} cannot be reached. Found: {reason}; try again when it answers", e);

    private static string Reason(Exception e) => e switch
    {
        { InnerException: SocketException socket } => socket.Message,
        RedisConnectionException { FailureType: not ConnectionFailureType.UnableToResolvePhysicalConnection } lost => $"{lost.FailureType}",
        _ => NoAnswer,
    };

    [GeneratedRegex("AuthenticationFailure|NOAUTH|WRONGPASS|NOPERM")]
    private static partial Regex Refused();

    /// <summary>The server's or the system's own words, without the client's.</summary>
    [GeneratedRegex(@"> (?:SimpleError: )?(.+?)\.?(?: Verify .*)?$", RegexOptions.Multiline)]
    private static partial Regex Cause();
}
