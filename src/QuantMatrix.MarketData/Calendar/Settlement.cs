using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Calendar;

/// <summary>Decides which sessions are settled: closed, and past a grace period in which the bar may still change.</summary>
/// <param name="grace">Time after the close for late prints; 30 minutes when null.</param>
public sealed class Settlement(SessionCalendar calendar, TimeSpan? grace = null)
{
    public static readonly TimeSpan DefaultGrace = TimeSpan.FromMinutes(30);

    private readonly TimeSpan grace = grace ?? DefaultGrace;

    /// <summary>The instant from which the session's bar is settled.</summary>
    public DateTimeOffset SettledFrom(DateOnly session) => ExchangeTime.At(session, calendar.Close(session)) + grace;

    public bool IsSettled(DateOnly session, DateTimeOffset now) => now >= SettledFrom(session);

    /// <summary>The newest settled session.</summary>
    public DateOnly LastSettled(DateTimeOffset now)
    {
        var session = calendar.AtOrBefore(ExchangeTime.DateOf(now));
        while (!IsSettled(session, now)) session = calendar.AtOrBefore(session.AddDays(-1));
        return session;
    }
}

/// <summary>Converts between UTC and the exchange's local time (New York), which determines the date of a session.</summary>
public static class ExchangeTime
{
    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    /// <summary>The exchange's date at an instant.</summary>
    public static DateOnly DateOf(DateTimeOffset instant) => DateOnly.FromDateTime(Of(instant));

    /// <summary>The exchange's date and time at an instant.</summary>
    public static DateTime Of(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, NewYork).DateTime;

    /// <summary>The instant, in UTC, of an exchange time within session hours; those are never ambiguous at a clock change.</summary>
    public static DateTimeOffset At(DateOnly date, TimeOnly time) => new(TimeZoneInfo.ConvertTimeToUtc(date.ToDateTime(time), NewYork));
}
