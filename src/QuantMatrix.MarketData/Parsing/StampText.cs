using System.Buffers.Text;
using System.Globalization;
using System.Text;
using QuantMatrix.MarketData.Calendar;

namespace QuantMatrix.MarketData.Parsing;

/// <summary>Parses the date and time of an intraday bar to the exchange's time.</summary>
/// <remarks>
/// <c>2025-06-16 09:35</c>, with seconds or without, after a space or T, is the exchange's time; with Z or an offset, or as Unix seconds to nanoseconds, it
/// is an instant. A date alone is no time of a bar.
/// </remarks>
internal static class StampText
{
    private const int SecondsDigits = 10, MillisecondsDigits = 13, MicrosecondsDigits = 16, NanosecondsDigits = 19;

    private static readonly string[] Local =
    [
        "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss",
        "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF",
    ];

    private static readonly string[] WithOffset = [.. Local.Select(form => form + "zzz"), .. Local.Select(form => form + "'Z'")];

    public static bool TryParse(ReadOnlySpan<byte> text, out DateTime time)
    {
        if (TryUnix(text, out var instant))
        {
            time = ExchangeTime.Of(instant);
            return true;
        }
        Span<char> chars = stackalloc char[40];
        time = default;
        if (text.Length is 0 or > 40) return false;
        chars = chars[..Encoding.Latin1.GetChars(text, chars)];
        if (DateTime.TryParseExact(chars, Local, CultureInfo.InvariantCulture, DateTimeStyles.None, out time)) return true;
        if (!DateTimeOffset.TryParseExact(chars, WithOffset, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out instant)) return false;
        time = ExchangeTime.Of(instant);
        return true;
    }

    private static bool TryUnix(ReadOnlySpan<byte> text, out DateTimeOffset instant)
    {
        instant = default;
        if (!Utf8Parser.TryParse(text, out long number, out var used) || used != text.Length || number <= 0) return false;
        long? seconds = text.Length switch
        {
            SecondsDigits => number,
            MillisecondsDigits => number / 1_000,
            MicrosecondsDigits => number / 1_000_000,
            NanosecondsDigits => number / 1_000_000_000,
            _ => null,
        };
        if (seconds is { } known) instant = DateTimeOffset.FromUnixTimeSeconds(known);
        return seconds is not null;
    }
}
