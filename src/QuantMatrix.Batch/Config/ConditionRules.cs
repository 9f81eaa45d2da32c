using QuantMatrix.Indicators;
using QuantMatrix.Indicators.Intraday;
using QuantMatrix.Lake;

namespace QuantMatrix.Batch.Config;

/// <summary>What a screen's condition may contain: columns of the catalogue, constants, operators and functions of one row.</summary>
internal static class ConditionRules
{
    private const string OneRow = "a condition uses the columns of one row";

    /// <summary>Every name a condition may use: the key, the bar, the benchmark, the published columns and those of 5-minute bars.</summary>
    public static readonly IReadOnlyList<string> Columns = [.. Catalogue.Standard.FeatureSchema.FieldsList.Select(f => f.Name), .. IntradayColumns.Names];

    private static readonly Dictionary<string, IReadOnlyList<string>> Labels =
        Catalogue.Standard.Columns.Where(c => c.Labels.Count > 0).ToDictionary(c => c.Name, c => c.Labels, StringComparer.OrdinalIgnoreCase);

    /// <summary>Their results depend on their arguments alone; none reads a file, the clock or a setting.</summary>
    private static readonly string[] Functions =
    [
        "abs", "ceil", "ceiling", "floor", "round", "trunc", "sign", "sqrt", "cbrt", "exp", "ln", "log", "log10", "log2", "pow", "power", "mod", "fmod", "fdiv",
        "greatest", "least", "nullif", "ifnull", "isnan", "isinf", "isfinite", "lower", "upper", "length", "left", "right", "substr", "substring", "trim",
        "contains", "starts_with", "ends_with", "prefix", "suffix", "regexp_matches", "regexp_full_match", "list_value", "list_contains", "date_part",
        "date_trunc", "date_diff", "last_day", "make_date", "year", "quarter", "month", "week", "day", "dayofweek", "isodow", "dayofyear", "dayname",
        "monthname", "to_years", "to_months", "to_weeks", "to_days",
    ];

    private static readonly string[] Plain = ["CONJUNCTION", "COMPARISON", "OPERATOR", "BETWEEN", "CASE", "CAST", "COLLATE", SqlNode.Constant];

    /// <summary>All faults, in the order of the text.</summary>
    public static IEnumerable<string> Faults(SqlNode node)
    {
        var own = node.Class switch
        {
            SqlNode.Column => Column(node.Name),
            SqlNode.Function when StableFunction.IsCall(node) => StableFunction.Fault(node),
            SqlNode.Function => node.IsOperator || Functions.Contains(node.Name.ToLowerInvariant()) ? null
                : $"function {node.Name}() is not available; {OneRow}, constants and functions like abs, round, greatest, coalesce",
            SqlNode.Subquery => $"subqueries are not available; {OneRow}",
            "WINDOW" => $"window functions are not available; {OneRow}",
            "STAR" => $"* stands for many columns; {OneRow} by name",
            "PARAMETER" => "a condition has no parameters; expected ? and $ in quotes only",
            _ => Plain.Contains(node.Class) ? null : $"{node.Class.ToLowerInvariant().Replace('_', ' ')} is not available; {OneRow}",
        };
        if (own is not null) return [own];
        return node.Children.SelectMany(Faults).Concat(OfLabels(node));
    }

    /// <summary>The end of a message about a word that is a label of a column, without its quotes; else empty.</summary>
    public static string QuotesHint(string word) =>
        Labels.Values.SelectMany(l => l).FirstOrDefault(l => l.Length > 0 && l.Equals(word, StringComparison.OrdinalIgnoreCase)) is { } label
            ? $"; text is written in single quotes: '{label}'" : "";

    /// <summary>What is wrong with the name of a column; null when there is one.</summary>
    public static string? Column(string name) => Columns.Contains(name, StringComparer.OrdinalIgnoreCase) ? null
        : $"unknown column '{name}'" + (QuotesHint(name) is { Length: > 0 } quotes ? quotes
            : DidYouMean.Suggestion(name, Columns) is { Length: > 0 } suggestion ? suggestion : "; ./run.sh columns lists them");

    /// <summary>A column of labels is compared with one of them: another text or a number would never be equal to it.</summary>
    private static IEnumerable<string> OfLabels(SqlNode comparison)
    {
        if (comparison.Class != "COMPARISON" && comparison.Type is not ("COMPARE_IN" or "COMPARE_NOT_IN")) yield break;
        if (comparison.Children.FirstOrDefault(c => c.Class == SqlNode.Column && Labels.ContainsKey(c.Name)) is not { } column) yield break;
        var labels = Labels[column.Name];
        foreach (var value in comparison.Children.Where(c => c.Class == SqlNode.Constant).Select(c => c.Value))
            if (value is long number) yield return $"{column.Name} is text; expected '{number}' in single quotes";
            else if (value is string text && !labels.Contains(text)) yield return $"{column.Name} has no value '{text}'{DidYouMean.Hint(text, labels)}";
    }
}
