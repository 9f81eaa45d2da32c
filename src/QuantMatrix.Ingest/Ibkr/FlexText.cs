using System.Globalization;

namespace QuantMatrix.Ingest;

/// <summary>Values as the broker writes them: four forms of a date, three signs between a date and a time, commas between thousands.</summary>
public static class FlexText
{
    private static readonly string[] Dates = ["yyyyMMdd", "yyyy-MM-dd", "MM/dd/yyyy", "dd-MMM-yy"];
    private static readonly string[] Times = ["HHmmss", "HH:mm:ss", "HHmm", "HH:mm"];
    private static readonly string[] Nothing = ["-", "--", "N/A", "MULTI"];

    private const NumberStyles Amount = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands | NumberStyles.AllowExponent;

    /// <summary>The text, or null for what stands for «no value».</summary>
    public static string? Value(string? text) => text?.Trim() is { Length: > 0 } value && !Nothing.Contains(value) ? value : null;

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
        if (!DateOnly.TryParseExact(end < 0 ? text : text[..end], Dates, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return false;
        var time = TimeOnly.MinValue;
        var rest = end < 0 ? "" : WithoutZone(text[end..].TrimStart(";, T"));
        if (!rest.IsEmpty && !TimeOnly.TryParseExact(rest, Times, CultureInfo.InvariantCulture, DateTimeStyles.None, out time)) return false;
        clock = date.ToDateTime(time);
        return true;
    }

    /// <summary>A clock's zone is not kept: <c>EST</c> is the broker's word for its own clock.</summary>
    private static ReadOnlySpan<char> WithoutZone(ReadOnlySpan<char> time) =>
        time.LastIndexOf(' ') is > 0 and var space && time[(space + 1)..] is { Length: >= 2 and <= 4 } zone && !zone.ContainsAnyExceptInRange('A', 'Z') ? time[..space].TrimEnd() : time;
}
