using System.Text.RegularExpressions;
using QuantMatrix.Indicators;
using QuantMatrix.Lake;

namespace QuantMatrix.Batch.Config;

/// <summary>The condition of a screen on each symbol's newest values, as SQL: <c>rsi_14 &lt; 30 and ma_bucket = 'LEADING'</c>.</summary>
internal sealed partial record ScreenCondition(string Text)
{
    private static readonly QueryCheck Check = new(Catalogue.Standard.FeatureSchema);

    /// <summary>The WHERE clause. The closing parenthesis is on a new line, in case the text ends in a comment.</summary>
    public string Where => $"WHERE ({Text}\n)";

    /// <summary>The columns used by the condition, in order of appearance.</summary>
    public IEnumerable<string> Columns
    {
        get
        {
            var columns = Catalogue.Standard.FeatureSchema.FieldsList.Select(f => f.Name).ToHashSet();
            return Identifiers().Matches(Literals().Replace(Text, "")).Select(w => w.Value.ToLowerInvariant()).Where(columns.Contains).Distinct();
        }
    }

    /// <summary>The error of the SQL engine; null when the condition is valid.</summary>
    public string? Fault => Check.Fault($"SELECT symbol FROM features {Where}");

    [GeneratedRegex(@"[A-Za-z_]\w*")]
    private static partial Regex Identifiers();

    [GeneratedRegex("'[^']*'")]
    private static partial Regex Literals();
}
