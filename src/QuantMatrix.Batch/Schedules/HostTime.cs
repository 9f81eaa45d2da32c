using Cronos;
using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Batch.Schedules;

/// <summary>Converts a schedule to crontab lines in the time zone of a host, if there are lines with exactly the same times.</summary>
/// <remarks>Each difference between the two zones gives a candidate; only one whose times are all those of the schedule is used.</remarks>
internal sealed class HostTime(TimeZoneInfo host, DateTimeOffset now)
{
    /// <summary>Long enough for every change to and from daylight saving time and for a February of 28 days.</summary>
    private static readonly TimeSpan Horizon = TimeSpan.FromDays(800);

    /// <summary>Whether a schedule has the times of the fields that were read from its expression.</summary>
    public static bool Agrees(Schedule schedule, CronFields fields, DateTimeOffset now) =>
        new HostTime(TimeZones.Find(schedule.TimeZone), now).Lines(schedule, fields) is [_];

    /// <returns>Null when no lines have the same times.</returns>
    public IReadOnlyList<CronFields>? Lines(Schedule schedule, CronFields fields)
    {
        var zone = TimeZones.Find(schedule.TimeZone);
        List<DateTimeOffset> due = [.. Due(CronExpression.Parse(schedule.Cron), zone)];
        return Differences(zone).Select(minutes => CronShift.By(fields, minutes)).FirstOrDefault(lines => Times(lines).SequenceEqual(due));
    }

    /// <summary>Why no lines have the same times: two local times of the schedule that differ, if there are.</summary>
    public string Reason(Schedule schedule)
    {
        var zone = TimeZones.Find(schedule.TimeZone);
        var times = Due(CronExpression.Parse(schedule.Cron), zone)
            .Select(t => (In: TimeZoneInfo.ConvertTime(t, zone).TimeOfDay, Host: TimeZoneInfo.ConvertTime(t, host)));
        var (time, first) = times.First();
        return times.FirstOrDefault(t => t.In == time && t.Host.TimeOfDay != first.TimeOfDay).Host is { Ticks: > 0 } other
            ? $"is {Text(first)} and {Text(other)} in {host.Id}, because of daylight saving time"
            : $"falls on days that no crontab line in {host.Id} describes";
    }

    private static string Text(DateTimeOffset time) => $"{time:HH:mm} on {time:yyyy-MM-dd}";

    private IEnumerable<DateTimeOffset> Times(IReadOnlyList<CronFields> lines) => lines is [var only]
        ? Due(only.Expression, host)
        : lines.SelectMany(line => Due(line.Expression, host)).Distinct().Order();

    private IEnumerable<DateTimeOffset> Due(CronExpression cron, TimeZoneInfo zone) =>
        cron.GetOccurrences(now, now + Horizon, zone).Select(t => t.ToUniversalTime());

    /// <summary>The minutes by which the host's clock is ahead of the schedule's, the present ones first.</summary>
    private IEnumerable<int> Differences(TimeZoneInfo zone) => Enumerable.Range(0, Horizon.Days)
        .Select(day => now.AddDays(day)).Select(t => (int)(host.GetUtcOffset(t) - zone.GetUtcOffset(t)).TotalMinutes).Distinct();
}
