using System.Text.RegularExpressions;
using QuantMatrix.Indicators;
using QuantMatrix.Lake;

namespace QuantMatrix.Batch.Config;

/// <summary>What a screen asks of each symbol's newest values, in SQL over the columns: <c>rsi_14 &lt; 30 and ma_bucket = 'LEADING'</c>.</summary>
internal sealed partial record ScreenCondition(string Text)
{
    private static readonly QueryCheck Check = new(Catalogue.Standard.FeatureSchema);

    /// <summary>Closed on a line of its own, where a comment in the text has ended.</summary>
    public string Where => $"WHERE ({Text}\n)";

    /// <summary>The columns the text names, in its order.</summary>
    public IEnumerable<string> Columns
    {
        get
        {
            var columns = Catalogue.Standard.FeatureSchema.FieldsList.Select(f => f.Name).ToHashSet();
            return Words().Matches(Quoted().Replace(Text, "")).Select(w => w.Value.ToLowerInvariant()).Where(columns.Contains).Distinct();
        }
    }

    /// <summary>What the engine has against it; null when it can be asked.</summary>
    public string? Fault => Check.Fault($"SELECT symbol FROM features {Where}");

    [GeneratedRegex(@"[A-Za-z_]\w*")]
    private static partial Regex Words();

    [GeneratedRegex("'[^']*'")]
    private static partial Regex Quoted();
}
