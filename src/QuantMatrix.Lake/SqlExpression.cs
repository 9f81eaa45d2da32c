using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using DuckDB.NET.Data;
using QuantMatrix.Model;

namespace QuantMatrix.Lake;

/// <summary>Parses text as exactly one SQL expression, without binding or running it.</summary>
public static class SqlExpression
{
    private const string Before = "SELECT [", After = "\n]";

    private static readonly string[] Lists = ["modifiers", "group_expressions", "group_sets"], Clauses = ["where_clause", "having", "sample", "qualify"];

    /// <summary>Nested arrays and objects in the JSON of a deep expression.</summary>
    private const int MostDepth = 20_000;

    private static readonly Lazy<DuckDBConnection> Parser = new(Open);

    /// <summary>A run parses the condition of a screen when it reads the job file, and in each job that uses the screen.</summary>
    private static readonly ConcurrentDictionary<string, ParsedExpression> Parsed = new();

    /// <returns>The expression, or what is wrong with the text.</returns>
    public static ParsedExpression Parse(string text) => Parsed.GetOrAdd(text, Read);

    /// <summary>The parser's answer.</summary>
    /// <remarks>Within brackets the text is the only element of a list if, and only if, it is one expression: it cannot close what it did not open.</remarks>
    private static ParsedExpression Read(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(Serialize($"{Before}{text}{After}"), new() { MaxDepth = MostDepth });
            if (json.RootElement.GetProperty("error").GetBoolean()) return new(null, Fault(json.RootElement, text));
            return OnlyElement(json.RootElement) is { } element ? new(Node(element), null) : new(null, "expected exactly one expression");
        }
        catch (DuckDBException e)
        {
            return new(null, e.Message.Split('\n')[0]);
        }
    }

    /// <summary>Another connection to the engine that parses, which opens no file.</summary>
    internal static DuckDBConnection Connect()
    {
        var connection = Parser.Value.Duplicate();
        connection.Open();
        return connection;
    }

    private static string Serialize(string query)
    {
        lock (Parser)
        {
            using var command = Parser.Value.CreateCommand();
            command.CommandText = $"SELECT json_serialize_sql({SqlText.Quote(query)})::VARCHAR";
            return (string)command.ExecuteScalar()!;
        }
    }

    private static string Fault(JsonElement error, string text)
    {
        var isAtEnd = int.TryParse(error.TryGetProperty("position", out var at) ? at.GetString() : null, out var position)
            && position >= Before.Length + Encoding.UTF8.GetByteCount(text);
        return isAtEnd ? "syntax error at the end" : error.GetProperty("error_message").GetString()!.Replace(After, "", StringComparison.Ordinal);
    }

    /// <summary>The element of the list that the query selects; null when the query has another clause or selects anything else.</summary>
    private static JsonElement? OnlyElement(JsonElement root)
    {
        if (Only(root.GetProperty("statements")) is not { } statement) return null;
        var node = statement.GetProperty("node");
        if (node.GetProperty("type").GetString() != "SELECT_NODE" || node.GetProperty("from_table").GetProperty("type").GetString() != "EMPTY") return null;
        if (Lists.Any(list => node.GetProperty(list).GetArrayLength() > 0)) return null;
        if (Clauses.Any(clause => node.GetProperty(clause).ValueKind != JsonValueKind.Null)) return null;
        return Only(node.GetProperty("select_list")) is { } selected && selected.TryGetProperty("function_name", out var name)
            && name.GetString() == "list_value" ? Only(selected.GetProperty("children")) : null;
    }

    private static JsonElement? Only(JsonElement list) => list.GetArrayLength() == 1 ? list[0] : null;

    private static SqlNode Node(JsonElement json)
    {
        var node = new SqlNode(json.GetProperty("class").GetString()!, json.GetProperty("type").GetString()!,
            [.. json.EnumerateObject().SelectMany(property => Nodes(property.Value))]);
        return node.Class switch
        {
            SqlNode.Column => node with { Name = string.Join('.', json.GetProperty("column_names").EnumerateArray().Select(n => n.GetString())) },
            SqlNode.Function => node with
            {
                Name = json.GetProperty("function_name").GetString()!,
                IsOperator = json.GetProperty("is_operator").GetBoolean(),
                Position = json.TryGetProperty("query_location", out var at) && at.TryGetInt32(out var position) ? position - Before.Length : -1,
            },
            SqlNode.Constant => node with { Value = Value(json.GetProperty("value")) },
            _ => node,
        };
    }

    private static object? Value(JsonElement constant) => !constant.TryGetProperty("value", out var value) ? null
        : constant.GetProperty("type").GetProperty("id").GetString() switch
        {
            "VARCHAR" => value.GetString(),
            "INTEGER" => value.GetInt64(),
            _ => null,
        };

    private static IEnumerable<SqlNode> Nodes(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Array => json.EnumerateArray().SelectMany(Nodes),
        JsonValueKind.Object when json.TryGetProperty("class", out _) => [Node(json)],
        JsonValueKind.Object => json.EnumerateObject().SelectMany(property => Nodes(property.Value)),
        _ => [],
    };

    private static DuckDBConnection Open()
    {
        var connection = LakeSql.Open(rows: 0);
        _ = new SqlRestriction(connection, []);
        return connection;
    }
}

/// <summary>Text that was parsed as one expression.</summary>
/// <param name="Root">Its outermost node; null for a text with a fault.</param>
/// <param name="Fault">Null for an expression.</param>
public sealed record ParsedExpression(SqlNode? Root, string? Fault);

/// <summary>A node of an expression.</summary>
/// <param name="Class">The engine's name of its kind.</param>
/// <param name="Type">The engine's name of the operation.</param>
/// <param name="Children">Its operands, subqueries included.</param>
public sealed record SqlNode(string Class, string Type, IReadOnlyList<SqlNode> Children)
{
    public const string Column = "COLUMN_REF", Function = "FUNCTION", Constant = "CONSTANT", Subquery = "SUBQUERY";

    /// <summary>Of a column, with the names before it, or of a function.</summary>
    public string Name { get; init; } = "";

    /// <summary>Whether a function is written as an operator.</summary>
    public bool IsOperator { get; init; }

    /// <summary>Where a function begins in the text, in bytes of UTF-8; negative when that is unknown.</summary>
    public int Position { get; init; } = -1;

    /// <summary>The text or whole number of a constant; null for NULL and other types.</summary>
    public object? Value { get; init; }
}
