using DuckDB.NET.Data;

namespace QuantMatrix.Lake;

/// <summary>The short form of statements without rows.</summary>
internal static class DuckDBStatements
{
    public static void Execute(this DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
