using System.Buffers;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Parsing;

/// <summary>Parses session dates: 2017-01-03, 20170103, 1/3/2017 or 01/03/17 (month first); a time of day is ignored.</summary>
public static class DateText
{
    private const int TwoDigitYearPivot = 50; // a two-digit year below it is 20xx
    private static readonly SearchValues<byte> TimeOfDay = SearchValues.Create("0123456789:.+- TZAPMapm"u8);

    /// <summary>Null and the day, or why the text is not a date.</summary>
    internal static string? Fault(ReadOnlySpan<byte> text, out int day)
    {
        day = TryParse(text, out var date) ? Day.Of(date) : int.MinValue;
        return day != int.MinValue ? null : text.IsEmpty ? "date is empty" : $"'{FieldText.Short(text)}' is not a date";
    }

    public static bool TryParse(ReadOnlySpan<byte> text, out DateOnly date)
    {
        if (TryIso(text, out date)) return IsTimeOfDay(text[10..]);
        var stop = text.IndexOfAny((byte)' ', (byte)'T');
        var day = stop < 0 ? text : text[..stop];
        return (TryCompact(day, out date) || TryMonthFirst(day, out date)) && (stop < 0 || IsTimeOfDay(text[stop..]));
    }

    private static bool TryIso(ReadOnlySpan<byte> t, out DateOnly date)
    {
        date = default;
        return t.Length >= 10 && t[4] == '-' && t[7] == '-'
            && TryNumber(t[..4], out var y) && TryNumber(t[5..7], out var m) && TryNumber(t[8..10], out var d)
            && TryDate(y, m, d, out date);
    }

    private static bool TryCompact(ReadOnlySpan<byte> t, out DateOnly date)
    {
        date = default;
        return t.Length == 8 && TryNumber(t, out var n) && TryDate(n / 10_000, n / 100 % 100, n % 100, out date);
    }

    private static bool TryMonthFirst(ReadOnlySpan<byte> t, out DateOnly date)
    {
        date = default;
        var first = t.IndexOf((byte)'/');
        var last = t.LastIndexOf((byte)'/');
        if (first is < 1 or > 2 || last - first is < 2 or > 3) return false;
        var year = t[(last + 1)..];
        if (year.Length is not (2 or 4)) return false;
        return TryNumber(t[..first], out var m) && TryNumber(t[(first + 1)..last], out var d) && TryNumber(year, out var y)
            && TryDate(year.Length == 4 ? y : y + (y < TwoDigitYearPivot ? 2000 : 1900), m, d, out date);
    }

    private static bool TryNumber(ReadOnlySpan<byte> digits, out int number)
    {
        number = 0;
        foreach (var c in digits)
        {
            if (c is < (byte)'0' or > (byte)'9') return false;
            number = number * 10 + (c - '0');
        }
        return true;
    }

    private static bool TryDate(int year, int month, int day, out DateOnly date)
    {
        date = default;
        if (year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        date = new DateOnly(year, month, day);
        return true;
    }

    /// <summary>Empty, or the time part of a date-time: <c>T00:00:00Z</c>, <c> 12:00:00 AM</c>, <c> 16:00:00-05:00</c>.</summary>
    private static bool IsTimeOfDay(ReadOnlySpan<byte> rest)
    {
        if (rest.IsEmpty) return true;
        if (rest.Length < 2 || rest[0] is not ((byte)' ' or (byte)'T')) return false;
        return rest[1] is >= (byte)'0' and <= (byte)'9' && !rest.ContainsAnyExcept(TimeOfDay);
    }
}
