using QuantMatrix.Indicators;
using QuantMatrix.Indicators.Intraday;
using QuantMatrix.Lake;

namespace QuantMatrix.Batch.Config;

/// <summary>The condition of a screen on the values of one symbol in one session, as SQL: <c>rsi_14 &lt; 30 and ma_bucket = 'LEADING'</c>.</summary>
internal sealed class ScreenCondition(string text)
{
    private static readonly QueryCheck Check = new(Catalogue.Standard.FeatureSchema);

    private readonly ParsedExpression parsed = SqlExpression.Parse(text);

    public string Text => text;

    /// <summary>An SQL expression, whatever surrounds it. The closing parenthesis is on a new line, in case the text ends in a comment.</summary>
    public string Sql => $"({StableFunction.Expand(text, parsed.Root)}\n)";

    public string Where => $"WHERE {Sql}";

    /// <summary>The columns used, in order of appearance.</summary>
    public IReadOnlyList<string> Columns => parsed.Root is null ? [] : [.. NamesIn(parsed.Root).Distinct()];

    /// <summary>The first bar (from 0) that it can be judged on: its columns have values, and those that must be stable can be.</summary>
    public int WarmUp => Catalogue.Standard.Columns.Where(c => Columns.Contains(c.Name)).Select(c => c.WarmUp)
        .Concat(parsed.Root is null ? [] : StableFunction.Columns(parsed.Root).Select(c => c.StableFrom)).DefaultIfEmpty(0).Max();

    /// <summary>Whether it needs values across symbols.</summary>
    public bool IsCrossSectional => Catalogue.Standard.Columns.Any(c => c.IsCrossSectional && Columns.Contains(c.Name));

    /// <summary>The columns used whose values depend on the run, so that past sessions have none.</summary>
    public IEnumerable<string> OfRun => Catalogue.Standard.Columns.Where(c => c.IsOfRun && Columns.Contains(c.Name)).Select(c => c.Name);

    /// <summary>Whether it uses a column of 5-minute bars.</summary>
    public bool IsIntraday => Columns.Intersect(IntradayColumns.Names).Any();

    /// <summary>What is wrong; empty when the condition is valid.</summary>
    public IReadOnlyList<string> Faults
    {
        get
        {
            if (string.IsNullOrWhiteSpace(text)) return ["the condition is empty"];
            if (parsed.Fault is { } fault) return [fault + ConditionRules.QuotesHint(fault.Split('"').ElementAtOrDefault(1) ?? "")];
            return ConditionRules.Faults(parsed.Root!).Distinct().ToList() is { Count: > 0 } faults ? faults : [.. OfTypes()];
        }
    }

    /// <summary>Whether all are valid; much cheaper than the faults of each.</summary>
    public static bool AreValid(IReadOnlyCollection<ScreenCondition> conditions) => conditions.Count == 0
        || (conditions.All(c => c.parsed.Root is { } root && !ConditionRules.Faults(root).Any()) && Check.AreConditions(conditions.Select(c => c.Sql)));

    private IEnumerable<string> OfTypes()
    {
        if (Check.Fault(Sql) is { } fault) yield return fault;
        else if (Check.TypeOf(Sql) is var type && type != "BOOLEAN")
            yield return $"the value is {type}; expected a condition, like {Columns.FirstOrDefault("rsi_14")} < 30";
    }

    private static IEnumerable<string> NamesIn(SqlNode node) =>
        StableFunction.IsCall(node) ? [StableFunction.Reads]
        : node.Class == SqlNode.Column ? [node.Name.ToLowerInvariant()] : node.Children.SelectMany(NamesIn);
}
