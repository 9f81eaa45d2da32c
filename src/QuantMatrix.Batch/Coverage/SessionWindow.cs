using QuantMatrix.Model;

namespace QuantMatrix.Batch.Coverage;

/// <summary>The sessions that are looked at, each with its place: 0 for the oldest.</summary>
internal sealed class SessionWindow(SessionCalendar calendar, DateOnly last, int sessions)
{
    public IReadOnlyList<DateOnly> Sessions { get; } = [.. calendar.Sessions(calendar.Back(last, sessions - 1), last)];

    public int Count => Sessions.Count;

    public DateOnly First => Sessions[0];

    public DateOnly Last => Sessions[^1];

    /// <summary>The place of the first session on or after a date: 0 for any date before the window, <see cref="Count"/> for any after it.</summary>
    public int PlaceFrom(DateOnly date) => date <= First ? 0 : date > Last ? Count : calendar.Count(First, date.AddDays(-1));

    /// <summary>The place of a session; null for a day that is none, or lies outside.</summary>
    public int? PlaceOf(DateOnly date) => date >= First && date <= Last && calendar.IsSession(date) ? PlaceFrom(date) : null;

    /// <summary>How many sessions came after a date.</summary>
    public int Behind(DateOnly date) => calendar.Count(date.AddDays(1), Last);
}
