namespace QuantMatrix.Batch.Schedules;

/// <summary>Moves the times of a cron expression by some minutes, across midnight into the neighboring day.</summary>
internal static class CronShift
{
    private const int Day = 24 * 60;

    /// <summary>As few lines as possible. Ends of months are not considered: the caller compares the times.</summary>
    public static IReadOnlyList<CronFields> By(CronFields cron, int minutes)
    {
        var moved = cron.Hours.Values.SelectMany(hour => cron.Minutes.Values.Select(minute => (hour * 60) + minute + minutes))
            .Select(time => (Days: cron.RestrictsDate ? (int)Math.Floor(time / (double)Day) : 0, Time: ((time % Day) + Day) % Day));
        var lines = moved.GroupBy(m => m.Days, m => m.Time).OrderBy(day => day.Key).SelectMany(day => Lines(OnDay(cron, day.Key), day));
        return [.. lines.Where(line => line.Days.Values.Count > 0)];
    }

    /// <summary>A line has every hour with every minute, so minutes share a line when they have the same hours.</summary>
    private static IEnumerable<CronFields> Lines(CronFields cron, IEnumerable<int> times) => times
        .GroupBy(time => time % 60, time => time / 60)
        .Select(minute => (Minute: minute.Key, Hours: minute.Distinct().Order().ToList()))
        .GroupBy(m => string.Join(',', m.Hours))
        .Select(same => cron with
        {
            Minutes = new(CronRange.Minute, [.. same.Select(m => m.Minute).Order()]),
            Hours = new(CronRange.Hour, same.First().Hours),
        });

    private static CronFields OnDay(CronFields cron, int days) => days == 0 ? cron : cron with
    {
        Days = cron.Days.IsAll ? cron.Days : cron.Days with { Values = [.. cron.Days.Values.Select(d => d + days).Where(d => d is >= 1 and <= 31)] },
        Weekdays = cron.Weekdays with { Values = [.. cron.Weekdays.Values.Select(d => (d + days + 7) % 7).Order()] },
    };
}
