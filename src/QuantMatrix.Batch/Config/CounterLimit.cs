using System.ComponentModel;
using System.Globalization;
using System.Text.RegularExpressions;

namespace QuantMatrix.Batch.Config;

/// <summary>A limit of what a job counts: <c>&gt; 10</c>, or <c>&gt; 2%</c> of its total.</summary>
[Description("a limit like \"> 10\" or \"> 2%\"; the comparison is one of >, >=, < and <=")]
public sealed partial record CounterLimit(string Comparison, decimal Value, bool IsPercent)
{
    /// <summary>The form of <see cref="TryParse"/>, apart from percentages above 100.</summary>
    public const string Pattern = @"^\s*(>=|<=|>|<)\s*([0-9]{1,15}(\.[0-9]{1,6})?)\s*(%?)\s*$";

    public static bool TryParse(string text, out CounterLimit? limit)
    {
        var match = Form().Match(text);
        limit = match.Success ? new(match.Groups[1].Value, Number(match.Groups[2].Value), match.Groups[4].Length > 0) : null;
        return limit is not null && !(limit is { IsPercent: true, Value: > 100 });
    }

    /// <summary>Whether a count is beyond the limit. Nothing is beyond a percentage of zero.</summary>
    /// <param name="total">What a percentage is taken of.</param>
    public bool IsMet(long count, long total)
    {
        if (IsPercent && total == 0) return false;
        var (found, limit) = IsPercent ? (100m * count, Value * total) : (count, Value);
        return Comparison switch { ">" => found > limit, ">=" => found >= limit, "<" => found < limit, _ => found <= limit };
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Comparison} {Value}{(IsPercent ? "%" : "")}");

    private static decimal Number(string digits) => decimal.Parse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    [GeneratedRegex(Pattern, RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
