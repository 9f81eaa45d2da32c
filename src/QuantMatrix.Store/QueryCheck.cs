using DuckDB.NET.Data;

namespace QuantMatrix.Store;

/// <summary>Tells what is wrong with a query over the lake before it is run: it is planned over empty tables of the lake's form.</summary>
public static class QueryCheck
{
    private static readonly Lazy<DuckDBConnection> EmptyLake = new(Open);

    /// <returns>The engine's words on one line; null for a query that can be run.</returns>
    public static string? Fault(string query)
    {
        lock (EmptyLake)
        {
            try
            {
                Execute(EmptyLake.Value, $"EXPLAIN {query}");
                return null;
            }
            catch (DuckDBException e)
            {
                return string.Join(' ', e.Message.Split('\n').TakeWhile(line => line.Length > 0));
            }
        }
    }

    private static DuckDBConnection Open()
    {
        var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        foreach (var (table, select) in LakeViews.Empty) Execute(connection, $"CREATE VIEW {table} AS {select}");
        return connection;
    }

    private static void Execute(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
