using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Calendar;

/// <summary>Which sessions are settled: a bar counts only once its session has closed and the grace has passed; before that it may still change.</summary>
/// <param name="grace">After the close, for late prints; half an hour when not given.</param>
public sealed class Settlement(SessionCalendar calendar, TimeSpan? grace = null)
{
    public static readonly TimeSpan DefaultGrace = TimeSpan.FromMinutes(30);

    private readonly TimeSpan grace = grace ?? DefaultGrace;

    /// <summary>The first instant at which the session's bar is settled.</summary>
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
