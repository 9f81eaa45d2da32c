using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Coverage;

/// <summary>Up to which session bars must be stored by now.</summary>
internal static class LastDue
{
    /// <summary>A replay is measured by its own «today», a live source by the clock: stored bars cannot tell that newer ones should be there.</summary>
    public static DateOnly Of(RunContext run, int dueHourUtc)
    {
        var asked = run.Calendar.AtOrBefore(run.AsOf);
        if (run.Sources.IsLocal) return asked;
        var due = At(run.Calendar, run.Time.GetUtcNow(), dueHourUtc);
        return run.AsOfGiven && asked < due ? asked : due;
    }

    /// <summary>The bars of a session are due from an hour of the next day on, when the nightly run has had its time; until then nobody is behind.</summary>
    public static DateOnly At(SessionCalendar calendar, DateTimeOffset now, int dueHourUtc) =>
        calendar.AtOrBefore(DateOnly.FromDateTime(now.UtcDateTime.AddHours(-dueHourUtc)).AddDays(-1));
}
