using System.Data.Common;
using DuckDB.NET.Data;
using QuantMatrix.Compute;

namespace QuantMatrix.Store;

/// <summary>SQL over the lake's tables and those of one attached DuckDB file, which is opened read-only.</summary>
public sealed class SqlSession : IDisposable
{
    private readonly DuckDBConnection connection = new("DataSource=:memory:");

    internal SqlSession(string views, string file, IEnumerable<string> tables)
    {
        connection.Open();
        Execute(views);
        if (File.Exists(file)) Attach(file, tables);
    }

    /// <exception cref="DbException">The engine refuses the query.</exception>
    public DbDataReader Query(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteReader();
    }

    public void Dispose() => connection.Dispose();

    private void Attach(string file, IEnumerable<string> tables)
    {
        try
        {
            Execute($"ATTACH {LakeSql.Text(file)} AS published (READ_ONLY)");
            foreach (var table in tables) Execute($"CREATE VIEW {table} AS SELECT * FROM published.{table}");
        }
        catch (DuckDBException e)
        {
            var fault = e.Message.Split('\n')[0];
            throw e.Message.Contains("Could not set lock", StringComparison.Ordinal)
                ? new TemporaryException($"{file}: cannot be read now: {fault}", e)
                : new DataUnfitException($"{file}: cannot be read: {fault}. A run says what to do about it", e);
        }
    }

    private void Execute(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
