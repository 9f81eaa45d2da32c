using QuantMatrix.Batch.Config;
using QuantMatrix.MarketData.Calendar;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Coverage;

/// <summary>When each session must be published: the first <c>freshness.by</c> after its bars are settled. Days without a session have no deadline.</summary>
/// <param name="settledAfter">Time after the close until bars are settled.</param>
internal sealed class PublicationDeadline(SessionCalendar calendar, FreshnessSettings settings, TimeSpan settledAfter)
{
    private readonly Settlement settlement = new(calendar, settledAfter);

    public DateTimeOffset Of(DateOnly session)
    {
        var settled = settlement.SettledFrom(session);
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(settled, settings.Tz).DateTime);
        while (At(day) < settled) day = day.AddDays(1);
        return At(day);
    }

    /// <summary>The newest session whose deadline has passed.</summary>
    public DateOnly LastDue(DateTimeOffset now)
    {
        var session = calendar.AtOrBefore(DateOnly.FromDateTime(now.UtcDateTime));
        while (Of(session) > now) session = calendar.AtOrBefore(session.AddDays(-1));
        return session;
    }

    /// <summary>The time on a day; one that clocks skip is an hour later, one that occurs twice is the second.</summary>
    private DateTimeOffset At(DateOnly day)
    {
        var local = day.ToDateTime(settings.By);
        return new(TimeZoneInfo.ConvertTimeToUtc(settings.Tz.IsInvalidTime(local) ? local.AddHours(1) : local, settings.Tz));
    }
}
