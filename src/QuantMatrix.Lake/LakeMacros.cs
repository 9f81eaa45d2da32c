using System.Text.RegularExpressions;

namespace QuantMatrix.Lake;

/// <summary>Table macros over the lake and the published tables, the same in <c>views.sql</c> and in <c>./run.sh sql</c>.</summary>
/// <remarks>A macro can be created once the table it reads exists. Symbols and indices are accepted in any case.</remarks>
public static class LakeMacros
{
    private static readonly Macro[] All =
    [
        new("bars", "price_data", "ticker", "symbol = upper(ticker) ORDER BY date"),
        new("features", "features", "ticker", "symbol = upper(ticker) ORDER BY date"),
        new("members", "index_members", "of_index, on_day := today()",
            "index_name = upper(of_index) AND CAST(on_day AS DATE) BETWEEN member_from AND member_until ORDER BY symbol"),
    ];

    /// <summary>Whether a query calls a macro that reads a table.</summary>
    public static bool Reads(string query, string table) =>
        All.Any(m => m.Table == table && HasWord(query, m.Name) && Regex.IsMatch(query, $@"\b{m.Name}\s*\(", RegexOptions.IgnoreCase));

    /// <summary>Whether a text has a word, in any case; much cheaper than a regular expression for each word.</summary>
    public static bool HasWord(string text, string word)
    {
        for (var at = text.IndexOf(word, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.OrdinalIgnoreCase))
            if (!IsPartOfWord(text, at - 1) && !IsPartOfWord(text, at + word.Length)) return true;
        return false;
    }

    private static bool IsPartOfWord(string text, int at) => at >= 0 && at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '_');

    /// <summary>Statements that create the macros over tables.</summary>
    internal static IEnumerable<string> Over(IEnumerable<string> tables) => All.Where(m => tables.Contains(m.Table))
        .Select(m => $"CREATE OR REPLACE MACRO {m.Name}({m.Parameters}) AS TABLE SELECT * FROM {m.Table} WHERE {m.Condition}");

    /// <param name="Condition">Selects and sorts the rows.</param>
    private sealed record Macro(string Name, string Table, string Parameters, string Condition);
}
