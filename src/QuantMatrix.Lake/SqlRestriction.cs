using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using QuantMatrix.Model;

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
/// <remarks>
/// The engine's list of files applies to reading and writing alike; without the second rule COPY could replace a file of the lake. What the engine's
/// parser calls a query runs. Another statement runs when its first characters are those of a form listed here, without a comment between the words.
/// </remarks>
internal sealed partial class SqlRestriction
{
    private const string Reach = "SQL reads the lake and the published tables only";
    private const string Instead = "To save a result: --out FILE; to use other files: sql --allow-files";

    /// <summary>What the engine says when a file, an extension or a setting is out of reach.</summary>
    private static readonly string[] Refusals =
        ["disabled by configuration", "disabled through configuration", "configuration has been locked", "Extension Autoloading"];

    /// <summary>Words that begin a form that is allowed, and others that are not.</summary>
    private static readonly HashSet<string> Forms = ["CREATE", "DROP", "ALTER", "INSERT", "UPDATE", "DELETE", "PRAGMA", "EXPLAIN"];

    private readonly DuckDBConnection connection;

    /// <summary>From now on the connection opens only these files, and its settings are locked.</summary>
    public SqlRestriction(DuckDBConnection connection, IEnumerable<string> files)
    {
        this.connection = connection;
        connection.Execute($"SET allowed_paths = [{string.Join(", ", files.Select(SqlText.Quote))}]");
        connection.Execute("SET enable_external_access = false");
        connection.Execute("SET lock_configuration = true");
    }

    /// <summary>Why a statement is refused; null when it is not.</summary>
    public string? Refusal(string sql) =>
        SettingFunction().Match(sql) is { Success: true, Value: var function } ? $"{function} is not available: {Reach}. {Instead}"
        : IsOnlyQueries(sql) || HasSyntaxError(sql) ? null : RefusalOf(sql); // the engine reports a syntax error itself

    /// <summary>Whether the engine's parser accepts no such text.</summary>
    public bool HasSyntaxError(string sql) => ErrorOf(sql) is "parser";

    /// <summary>The engine's message with what to do; null for an error of another kind.</summary>
    public static string? Explained(DuckDBException e)
    {
        var message = e.Message.Split('\n')[0];
        return Refusals.Any(r => message.Contains(r, StringComparison.Ordinal)) ? $"{message}\n{Reach}. {Instead}" : null;
    }

    /// <summary>A statement other than a query must be one for certain, so it has no semicolon in it, not even in a string.</summary>
    private string? RefusalOf(string statement)
    {
        var word = Word().Match(statement).Value.ToUpperInvariant();
        if (Explain().Match(statement) is { Success: true, Length: var length })
            return IsOnlyQueries(statement[length..]) ? null : RefusalOf(statement[length..]);
        if (!Allowed().IsMatch(statement))
            return $"{(word.Length == 0 ? "the statement" : Forms.Contains(word) ? $"this form of {word}" : word)} is not available: {Reach}. {Instead}";
        return statement.TrimEnd().TrimEnd(';').Contains(';', StringComparison.Ordinal)
            ? $"{word} with a semicolon inside is not available, not even in a string: {Reach}. {Instead}" : null;
    }

    private bool IsOnlyQueries(string sql) => ErrorOf(sql) is null;

    /// <summary>Null when the text holds only queries, as the engine's own parser sees them; else the kind of the error.</summary>
    /// <remarks>Names with their schema: a macro of the same name does not replace these functions.</remarks>
    private string? ErrorOf(string sql) => Scalar(
        $"SELECT system.main.json_extract_string(system.main.json_serialize_sql({SqlText.Quote(sql)}), '$.error_type')") as string;

    private object? Scalar(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    /// <summary>Statements that read, or change what the connection has in memory.</summary>
    [GeneratedRegex("""
        ^[\s(]*(?:
            (?:SELECT|WITH|FROM|VALUES|TABLE|DESCRIBE|DESC|SHOW|SUMMARIZE|PIVOT|UNPIVOT|TRUNCATE|BEGIN|COMMIT|ROLLBACK)\b
            |CREATE\s+(?:OR\s+REPLACE\s+)?(?:(?:TEMP|TEMPORARY|RECURSIVE|UNIQUE)\s+)*(?:TABLE|VIEW|MACRO|FUNCTION|TYPE|SCHEMA|SEQUENCE|INDEX)\b
            |(?:DROP|ALTER)\s+(?:TABLE|VIEW|MACRO|FUNCTION|TYPE|SCHEMA|SEQUENCE|INDEX)\b
            |INSERT\s+(?:OR\s+(?:REPLACE|IGNORE)\s+)?INTO\b
            |DELETE\s+FROM\b
            |UPDATE\s+(?!EXTENSIONS\b)[\w"]
            |(?:SET|RESET)\s+VARIABLE\s
            |PRAGMA\s+(?:database_list|database_size|show_databases|show_tables|show_tables_expanded|table_info|show|storage_info|functions|collations
                |version|platform)\b
        )
        """, RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Allowed();

    /// <summary>Table functions that change a setting although settings are locked; the engine aborts the process when it cannot write a log.</summary>
    [GeneratedRegex(@"\b(?:enable_logging|enable_profiling)\b", RegexOptions.IgnoreCase)]
    private static partial Regex SettingFunction();

    /// <summary>What precedes the explained statement.</summary>
    [GeneratedRegex("""
        ^\s*EXPLAIN\b(?:\s+ANALYZE\b|\s*\(\s*(?:ANALYZE|FORMAT\s+\w+)(?:\s*,\s*(?:ANALYZE|FORMAT\s+\w+))*\s*\))?
        """, RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Explain();

    [GeneratedRegex(@"(?<=^[\s(]*)\w+")]
    private static partial Regex Word();
}
