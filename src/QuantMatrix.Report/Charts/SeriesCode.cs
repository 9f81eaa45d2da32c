using System.Text;

namespace QuantMatrix.Report.Charts;

/// <summary>Encodes numbers as short text: differences in base 44, one character for a small one.</summary>
/// <remarks>
/// The 88 printable ASCII characters that need no escape in HTML or JSON are the digits: the lower 44 end a number, the upper 44 continue it.
/// A number is 0 for a missing value, else 1 + zigzag of the difference. <c>series.js</c> decodes it.
/// </remarks>
internal static class SeriesCode
{
    private const int Base = 44;

    private static readonly char[] Digits = [.. Enumerable.Range('!', '~' - '!' + 1).Select(c => (char)c).Where(c => !"\"&'<>\\".Contains(c))];

    /// <summary>Differences of neighbors, of values rounded to a number of decimals; NaN is a missing value.</summary>
    public static string Of(IEnumerable<double> values, int decimals)
    {
        var (unit, before, text) = (Math.Pow(10, decimals), 0L, new StringBuilder());
        foreach (var value in values) before = Append(text, double.IsFinite(value) ? (long)Math.Round(value * unit) : null, before);
        return text.ToString();
    }

    public static string Of(IEnumerable<long> values)
    {
        var (before, text) = (0L, new StringBuilder());
        foreach (var value in values) before = Append(text, value, before);
        return text.ToString();
    }

    /// <summary>Each number by itself, divided by a unit.</summary>
    public static string Alone(IEnumerable<long> values, long unit)
    {
        var text = new StringBuilder();
        foreach (var value in values) Append(text, (value + unit / 2) / unit, 0);
        return text.ToString();
    }

    /// <summary>Prices as distances from the close of the same bar.</summary>
    public static string Distances(ReadOnlySpan<double> values, ReadOnlySpan<double> closes, int decimals)
    {
        var (unit, text) = (Math.Pow(10, decimals), new StringBuilder());
        for (var i = 0; i < values.Length; i++) Append(text, (long)Math.Round(values[i] * unit) - (long)Math.Round(closes[i] * unit), 0);
        return text.ToString();
    }

    /// <summary>The least decimals, at least 2 and at most <paramref name="most"/>, that represent every value.</summary>
    public static int Decimals(IEnumerable<double> values, int most)
    {
        var needed = 2;
        foreach (var value in values)
            while (needed < most && double.IsFinite(value) && Math.Abs(Math.Round(value, needed) - value) > Math.Abs(value) * 1e-12) needed++;
        return needed;
    }

    private static long Append(StringBuilder text, long? value, long before)
    {
        var difference = (value ?? before) - before;
        var code = value is null ? 0UL : (ulong)((difference << 1) ^ (difference >> 63)) + 1;
        for (; code >= Base; code = code / Base - 1) text.Append(Digits[Base + (int)(code % Base)]);
        text.Append(Digits[(int)code]);
        return value ?? before;
    }
}
