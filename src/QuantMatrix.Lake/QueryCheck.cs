using Apache.Arrow;
using DuckDB.NET.Data;
using QuantMatrix.Lake.Tables;

namespace QuantMatrix.Lake;

/// <summary>Validates an expression over the columns of <c>features</c> and <c>intraday_features</c>, in an empty lake of the same schemas.</summary>
/// <param name="features">The schema of <c>features</c>.</param>
public sealed class QueryCheck(Schema features)
{
    private static readonly string Columns = $"(FROM {IntradayFeatureTable.Beside(FeatureTable.Name)})";

    private readonly Lazy<DuckDBConnection> emptyLake = new(() => Open(features));

    /// <summary>Binds an expression and evaluates it for a row of <c>features</c> without values: constants that cannot be converted are found.</summary>
    /// <returns>The engine's message on one line; null for a valid expression.</returns>
    public string? Fault(string expression)
    {
        lock (emptyLake)
        {
            try
            {
                emptyLake.Value.Execute($"SELECT {expression} FROM (SELECT 1) LEFT JOIN {Columns} ON true");
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

    /// <summary>The type of a valid expression over <c>features</c>, by the engine's name.</summary>
    public string TypeOf(string expression)
    {
        lock (emptyLake)
        {
            using var command = emptyLake.Value.CreateCommand();
            command.CommandText = $"SELECT column_type FROM (DESCRIBE SELECT {expression} FROM {Columns})";
            return (string)command.ExecuteScalar()!;
        }
    }

    /// <summary>A query with <c>?</c> or <c>$1</c> outside quotes.</summary>
    public static string Parameters(InvalidOperationException e) => $"{e.Message}; a query has no parameters: expected ? and $ in quotes only";

    private static DuckDBConnection Open(Schema features)
    {
        var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        foreach (var (table, select) in LakeViews.Empty(LakeTable.All(FeatureTable.Of(features)))) connection.Execute($"CREATE VIEW {table} AS {select}");
        _ = new SqlRestriction(connection, []);
        return connection;
    }
}
