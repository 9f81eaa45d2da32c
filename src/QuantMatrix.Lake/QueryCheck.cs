using Apache.Arrow;
using DuckDB.NET.Data;
using QuantMatrix.Lake.Tables;

namespace QuantMatrix.Lake;

/// <summary>Validates a query over the lake without running it, by planning it over empty tables of the same schemas.</summary>
/// <param name="features">The schema of <c>features</c>.</param>
public sealed class QueryCheck(Schema features)
{
    private readonly Lazy<(DuckDBConnection Connection, SqlRestriction Restriction)> emptyLake = new(() => Open(features));

    /// <returns>The engine's message on one line; null for a valid query.</returns>
    public string? Fault(string query)
    {
        lock (emptyLake)
        {
            try
            {
                if (!emptyLake.Value.Restriction.IsOneQuery(query)) return "expected one condition, without a semicolon";
                Execute(emptyLake.Value.Connection, $"EXPLAIN {query}");
                return null;
            }
            catch (InvalidOperationException e)
            {
                return Parameters(e);
            }
            catch (DuckDBException e)
            {
                return string.Join(' ', e.Message.Split('\n').TakeWhile(line => line.Length > 0));
            }
        }
    }

    /// <summary>A query with <c>?</c> or <c>$1</c> outside quotes.</summary>
    public static string Parameters(InvalidOperationException e) => $"{e.Message}; a query has no parameters: expected ? and $ in quotes only";

    private static (DuckDBConnection Connection, SqlRestriction Restriction) Open(Schema features)
    {
        var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        foreach (var (table, select) in LakeViews.Empty(LakeTable.All(FeatureTable.Of(features)))) Execute(connection, $"CREATE VIEW {table} AS {select}");
        return (connection, new(connection, []));
    }

    private static void Execute(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
