using System.Globalization;

namespace QuantMatrix.MarketData.Parsing;

/// <summary>Parses Unix time in seconds, milliseconds, microseconds or nanoseconds; the number of digits decides.</summary>
/// <remarks>
/// A daily bar is stamped at midnight UTC, or at an instant of the session (midnight, open or close in New York). So midnight UTC is its own date, and any
/// other instant the date in New York. Digits that start like 20250102 are a date and time run together, and refused.
/// </remarks>
internal static class EpochText
{
    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    public static bool TryParse(ReadOnlySpan<byte> text, out DateOnly date)
    {
        date = default;
        var point = text.IndexOf((byte)'.');
        if (point >= 0 && text[(point + 1)..].ContainsAnyExceptInRange((byte)'0', (byte)'9')) return false;
        var whole = point < 0 ? text : text[..point];
        if (!long.TryParse(whole, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return false;
        if (whole.Length > 8 && DateText.TryCompact(whole[..8], out var compact) && compact.Year is >= 1900 and < 2100) return false;
        var unitsPerSecond = (whole.Length - (whole[0] is (byte)'-' or (byte)'+' ? 1 : 0)) switch
        {
            9 or 10 => 1,
            12 or 13 => 1_000,
            15 or 16 => 1_000_000,
            18 or 19 => 1_000_000_000,
            _ => 0,
        };
        if (unitsPerSecond == 0) return false;
        var instant = DateTimeOffset.FromUnixTimeSeconds(number / unitsPerSecond);
        date = DateOnly.FromDateTime((instant.TimeOfDay == TimeSpan.Zero ? instant : TimeZoneInfo.ConvertTime(instant, NewYork)).DateTime);
        return true;
    }
}
