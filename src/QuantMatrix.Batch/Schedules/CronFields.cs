using Cronos;

namespace QuantMatrix.Batch.Schedules;

/// <summary>A cron expression as sets of values, in the part of the language that all schedulers share.</summary>
internal sealed record CronFields(CronField Minutes, CronField Hours, CronField Days, CronField Months, CronField Weekdays)
{
    private static readonly Dictionary<string, string> Macros = new(StringComparer.OrdinalIgnoreCase)
    {
        ["@yearly"] = "0 0 1 1 *", ["@annually"] = "0 0 1 1 *", ["@monthly"] = "0 0 1 * *", ["@weekly"] = "0 0 * * 0",
        ["@daily"] = "0 0 * * *", ["@midnight"] = "0 0 * * *", ["@hourly"] = "0 * * * *", ["@every_minute"] = "* * * * *",
    };

    /// <summary>Cron runs a line when the day of the month or the day of the week matches, this program when both do.</summary>
    public bool RestrictsBothDays => !Days.IsAll && !Weekdays.IsAll;

    /// <summary>Whether the day matters.</summary>
    public bool RestrictsDate => !Days.IsAll || !Weekdays.IsAll || !Months.IsAll;

    /// <param name="cron">A valid expression of Cronos.</param>
    /// <returns>Null for forms that not every scheduler has: L, W and #.</returns>
    public static CronFields? Parse(string cron)
    {
        var parts = Macros.GetValueOrDefault(cron.Trim(), cron).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != 5) return null;
        CronRange[] ranges = [CronRange.Minute, CronRange.Hour, CronRange.Day, CronRange.Month, CronRange.Weekday];
        return parts.Zip(ranges, CronField.Parse).ToArray() is [{ } minutes, { } hours, { } days, { } months, { } weekdays]
            ? new(minutes, hours, days, months, weekdays)
            : null;
    }

    public CronExpression Expression => CronExpression.Parse(ToString());

    public override string ToString() => $"{Minutes} {Hours} {Days} {Months} {Weekdays}";

    /// <summary>A calendar event of systemd, without its time zone: <c>Mon..Fri *-*-* 03:00:00</c>.</summary>
    public string ToSystemd() =>
        $"{(Weekdays.IsAll ? "" : SystemdWeekdays() + " ")}*-{Months.ToSystemd()}-{Days.ToSystemd()} {Hours.ToSystemd()}:{Minutes.ToSystemd()}:00";

    /// <summary>Systemd's week begins on Monday.</summary>
    private string SystemdWeekdays()
    {
        var days = CronField.Runs([.. Weekdays.Values.Select(day => day == 0 ? 7 : day).Order()]);
        return string.Join(',', days.Select(run => run.First == run.Last ? Name(run.First) : $"{Name(run.First)}..{Name(run.Last)}"));

        static string Name(int day) => $"{(DayOfWeek)(day % 7)}"[..3];
    }
}
