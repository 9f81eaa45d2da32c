using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Doctor;

/// <summary>Judges the clock, the zone data and the range of the calendar.</summary>
internal static class TimeRules
{
    private const int FirstYear = 2024, LastYear = 2099, DaysAhead = 60, DaysIdle = 730;
    private const string Exchange = "America/New_York";

    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <param name="newest">The newest thing that was made by this clock: a run, a commit or the build.</param>
    public static Checkup Clock(DateTimeOffset now, (string What, DateTimeOffset At)? newest)
    {
        const string what = "clock", set = "timedatectl set-ntp true";
        var text = RunState.Time(now);
        if (now.Year is < FirstYear or > LastYear) return Checkup.Fail(what, $"{text}; expected a year from {FirstYear} to {LastYear}", set);
        if (newest is not { } evidence) return Checkup.Ok(what, text);
        if (evidence.At > now + Tolerance)
            return Checkup.Fail(what, $"{text}, but {evidence.What} is of {RunState.Time(evidence.At)}: the clock is behind now, or was ahead then", set);
        var idle = (now - evidence.At).Days;
        return idle <= DaysIdle ? Checkup.Ok(what, text)
            : Checkup.Warn(what, $"{text}, {Plural.Of(idle, "day")} after {evidence.What}, the newest of this data root", "timedatectl status");
    }

    /// <param name="zones">Of the schedules and settings.</param>
    /// <param name="find">Null for a zone the system does not know.</param>
    public static Checkup Zones(IEnumerable<string> zones, Func<string, TimeZoneInfo?> find)
    {
        var names = zones.Prepend(Exchange).Distinct().ToList();
        var missing = names.Where(name => find(name) is null).ToList();
        if (missing.Count > 0) return Checkup.Fail("time zones", $"no zone data for {string.Join(", ", missing)}", "apt-get install -y tzdata");
        var (winter, summer) = (Offset(new DateTime(2026, 1, 15)), Offset(new DateTime(2026, 7, 15)));
        return (winter, summer) == (-5, -4) ? Checkup.Ok("time zones", string.Join(", ", names))
            : Checkup.Fail("time zones", $"{Exchange} is {winter:+0;-0} h in January and {summer:+0;-0} h in July; expected -5 and -4",
                "apt-get install -y --reinstall tzdata");

        double Offset(DateTime day) => find(Exchange)!.GetUtcOffset(day).TotalHours;
    }

    /// <param name="last">The last day of the calendar.</param>
    public static Checkup Calendar(DateOnly today, DateOnly last)
    {
        var ahead = last.DayNumber - today.DayNumber;
        var text = $"sessions of the NYSE to {last:yyyy-MM-dd}";
        return ahead > DaysAhead ? Checkup.Ok("calendar", text)
            : Checkup.Fail("calendar", $"{text}, {(ahead < 0 ? "which has passed" : Plural.Of(ahead, "day") + " ahead")}; expected more than {DaysAhead} days",
                "git pull && ./run.sh build   # a version whose calendar reaches further");
    }
}
