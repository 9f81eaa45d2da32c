namespace QuantMatrix.Model;

/// <summary>Sessions of the New York Stock Exchange: weekdays except rule-based holidays and special closures.</summary>
/// <remarks>Holiday rules in force since 1990 (NYSE Rule 7.2). Days 1950–2099 are tabulated, so each query is one lookup.</remarks>
public sealed class SessionCalendar
{
    public static readonly DateOnly First = new(1950, 1, 1);
    public static readonly DateOnly Last = new(2099, 12, 31);
    private static readonly int Origin = Day.Of(First);
    private static readonly TimeOnly RegularClose = new(16, 0), EarlyClose = new(13, 0);
    private readonly int[] sessionsBefore;
    private readonly Dictionary<DateOnly, TimeOnly> closes;

    /// <param name="closures">Closures outside the annual holidays.</param>
    /// <param name="closes">Closing times of sessions that closed early outside the rules.</param>
    public SessionCalendar(IEnumerable<DateOnly> closures, IReadOnlyDictionary<DateOnly, TimeOnly>? closes = null)
    {
        this.closes = new(closes ?? new Dictionary<DateOnly, TimeOnly>());
        var special = closures.ToArray();
        Array.Sort(special);
        Closures = special;
        var isClosed = new bool[Last.DayNumber - First.DayNumber + 1];
        foreach (var date in special) MarkClosed(isClosed, date);
        for (var year = First.Year; year <= Last.Year; year++)
            foreach (var date in Holidays.Of(year)) MarkClosed(isClosed, date);
        sessionsBefore = new int[isClosed.Length + 1];
        for (var i = 0; i < isClosed.Length; i++)
        {
            var isOpen = First.AddDays(i).DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !isClosed[i];
            sessionsBefore[i + 1] = sessionsBefore[i] + (isOpen ? 1 : 0);
        }
    }

    private static void MarkClosed(bool[] isClosed, DateOnly date)
    {
        if (date >= First && date <= Last) isClosed[date.DayNumber - First.DayNumber] = true;
    }

    /// <summary>The special closures, oldest first.</summary>
    public IReadOnlyList<DateOnly> Closures { get; }

    /// <summary>The number of sessions from 1950 until before <paramref name="day"/>; for a session, its ordinal number.</summary>
    /// <param name="day">Days since 1970-01-01, within 1950–2099.</param>
    public int SessionsBefore(int day) => sessionsBefore[day - Origin];

    public bool IsSession(DateOnly date) => date >= First && date <= Last && SessionsBefore(Day.Of(date) + 1) > SessionsBefore(Day.Of(date));

    /// <summary>The closing time of a session, exchange time.</summary>
    public TimeOnly Close(DateOnly session) =>
        closes.TryGetValue(session, out var close) ? close : EarlyCloses.Of(session.Year).Contains(session) ? EarlyClose : RegularClose;

    /// <summary>Sessions in <c>from .. to</c>, both ends included.</summary>
    public int Count(DateOnly from, DateOnly to) => to < from ? 0 : SessionsBefore(Day.Of(to) + 1) - SessionsBefore(Day.Of(from));

    /// <summary>Every session in <c>from .. to</c>, both ends included, oldest first.</summary>
    public IEnumerable<DateOnly> Sessions(DateOnly from, DateOnly to)
    {
        for (var date = from; date <= to; date = date.AddDays(1))
            if (IsSession(date)) yield return date;
    }

    /// <summary>The newest session on or before <paramref name="date"/>.</summary>
    public DateOnly AtOrBefore(DateOnly date)
    {
        while (!IsSession(date)) date = date.AddDays(-1);
        return date;
    }

    /// <inheritdoc cref="AtOrBefore(DateOnly)"/>
    /// <param name="day">Days since 1970-01-01, within 1950–2099.</param>
    public int AtOrBefore(int day)
    {
        while (SessionsBefore(day + 1) == SessionsBefore(day)) day--;
        return day;
    }

    /// <summary>The oldest session on or after <paramref name="date"/>.</summary>
    public DateOnly AtOrAfter(DateOnly date)
    {
        while (!IsSession(date)) date = date.AddDays(1);
        return date;
    }

    /// <summary>The session <paramref name="count"/> sessions before the newest one on or before <paramref name="date"/>.</summary>
    public DateOnly Back(DateOnly date, int count)
    {
        for (date = AtOrBefore(date); count > 0; count--) date = AtOrBefore(date.AddDays(-1));
        return date;
    }
}
