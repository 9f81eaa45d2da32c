using System.Security.Authentication;
using Npgsql;
using QuantMatrix.Model;

namespace QuantMatrix.Publish.Postgres;

/// <summary>Says what a failure of the server means and what to do; names host and database, never a password.</summary>
internal sealed class PostgresFault(NpgsqlConnectionStringBuilder settings)
{
    /// <summary>Classes of SQLSTATE that another try may mend: connection, rolled back by the server, out of resources, operator's doing, system.</summary>
    private static readonly string[] Passing = ["08", "40", "53", "57", "58"];

    private readonly string place = $"Postgres at {settings.Host}:{settings.Port}, database {settings.Database ?? settings.Username}";

    /// <summary>Null for a fault of ours, which is passed on as it is.</summary>
    public Exception? Explain(Exception e) => e switch
    {
        PostgresException server => Explain(server),
        NpgsqlException { InnerException: AuthenticationException tls } => new ConfigurationException($"{place}: TLS failed: {tls.Message}", e),
        NpgsqlException or TimeoutException when IsOutage(e) => new TemporaryException($"{place} does not answer; try again when it does. Found: {Words(e)}", e),
        NpgsqlException => new ConfigurationException($"{place} cannot be used with these settings. Found: {e.Message}", e),
        _ => null,
    };

    private Exception? Explain(PostgresException e) => e.SqlState switch
    {
        PostgresErrorCodes.LockNotAvailable => new TemporaryException($"{place}: another run is publishing there, or someone holds its tables; try again when that is done. Found: {e.MessageText}", e),
        PostgresErrorCodes.DiskFull => new TemporaryException($"{place}: no space left on the server's disk; try again when there is. Found: {e.MessageText}", e),
        PostgresErrorCodes.InsufficientPrivilege => new ConfigurationException(
            $"{place}: {e.MessageText} (as {settings.Username}). The rights of the role that runs are in sql/postgres/roles.sql", e),
        PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.UndefinedFunction => new ConfigurationException(
            $"{place}: {e.MessageText}. A run makes what is missing; if someone dropped or changed it, drop the table published_shape and run again", e),
        PostgresErrorCodes.ReadOnlySqlTransaction => new ConfigurationException($"{place}: {e.MessageText}; expected the primary server", e),
        PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted => new DataUnfitException($"{place}: {e.MessageText}; restore the database from a copy", e),
        var state when state.StartsWith("28", StringComparison.Ordinal) || state is PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.InvalidSchemaName =>
            new ConfigurationException($"{place}: {e.MessageText}", e),
        var state when Passing.Any(start => state.StartsWith(start, StringComparison.Ordinal)) => new TemporaryException($"{place}: {e.MessageText}; try again later", e),
        _ => null,
    };

    private static bool IsOutage(Exception e) => e is TimeoutException or IOException or System.Net.Sockets.SocketException or NpgsqlException { IsTransient: true }
        || e.InnerException is { } inner && IsOutage(inner);

    private static string Words(Exception e) => e.InnerException is { } inner && inner is not PostgresException ? $"{e.Message}: {inner.Message}" : e.Message;
}
