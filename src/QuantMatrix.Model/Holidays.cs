namespace QuantMatrix.Model;

/// <summary>The exchange's annual holidays by rule.</summary>
internal static class Holidays
{
    /// <summary>A Saturday holiday is observed on Friday, a Sunday holiday on Monday; New Year's Day on a Saturday is not observed (NYSE Rule 7.2).</summary>
    public static IEnumerable<DateOnly> Of(int year)
    {
        var newYear = new DateOnly(year, 1, 1);
        if (newYear.DayOfWeek != DayOfWeek.Saturday) yield return Observed(newYear);
        if (year >= 1998) yield return Nth(year, 1, DayOfWeek.Monday, 3);  // Martin Luther King Jr. Day
        yield return Nth(year, 2, DayOfWeek.Monday, 3);                    // Washington's Birthday
        yield return Easter(year).AddDays(-2);                             // Good Friday
        yield return LastMonday(year, 5);                                  // Memorial Day
        if (year >= 2022) yield return Observed(new DateOnly(year, 6, 19)); // Juneteenth
        yield return Observed(new DateOnly(year, 7, 4));
        yield return Nth(year, 9, DayOfWeek.Monday, 1);                    // Labor Day
        yield return Thanksgiving(year);
        yield return Observed(new DateOnly(year, 12, 25));
    }

    public static DateOnly Thanksgiving(int year) => Nth(year, 11, DayOfWeek.Thursday, 4);

    private static DateOnly Observed(DateOnly date) => date.DayOfWeek switch
    {
        DayOfWeek.Saturday => date.AddDays(-1),
        DayOfWeek.Sunday => date.AddDays(1),
        _ => date,
    };

    private static DateOnly Nth(int year, int month, DayOfWeek weekday, int n)
    {
        var first = new DateOnly(year, month, 1);
        return first.AddDays(((int)weekday - (int)first.DayOfWeek + 7) % 7 + 7 * (n - 1));
    }

    private static DateOnly LastMonday(int year, int month)
    {
        var last = new DateOnly(year, month, 1).AddMonths(1).AddDays(-1);
        return last.AddDays(-(((int)last.DayOfWeek + 6) % 7));
    }

    /// <summary>Easter Sunday, Gregorian calendar (Meeus/Jones/Butcher).</summary>
    private static DateOnly Easter(int year)
    {
        int a = year % 19, b = year / 100, c = year % 100;
        int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
        int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
        int m = (a + 11 * h + 22 * l) / 451;
        int month = (h + l - 7 * m + 114) / 31, day = (h + l - 7 * m + 114) % 31 + 1;
        return new DateOnly(year, month, day);
    }
}

/// <summary>Sessions that close at 13:00 by rule: around Independence Day, after Thanksgiving and on Christmas Eve.</summary>
internal static class EarlyCloses
{
    private const int FirstAutumn = 1993, FirstJuly = 1995, FirstWednesday = 2013;

    /// <summary>Dates may fall on a holiday or weekend; there is no early close then.</summary>
    public static IEnumerable<DateOnly> Of(int year)
    {
        if (year >= FirstJuly) yield return Independence(year);
        if (year < FirstAutumn) yield break;
        yield return Holidays.Thanksgiving(year).AddDays(1);
        yield return new DateOnly(year, 12, 24);
    }

    /// <summary>The day before; until 2012 the Friday after a Thursday holiday.</summary>
    private static DateOnly Independence(int year)
    {
        var holiday = new DateOnly(year, 7, 4);
        return holiday.AddDays(holiday.DayOfWeek == DayOfWeek.Thursday && year < FirstWednesday ? 1 : -1);
    }
}
