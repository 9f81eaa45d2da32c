namespace QuantMatrix.Model;

/// <summary>The 5-minute slots of a session: slot 0 begins at 09:30 exchange time, whatever the season.</summary>
public static class SessionSlots
{
    public const int Minutes = 5;

    /// <summary>Slots of a session that closes at 16:00.</summary>
    public const int Regular = 78;

    /// <summary>Slots of an hour, and of the opening range of 30 minutes.</summary>
    public const int Hour = 12, OpeningRange = 6;

    private static readonly TimeSpan Open = new(9, 30, 0);

    /// <summary>The number of slots of a session: 78, or 42 when it closes at 13:00.</summary>
    public static int Count(SessionCalendar calendar, DateOnly session) => (int)(calendar.Close(session).ToTimeSpan() - Open).TotalMinutes / Minutes;

    /// <summary>The slot that contains a time of the exchange; negative before the open.</summary>
    public static int Of(TimeOnly time) => (int)Math.Floor((time.ToTimeSpan() - Open).TotalMinutes / Minutes);

    /// <summary>The time at which a slot begins.</summary>
    public static TimeOnly Begin(int slot) => TimeOnly.FromTimeSpan(Open + TimeSpan.FromMinutes(slot * Minutes));
}
