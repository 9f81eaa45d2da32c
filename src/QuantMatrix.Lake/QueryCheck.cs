using Apache.Arrow;
using DuckDB.NET.Data;
using QuantMatrix.Lake.Tables;

namespace QuantMatrix.Lake;

/// <summary>Validates an expression over the columns of <c>features</c> and <c>intraday_features</c>, in empty tables of the same schemas.</summary>
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
                emptyLake.Value.Execute(Query(expression));
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

    /// <summary>Whether every expression is valid, as <see cref="Fault"/> says, and a condition; one query for all.</summary>
    public bool AreConditions(IEnumerable<string> expressions)
    {
        lock (emptyLake)
        {
            try
            {
                using var command = emptyLake.Value.CreateCommand();
                command.CommandText = Query(string.Join(", ", expressions));
                using var reader = command.ExecuteReader();
                return Enumerable.Range(0, reader.FieldCount).All(i => reader.GetFieldType(i) == typeof(bool));
            }
            catch (Exception e) when (e is DuckDBException or InvalidOperationException)
            {
                return false;
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

    private static string Query(string expressions) => $"SELECT {expressions} FROM (SELECT 1) LEFT JOIN {Columns} ON true";

    private static DuckDBConnection Open(Schema features)
    {
        var connection = SqlExpression.Connect();
        foreach (var table in new[] { FeatureTable.Of(features), IntradayFeatureTable.Table })
            connection.Execute(ArrowAppender.Create(table.Name, table.Schema.FieldsList, "TEMP TABLE"));
        return connection;
    }
}
