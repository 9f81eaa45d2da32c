using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace QuantMatrix.Tests.FuzzTests;

/// <summary>Every number that a text can be read to contain, in any notation: a price that is not among them was made up.</summary>
internal sealed partial class WrittenNumbers
{
    private const int MaxGroups = 12;

    private readonly HashSet<double> values = [];

    public WrittenNumbers(byte[] bytes)
    {
        var text = Encoding.Latin1.GetString(bytes).Replace("\0", "", StringComparison.Ordinal); // UTF-16 and UTF-32 too: digits are ASCII
        foreach (Match number in Digits().Matches(text)) Add(number);
    }

    /// <param name="price">As read.</param>
    /// <param name="tolerance">Relative; for numbers that are rounded or of single precision.</param>
    public bool Has(double price, double tolerance = 0) =>
        values.Contains(price) || (tolerance > 0 && values.Any(v => Math.Abs(v - price) <= tolerance * Math.Abs(v)));

    /// <summary>Groups of digits, each run of them as a whole number and with the last as the fraction.</summary>
    private void Add(Match number)
    {
        var groups = number.Groups["digits"].Captures.Select(c => c.Value).ToList();
        var exponent = number.Groups["exponent"].Value;
        for (var from = 0; from < groups.Count; from++)
        {
            var whole = "";
            for (var to = from; to < Math.Min(groups.Count, from + MaxGroups); to++)
            {
                foreach (var end in new[] { "", exponent })
                {
                    Add($"{whole}{groups[to]}{end}");
                    Add($"{whole}.{groups[to]}{end}");
                }
                whole += groups[to];
            }
        }
    }

    private void Add(string text)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)) values.Add(value);
    }

    [GeneratedRegex(@"(?:(?<digits>[0-9]+)[.,'  \u00a0]{0,2})+(?<exponent>[eE][+-]?[0-9]+)?", RegexOptions.ExplicitCapture)]
    private static partial Regex Digits();
}
