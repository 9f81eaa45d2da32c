using System.Globalization;

namespace QuantMatrix.Broker.Flex.Reader;

/// <summary>Values as the broker writes them: four forms of a date, three signs between a date and a time, commas between thousands.</summary>
public static class FlexText
{
    private static readonly string[] Dates = ["yyyyMMdd", "yyyy-MM-dd", "MM/dd/yyyy", "dd-MMM-yy"];
    private static readonly string[] Times = ["HHmmss", "HH:mm:ss", "HHmm", "HH:mm"];

    private const NumberStyles Amount = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands | NumberStyles.AllowExponent;

    /// <summary>The text, or null for what stands for «no value».</summary>
    public static string? Value(string? text) => text?.Trim() is null or "" or "-" or "--" or "N/A" or "MULTI" ? null : text.Trim();

    public static bool TryNumber(ReadOnlySpan<char> text, out decimal number) => decimal.TryParse(text, Amount, CultureInfo.InvariantCulture, out number);

    /// <summary>A date; a time behind it must be one and does not count.</summary>
    public static bool TryDate(ReadOnlySpan<char> text, out DateOnly date)
    {
        var whole = TryClock(text, out var clock);
        date = DateOnly.FromDateTime(clock);
        return whole;
    }

    /// <summary>A date and a time; midnight where there is no time.</summary>
    public static bool TryClock(ReadOnlySpan<char> text, out DateTime clock)
    {
        clock = default;
        var end = text.IndexOfAny(';', ',', ' ');
        if (end < 0 && text.Length > 10 && text[10] == 'T') end = 10;
        if (!TryDay(end < 0 ? text : text[..end], out var date)) return false;
        var time = TimeOnly.MinValue;
        var rest = end < 0 ? "" : WithoutZone(text[end..].TrimStart(";, T"));
        if (!rest.IsEmpty && !TimeOnly.TryParseExact(rest, Times, CultureInfo.InvariantCulture, DateTimeStyles.None, out time)) return false;
        clock = date.ToDateTime(time);
        return true;
    }

    /// <summary>The first form is nearly every report's and is tried by itself, in a third of the time.</summary>
    private static bool TryDay(ReadOnlySpan<char> text, out DateOnly date) =>
        DateOnly.TryParseExact(text, Dates[0], CultureInfo.InvariantCulture, DateTimeStyles.None, out date)
        || DateOnly.TryParseExact(text, Dates, CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    /// <summary>A clock's zone is not kept: <c>EST</c> is the broker's word for its own clock.</summary>
    private static ReadOnlySpan<char> WithoutZone(ReadOnlySpan<char> time) =>
        time.LastIndexOf(' ') is > 0 and var space && time[(space + 1)..] is { Length: >= 2 and <= 4 } zone && !zone.ContainsAnyExceptInRange('A', 'Z') ? time[..space].TrimEnd() : time;
}
