using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;
using QuantMatrix.Model;

namespace QuantMatrix.Publish.Postgres;

/// <summary>Translates failures of the server into errors with a remedy; messages name host and database, never a password.</summary>
/// <param name="isReadOnly">Tables may not exist yet, because none are created.</param>
internal sealed class PostgresFault(NpgsqlConnectionStringBuilder settings, bool isReadOnly)
{
    /// <summary>SQLSTATE classes worth a retry: connection, transaction rollback, insufficient resources, operator intervention, system error.</summary>
    private static readonly string[] Transient = ["08", "40", "53", "57", "58"];

    private const string AuthorizationClass = "28";

    public string Server { get; } = $"Postgres at {settings.Host}:{settings.Port}, database {settings.Database ?? settings.Username}";

    /// <summary>Null for any other fault, which is rethrown unchanged.</summary>
    public Exception? Explain(Exception e) => e switch
    {
        PostgresException error => Explain(error),
        NpgsqlException { InnerException: AuthenticationException tls } => new ConfigurationException($"{Server}: TLS failed: {tls.Message}", e),
        NpgsqlException or TimeoutException when IsOutage(e) =>
            new TemporaryException($"{Server} does not respond; try again when it does. Found: {Detail(e)}", e),
        NpgsqlException => new ConfigurationException($"{Server} cannot be used with these connection settings. Found: {e.Message}", e),
        _ => null,
    };

    private Exception? Explain(PostgresException e) => e.SqlState switch
    {
        PostgresErrorCodes.LockNotAvailable => new TemporaryException(
            $"{Server}: another run is publishing or the tables are locked; try again when the lock is released. Found: {e.MessageText}", e),
        PostgresErrorCodes.AdminShutdown => new TemporaryException(
            $"{Server}: the server was shut down, or this run was stopped for too long and another one took over its lease; run it again. "
            + $"Found: {e.MessageText}", e),
        PostgresErrorCodes.DiskFull =>
            new TemporaryException($"{Server}: the server's disk is full; free space and try again. Found: {e.MessageText}", e),
        PostgresErrorCodes.InsufficientPrivilege => new ConfigurationException(
            $"{Server}: {e.MessageText} for user {settings.Username}; sql/postgres/roles.sql grants the permissions a run needs", e),
        PostgresErrorCodes.UndefinedTable when isReadOnly => new DataUnfitException($"{Server}: {e.MessageText}; nothing has been published", e),
        PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.UndefinedFunction => new ConfigurationException(
            $"{Server}: {e.MessageText}. If a published table was dropped or altered, drop the table published_shape and run again", e),
        PostgresErrorCodes.ReadOnlySqlTransaction => new ConfigurationException($"{Server}: {e.MessageText}; expected the primary server", e),
        PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted => new DataUnfitException(
            $"{Server}: {e.MessageText}; restore the database from a backup", e),
        PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.InvalidSchemaName => new ConfigurationException($"{Server}: {e.MessageText}", e),
        var state when state.StartsWith(AuthorizationClass, StringComparison.Ordinal) => new ConfigurationException($"{Server}: {e.MessageText}", e),
        var state when Transient.Any(start => state.StartsWith(start, StringComparison.Ordinal)) =>
            new TemporaryException($"{Server}: {e.MessageText}; try again later", e),
        _ => null,
    };

    private static bool IsOutage(Exception e) =>
        e is TimeoutException or IOException or SocketException or NpgsqlException { IsTransient: true } || e.InnerException is { } inner && IsOutage(inner);

    private static string Detail(Exception e) =>
        e.InnerException is { } inner && inner is not PostgresException ? $"{e.Message}: {inner.Message}" : e.Message;
}
