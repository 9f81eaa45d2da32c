using DuckDB.NET.Data;

namespace QuantMatrix.Lake;

/// <summary>Which files SQL may use besides those of the lake and of the published tables.</summary>
/// <param name="AllFiles">Files, extensions, settings and the network are open to queries.</param>
/// <param name="Written">A file that the result of a query is written to.</param>
public sealed record SqlAccess(bool AllFiles = false, string? Written = null)
{
    /// <summary>The time as of which the tables are; null for now.</summary>
    public KnownAt? Known { get; init; }
}

/// <summary>Keeps SQL within named files: the engine opens no other, and only statements that write no file run.</summary>
/// <remarks>The engine's list of files applies to reading and writing alike; without the second rule COPY could replace a file of the lake.</remarks>
internal sealed class SqlRestriction
{
    private const string Reach = "SQL reads the lake and the published tables only";
    private const string Instead = "To save a result: --out FILE; to use other files: sql --allow-files";

    /// <summary>Statements that read, or change what the connection has in memory.</summary>
    private static readonly HashSet<string> Allowed =
    [
        "SELECT", "WITH", "FROM", "VALUES", "TABLE", "DESCRIBE", "DESC", "SHOW", "SUMMARIZE", "PIVOT", "UNPIVOT", "EXPLAIN",
        "CREATE", "DROP", "ALTER", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "BEGIN", "COMMIT", "ROLLBACK", "PRAGMA",
    ];

    /// <summary>What the engine says when a file, an extension or a setting is out of reach.</summary>
    private static readonly string[] Refusals =
        ["disabled by configuration", "disabled through configuration", "configuration has been locked", "Extension Autoloading"];

    private readonly DuckDBConnection connection;

    /// <summary>From now on the connection opens only these files, and its settings are locked.</summary>
    public SqlRestriction(DuckDBConnection connection, IEnumerable<string> files)
    {
        this.connection = connection;
        connection.Execute($"SET allowed_paths = [{string.Join(", ", files.Select(LakeSql.Text))}]");
        connection.Execute("SET enable_external_access = false");
        connection.Execute("SET lock_configuration = true");
    }

    /// <summary>Why the statements are refused; null when they are not.</summary>
    public string? Refusal(string sql)
    {
        if (ErrorOf(sql) is null or "parser") return null; // only queries, or a syntax error that the engine reports itself
        return SqlStatement.Split(sql).Select(RefusalOf).FirstOrDefault(r => r is not null);
    }

    /// <summary>The engine's message with what to do; null for an error of another kind.</summary>
    public static string? Explained(DuckDBException e)
    {
        var message = e.Message.Split('\n')[0];
        return Refusals.Any(r => message.Contains(r, StringComparison.Ordinal)) ? $"{message}\n{Reach}. {Instead}" : null;
    }

    /// <summary>A statement other than a query must be one for certain, so it has no semicolon in it, not even in a string.</summary>
    private string? RefusalOf(SqlStatement statement)
    {
        var (word, rest) = statement.First;
        if (word is "SET" or "RESET" && rest.TrimStart().StartsWith("VARIABLE ", StringComparison.OrdinalIgnoreCase)) return null;
        if (!Allowed.Contains(word)) return $"{(word.Length > 0 ? word : "the statement")} is not available: {Reach}. {Instead}";
        if (ErrorOf(statement.Text) is null) return null;
        if (word == "EXPLAIN") return Explained(rest) is { } explained ? RefusalOf(explained) : null;
        return statement.Text.Contains(';', StringComparison.Ordinal)
            ? $"{word} with a semicolon inside is not available, not even in a string: {Reach}. {Instead}" : null;
    }

    private static SqlStatement? Explained(string rest)
    {
        var inner = new SqlStatement(rest, 1, false);
        var (word, after) = inner.First;
        return word is "ANALYZE" or "FORMAT" or "JSON" or "TEXT" ? Explained(after.TrimStart(' ', ')', ',')) : inner;
    }

    /// <summary>Null when the text holds only queries, as the engine's own parser sees them; else the kind of the error.</summary>
    private string? ErrorOf(string sql) => Scalar($"SELECT json_extract_string(json_serialize_sql({LakeSql.Text(sql)}), '$.error_type')") as string;

    private object? Scalar(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
