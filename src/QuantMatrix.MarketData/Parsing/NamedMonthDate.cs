using System.Globalization;
using System.Text;

namespace QuantMatrix.MarketData.Parsing;

/// <summary>Parses dates with an English month name: 02-Jan-2025, Jan 2, 2025, 2 January 2025, 02JAN2025, Thu, 02 Jan 2025 00:00:00 GMT.</summary>
/// <remarks>Of two numbers without a four-digit year the first is the day and the second the year: 02-Jan-25.</remarks>
internal static class NamedMonthDate
{
    private const int MaxLength = 48, ShortName = 3;
    private static readonly string[] Months = CultureInfo.InvariantCulture.DateTimeFormat.MonthNames[..12];
    private static readonly string[] Weekdays = CultureInfo.InvariantCulture.DateTimeFormat.DayNames;

    public static bool TryParse(ReadOnlySpan<byte> text, out DateOnly date)
    {
        date = default;
        if (text.Length is < 6 or > MaxLength || !Ascii.IsValid(text) || !text.ContainsAnyInRange((byte)'A', (byte)'z')) return false;
        var numbers = new List<string>(2);
        var (month, at) = (0, 0);
        for (; at < text.Length && (numbers.Count < 2 || month == 0); at++)
        {
            var token = Token(text, at);
            at += Math.Max(token.Length - 1, 0);
            if (token.Length == 0 && !IsSeparator(text[at]) || token.Length > 0 && !Take(token, numbers, ref month)) return false;
        }
        return numbers.Count == 2 && month > 0 && IsClock(text[at..]) && TryDate(numbers, month, out date);
    }

    private static bool Take(string token, List<string> numbers, ref int month)
    {
        if (char.IsAsciiDigit(token[0])) return Add(numbers, token);
        if (IsName(token, Weekdays) >= 0 && month == 0 && numbers.Count == 0) return true;
        if (month > 0) return false;
        month = 1 + IsName(token, Months);
        return month > 0;
    }

    private static bool Add(List<string> numbers, string token)
    {
        numbers.Add(token);
        return numbers.Count <= 2;
    }

    private static bool TryDate(List<string> numbers, int month, out DateOnly date)
    {
        var (day, year) = numbers[0].Length == 4 ? (numbers[1], numbers[0]) : (numbers[0], numbers[1]);
        date = default;
        return day.Length <= 2 && year.Length is 2 or 4
            && new NumericDate(Int(day), month, Int(year), year.Length == 4, HasLongFirst: true).TryResolve(DateOrder.DayFirst, out date);
    }

    private static int Int(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    /// <summary>The digits, or the letters, from a position on.</summary>
    private static string Token(ReadOnlySpan<byte> text, int from)
    {
        var digits = char.IsAsciiDigit((char)text[from]);
        var to = from;
        while (to < text.Length && (digits ? char.IsAsciiDigit((char)text[to]) : char.IsAsciiLetter((char)text[to]))) to++;
        return Encoding.ASCII.GetString(text[from..to]);
    }

    /// <summary>The index of the name, in full or cut to three letters (and <c>Sept</c>); -1 for other text.</summary>
    private static int IsName(string token, string[] names) => token.Length < ShortName ? -1
        : Array.FindIndex(names, n => n.StartsWith(token, StringComparison.OrdinalIgnoreCase) && (token.Length is ShortName or 4 || token.Length == n.Length));

    private static bool IsSeparator(byte c) => c is (byte)' ' or (byte)'-' or (byte)'/' or (byte)',' or (byte)'.';

    private static bool IsClock(ReadOnlySpan<byte> rest)
    {
        rest = rest.TrimStart(" ,T"u8);
        return rest.IsEmpty || char.IsAsciiDigit((char)rest[0]) && rest.Contains((byte)':');
    }
}
