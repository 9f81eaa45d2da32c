namespace QuantMatrix.Model;

/// <summary>The sessions that end at 13:00 by rule: around Independence Day, after Thanksgiving and on Christmas Eve.</summary>
internal static class EarlyCloses
{
    private const int FirstAutumn = 1993, FirstJuly = 1995, FirstWednesday = 2013;

    /// <summary>Where the day falls on a holiday or a weekend, there is no early close.</summary>
    public static IEnumerable<DateOnly> Of(int year)
    {
        if (year >= FirstJuly) yield return Independence(year);
        if (year < FirstAutumn) yield break;
        yield return Holidays.Thanksgiving(year).AddDays(1);
        yield return new DateOnly(year, 12, 24);
    }

    /// <summary>The day before; until 2012 the Friday after a Thursday.</summary>
    private static DateOnly Independence(int year)
    {
        var holiday = new DateOnly(year, 7, 4);
        return holiday.AddDays(holiday.DayOfWeek == DayOfWeek.Thursday && year < FirstWednesday ? 1 : -1);
    }
}
