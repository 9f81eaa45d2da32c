using System.Globalization;
using QuantMatrix.Model;

namespace QuantMatrix.Broker.Flex.Reader;

/// <summary>Parses values as the broker writes them: several date formats, several separators before a time, thousands separators.</summary>
public static class FlexText
{
    private static readonly string[] Dates = ["yyyyMMdd", "yyyy-MM-dd", "dd-MMM-yy", "MM/dd/yyyy", "MM/dd/yy"];
    private static readonly string[] DayFirstDates = ["yyyyMMdd", "yyyy-MM-dd", "dd-MMM-yy", "dd/MM/yyyy", "dd/MM/yy"];
    private static readonly string[] Times = ["HHmmss", "HH:mm:ss", "HHmm", "HH:mm"];

    private const NumberStyles Amount =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands | NumberStyles.AllowExponent;

    /// <summary>The trimmed text; null for the broker's placeholders of a missing value.</summary>
    public static string? Value(string? text) => text?.Trim() is null or "" or "-" or "--" or "N/A" or "MULTI" ? null : text.Trim();

    public static bool TryNumber(ReadOnlySpan<char> text, out decimal number) => decimal.TryParse(text, Amount, CultureInfo.InvariantCulture, out number);

    /// <param name="isSum">Whether two numbers that a semicolon separates are added.</param>
    public static bool TryNumber(ReadOnlySpan<char> text, bool isSum, out decimal number)
    {
        var at = isSum ? text.IndexOf(';') : -1;
        if (at < 0) return TryNumber(text, out number);
        var valid = TryNumber(text[..at], out number) & TryNumber(text[(at + 1)..], out var second);
        number += second;
        return valid;
    }

    /// <summary>A date; a time after it must be valid and is ignored.</summary>
    public static bool TryDate(ReadOnlySpan<char> text, DayOrder order, out DateOnly date)
    {
        var valid = TryClock(text, order, out var clock);
        date = DateOnly.FromDateTime(clock);
        return valid;
    }

    /// <summary>A date with an optional time, midnight by default.</summary>
    public static bool TryClock(ReadOnlySpan<char> text, DayOrder order, out DateTime clock)
    {
        clock = default;
        var end = text.IndexOfAny(';', ',', ' ');
        if (end < 0 && text.Length > 10 && text[10] == 'T') end = 10;
        if (!TryDay(end < 0 ? text : text[..end], order, out var date)) return false;
        var time = TimeOnly.MinValue;
        var rest = end < 0 ? "" : WithoutZone(text[end..].TrimStart(";, T"));
        if (!rest.IsEmpty && !TimeOnly.TryParseExact(rest, Times, CultureInfo.InvariantCulture, DateTimeStyles.None, out time)) return false;
        clock = date.ToDateTime(time);
        return true;
    }

    /// <summary>Tries the first format alone: nearly every report uses it, and that takes a third of the time.</summary>
    private static bool TryDay(ReadOnlySpan<char> text, DayOrder order, out DateOnly date) =>
        DateOnly.TryParseExact(text, Dates[0], CultureInfo.InvariantCulture, DateTimeStyles.None, out date)
        || DateOnly.TryParseExact(
            text, order == DayOrder.DayFirst ? DayFirstDates : Dates, CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    /// <summary>Drops a zone such as <c>EST</c>, the broker's name for its own local time.</summary>
    private static ReadOnlySpan<char> WithoutZone(ReadOnlySpan<char> time)
    {
        var space = time.LastIndexOf(' ');
        return space > 0 && time[(space + 1)..] is { Length: >= 2 and <= 4 } zone && !zone.ContainsAnyExceptInRange('A', 'Z') ? time[..space].TrimEnd() : time;
    }
}

/// <summary>Amounts in the precision of the tables.</summary>
internal static class FlexNumber
{
    /// <summary>Decimal places.</summary>
    public const int Scale = TypeMap.AmountScale;

    private const decimal Limit = 10_000_000_000_000_000m;

    /// <summary>Rounds to twelve decimal places; the broker occasionally writes more for a price or a rate, never for money.</summary>
    /// <returns>False with more than sixteen digits before the decimal point.</returns>
    public static bool TryFit(decimal number, out decimal fitted)
    {
        fitted = decimal.Round(number, Scale);
        return Math.Abs(fitted) < Limit;
    }

    /// <summary>Without trailing zeros.</summary>
    public static string Short(decimal number) => number.ToString("0.############", CultureInfo.InvariantCulture);
}
