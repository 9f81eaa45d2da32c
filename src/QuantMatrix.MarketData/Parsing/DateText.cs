using System.Buffers;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Parsing;

/// <summary>Parses session dates; a time of day is ignored.</summary>
/// <remarks>
/// Year first (2017-01-03, 2017/1/3, 20170103), with a month name (03-Jan-2017), Unix time (1483401600), or three numbers whose order must be given.
/// </remarks>
public static class DateText
{
    private static readonly SearchValues<byte> TimeOfDay = SearchValues.Create("0123456789:.+- TZAPMapm"u8);

    /// <summary>Null and the day, or why the text is not a date.</summary>
    internal static string? Fault(ReadOnlySpan<byte> text, out int day, DateOrder order = DateOrder.MonthFirst)
    {
        day = TryParse(text, order, out var date) ? Day.Of(date) : int.MinValue;
        return day != int.MinValue ? null : text.IsEmpty ? "date is empty" : $"'{FieldText.Short(text)}' is not a date";
    }

    /// <summary>Reads three numbers month first, as American providers write them.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out DateOnly date) => TryParse(text, DateOrder.MonthFirst, out date);

    internal static bool TryParse(ReadOnlySpan<byte> text, DateOrder order, out DateOnly date)
    {
        if (TryIso(text, out date)) return IsTimeOfDay(text[10..]);
        return NumericDate.TryRead(text, out var numbers) ? numbers.TryResolve(order, out date)
            : TryCompact(text, out date) || TryYearFirst(text, out date) || EpochText.TryParse(text, out date) || NamedMonthDate.TryParse(text, out date);
    }

    private static bool TryIso(ReadOnlySpan<byte> t, out DateOnly date)
    {
        date = default;
        return t.Length >= 10 && t[4] == '-' && t[7] == '-'
            && TryNumber(t[..4], out var y) && TryNumber(t[5..7], out var m) && TryNumber(t[8..10], out var d)
            && TryDate(y, m, d, out date);
    }

    internal static bool TryCompact(ReadOnlySpan<byte> t, out DateOnly date)
    {
        date = default;
        return t.Length >= 8 && TryNumber(t[..8], out var n) && IsTimeOfDay(t[8..]) && TryDate(n / 10_000, n / 100 % 100, n % 100, out date);
    }

    /// <summary>A four-digit year, then month and day of one or two digits: 2017-1-3, 2017/01/03, 2017.01.03.</summary>
    private static bool TryYearFirst(ReadOnlySpan<byte> t, out DateOnly date)
    {
        date = default;
        if (t.Length < 8 || t[4] is not ((byte)'-' or (byte)'/' or (byte)'.')) return false;
        var second = 5 + t[5..].IndexOf(t[4]);
        if (second is < 6 or > 7 || second + 1 == t.Length) return false;
        var end = second + 1;
        while (end < t.Length && end <= second + 2 && char.IsAsciiDigit((char)t[end])) end++;
        return TryNumber(t[..4], out var y) && TryNumber(t[5..second], out var m) && TryNumber(t[(second + 1)..end], out var d)
            && IsTimeOfDay(t[end..]) && TryDate(y, m, d, out date);
    }

    /// <summary>The value of a few digits.</summary>
    internal static int Number(ReadOnlySpan<byte> digits) => TryNumber(digits, out var number) ? number : 0;

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

    internal static bool TryDate(int year, int month, int day, out DateOnly date)
    {
        date = default;
        if (year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        date = new DateOnly(year, month, day);
        return true;
    }

    /// <summary>Empty, or the time part of a date-time: <c>T00:00:00Z</c>, <c> 12:00:00 AM</c>, <c> 16:00:00-05:00</c>.</summary>
    internal static bool IsTimeOfDay(ReadOnlySpan<byte> rest)
    {
        if (rest.IsEmpty) return true;
        if (rest.Length < 2 || rest[0] is not ((byte)' ' or (byte)'T')) return false;
        return rest[1] is >= (byte)'0' and <= (byte)'9' && !rest.ContainsAnyExcept(TimeOfDay);
    }
}
