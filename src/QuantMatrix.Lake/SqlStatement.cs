using System.Text.RegularExpressions;

namespace QuantMatrix.Lake;

/// <summary>One statement of a text of SQL.</summary>
/// <param name="Text">From its first word on, without comments before it and the semicolon at its end.</param>
/// <param name="Line">The line of the text on which it begins, from 1.</param>
/// <param name="IsComplete">Whether a semicolon ends it.</param>
public sealed partial record SqlStatement(string Text, int Line, bool IsComplete)
{
    /// <summary>Splits at semicolons outside strings, quoted names and comments. Parts without a statement are left out.</summary>
    public static IReadOnlyList<SqlStatement> Split(string sql)
    {
        var statements = new List<SqlStatement>();
        var begin = -1;
        foreach (Match token in Tokens().Matches(sql))
        {
            if (token.Value == ";")
            {
                Add(token.Index, isComplete: true);
                begin = -1;
            }
            else if (begin < 0 && !token.Groups["comment"].Success && !string.IsNullOrWhiteSpace(token.Value))
            {
                begin = token.Index;
            }
        }
        Add(sql.Length, isComplete: false);
        return statements;

        void Add(int end, bool isComplete)
        {
            if (begin >= 0) statements.Add(new(sql[begin..end].TrimEnd(), 1 + sql.AsSpan(0, begin).Count('\n'), isComplete));
        }
    }

    /// <summary>As the engine's lexer: doubled quotes, backslashes in E'…', dollar quotes, nested comments; what is not closed ends with the text.</summary>
    [GeneratedRegex("""
        (?<comment>--[^\r\n]*|/\*(?>(?<depth>/\*)|(?<-depth>\*/)|(?!/\*|\*/).)*(?:\*/|\z))
        |(?<!\w)[eE]'(?:\\.|''|[^'\\])*(?:'|\z)
        |'(?:''|[^'])*(?:'|\z)
        |"(?:""|[^"])*(?:"|\z)
        |(?<![\w$])\$(?<tag>[A-Za-z_]\w*|)\$.*?(?:\$\k<tag>\$|\z)
        |.
        """, RegexOptions.Singleline | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Tokens();
}
