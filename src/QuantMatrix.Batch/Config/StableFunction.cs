using System.Text;
using System.Text.RegularExpressions;
using QuantMatrix.Indicators;
using QuantMatrix.Lake;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Config;

/// <summary><c>stable(ema_200)</c> in a condition: whether the history is long enough for the seed of a recursive column not to count any more.</summary>
internal static partial class StableFunction
{
    /// <summary>The column that it is computed from.</summary>
    public const string Reads = "history_bars";

    private const string Name = "stable";

    /// <summary>Spaces and comments.</summary>
    private const string Blank = @"(?:\s|/\*.*?\*/|--.*?\n)*";

    public static bool IsCall(SqlNode node) =>
        node is { Class: SqlNode.Function, IsOperator: false } && node.Name.Equals(Name, StringComparison.OrdinalIgnoreCase);

    /// <summary>What is wrong with a call; null when its argument is a recursive column.</summary>
    public static string? Fault(SqlNode call)
    {
        if (call.Children is not [{ Class: SqlNode.Column, Name: var name }] || call.Position < 0)
            return $"{Name}() expects one column, like {Name}(ema_200)";
        return ConditionRules.Column(name) ?? (Find(name) is { StableAfter: > 0 } ? null
            : $"{Name}({name}): {name} has no seed and is exact from its first value on; test {name} is not null");
    }

    /// <summary>The columns that an expression requires to be stable.</summary>
    public static IEnumerable<Column> Columns(SqlNode root) => ValidCalls(root).Select(c => Find(c.Children[0].Name)!);

    /// <summary>The text with each call replaced by a comparison of the number of stored bars.</summary>
    /// <param name="root">The parsed text.</param>
    public static string Expand(string text, SqlNode? root)
    {
        if (root is null) return text;
        var bytes = Encoding.UTF8.GetBytes(text);
        var expanded = new StringBuilder();
        var end = 0;
        foreach (var call in ValidCalls(root).OrderBy(c => c.Position))
        {
            var start = Encoding.UTF8.GetCharCount(bytes, 0, call.Position);
            if (Text().Match(text, start) is not { Success: true } found || found.Index != start) continue;
            expanded.Append(text, end, start - end).Append($"({Reads} > {Find(call.Children[0].Name)!.StableFrom})");
            end = start + found.Length;
        }
        return expanded.Append(text, end, text.Length - end).ToString();
    }

    private static IEnumerable<SqlNode> ValidCalls(SqlNode root) => Calls(root).Where(c => Fault(c) is null);

    private static IEnumerable<SqlNode> Calls(SqlNode node) => IsCall(node) ? [node] : node.Children.SelectMany(Calls);

    private static Column? Find(string name) => Catalogue.Standard.Columns.FirstOrDefault(c => c.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex($"""\G"?stable"?{Blank}\({Blank}("[^"]+"|\w+){Blank}\)""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Text();
}
