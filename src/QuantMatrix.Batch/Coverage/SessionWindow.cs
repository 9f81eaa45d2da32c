using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Coverage;

/// <summary>The sessions under review, each with its place: 0 for the oldest.</summary>
internal sealed class SessionWindow(SessionCalendar calendar, DateOnly last, int sessions)
{
    public IReadOnlyList<DateOnly> Sessions { get; } = [.. calendar.Sessions(calendar.Back(last, sessions - 1), last)];

    public int Count => Sessions.Count;

    public DateOnly First => Sessions[0];

    public DateOnly Last => Sessions[^1];

    /// <summary>The place of the first session on or after a date: 0 for any date before the window, <see cref="Count"/> for any after it.</summary>
    public int PlaceFrom(DateOnly date) => date <= First ? 0 : date > Last ? Count : calendar.Count(First, date.AddDays(-1));

    /// <summary>The place of a session; null for a date that is not a session or is outside the window.</summary>
    public int? PlaceOf(DateOnly date) => date >= First && date <= Last && calendar.IsSession(date) ? PlaceFrom(date) : null;

    /// <summary>The number of sessions after a date.</summary>
    public int Behind(DateOnly date) => calendar.Count(date.AddDays(1), Last);
}

/// <summary>The newest session whose bars must be stored by now.</summary>
internal static class LastDueSession
{
    /// <summary>
    /// A replay is measured by the newest session of its folder, refused rows included; a run that fetches by its own session; any other by the
    /// deadline: stored bars cannot show that newer ones are due.
    /// </summary>
    public static DateOnly Of(RunContext run, PublicationDeadline deadline, QuarantinedSessions quarantined)
    {
        var requested = run.Calendar.AtOrBefore(run.AsOf);
        if (run.Sources.IsLocal)
        {
            var refused = run.AsOfGiven ? null : quarantined.NewestInFolder(run.Calendar, DateOnly.FromDateTime(run.Time.GetUtcNow().UtcDateTime));
            return refused > requested ? refused.Value : requested;
        }
        var due = deadline.LastDue(run.Time.GetUtcNow());
        return run.FetchesBars || (run.AsOfGiven && requested < due) ? requested : due;
    }
}
