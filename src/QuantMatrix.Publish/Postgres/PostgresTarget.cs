using System.Data.Common;
using Npgsql;
using QuantMatrix.Model;
using QuantMatrix.Publish.Tables;

namespace QuantMatrix.Publish.Postgres;

/// <summary>Tables on a Postgres server, in the schema that comes first in the connection's search path.</summary>
public sealed class PostgresTarget : IDisposable
{
    private readonly PostgresDatabase database;

    /// <param name="connectionString">In Npgsql's form.</param>
    /// <param name="scripts">The folder of the numbered scripts, <c>sql/postgres</c>.</param>
    /// <param name="statements">The tables that a broker's statements fill.</param>
    public PostgresTarget(string connectionString, string scripts, IReadOnlyList<Column> columns, TimeProvider clock, IReadOnlyList<Table>? statements = null)
    {
        database = new PostgresDatabase(connectionString);
        Tables = new PostgresTables(database, scripts, columns, statements ?? [], clock);
    }

    /// <summary>Tables and views that queries may use; they exist after <see cref="ITables.MigrateAsync"/>.</summary>
    public static IReadOnlyList<string> Names => PublishedTables.Names;

    public ITables Tables { get; }

    /// <summary>Hands over all rows of some tables, as of one moment.</summary>
    public void Read(IEnumerable<string> names, Action<string, DbDataReader> take) => database.Read(connection =>
    {
        foreach (var name in names)
        {
            using var command = new NpgsqlCommand($"select * from {name}", connection);
            using var rows = command.ExecuteReader();
            take(name, rows);
        }
    });

    public void Dispose() => database.Dispose();
}
