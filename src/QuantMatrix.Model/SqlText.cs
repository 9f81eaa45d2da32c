namespace QuantMatrix.Model;

/// <summary>Text in SQL, the same in DuckDB and PostgreSQL.</summary>
public static class SqlText
{
    /// <summary>A text as a literal.</summary>
    public static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
