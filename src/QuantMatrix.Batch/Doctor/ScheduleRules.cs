using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Batch.Schedules;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Doctor;

/// <summary>A schedule with what it does.</summary>
/// <param name="Jobs">The jobs of its target.</param>
/// <param name="Fetches">Whether one of them fetches bars.</param>
/// <param name="Usual">The seconds its newest good run took; 0 when unknown.</param>
internal sealed record PlannedSchedule(Schedule Schedule, IReadOnlyCollection<string> Jobs, bool Fetches, double Usual);

/// <summary>Finds schedules that start in the same minute and write the same.</summary>
internal static class ScheduleRules
{
    private const string What = "schedules";

    /// <summary>Starts compared per pair; each step passes one of the rarer schedule.</summary>
    private const int MaxSteps = 2_000;

    public static IEnumerable<Checkup> Collisions(IReadOnlyList<PlannedSchedule> schedules, DateTimeOffset now)
    {
        var found = (from i in Enumerable.Range(0, schedules.Count)
                     from j in Enumerable.Range(i + 1, schedules.Count - i - 1)
                     select Pair(schedules[i], schedules[j], now)).OfType<Checkup>().ToList();
        return found.Count > 0 ? found : [Checkup.Ok(What, schedules.Count == 0 ? "none in jobs.yaml" : "none start in the same minute and write the same")];
    }

    /// <returns>Null when they do not write the same, or never start together.</returns>
    private static Checkup? Pair(PlannedSchedule a, PlannedSchedule b, DateTimeOffset now)
    {
        var shared = a.Jobs.Intersect(b.Jobs).Order(StringComparer.Ordinal).ToList();
        var isDouble = a.Schedule.Target == b.Schedule.Target || (a.Fetches && b.Fetches);
        if ((!isDouble && shared.Count == 0) || Next(a.Schedule, b.Schedule, now) is not { } next) return null;
        var text = $"{a.Schedule.Name} and {b.Schedule.Name} both start at {RunState.Time(next)} and write the same"
            + $" ({(shared.Count > 0 ? string.Join(", ", shared.Take(3)) + (shared.Count > 3 ? " …" : "") : "bars")})";
        var slower = a.Usual >= b.Usual ? a : b;
        if (slower.Usual > ScheduleSettings.WaitTime.TotalSeconds)
            return Checkup.Warn(What, $"{text}; the later one waits {ScheduleSettings.Wait}, but {slower.Schedule.Name} took {Minutes(slower)}", Fix(b));
        return isDouble ? Checkup.Warn(What, $"{text}; exported runs wait for each other, others are refused", Fix(b))
            : Checkup.Ok(What, $"{text}; exported runs wait up to {ScheduleSettings.Wait} for each other");
    }

    private static string Minutes(PlannedSchedule schedule) => Plural.Of((long)Math.Round(schedule.Usual / 60), "minute");

    private static string Fix(PlannedSchedule later) =>
        $"${{EDITOR:-vi}} jobs.yaml && ./run.sh export cron   # another minute for {later.Schedule.Name}, then install the crontab";

    /// <summary>The next minute in which both start.</summary>
    private static DateTimeOffset? Next(Schedule a, Schedule b, DateTimeOffset now)
    {
        var (first, second) = (a.Next(now), b.Next(now));
        for (var step = 0; step < MaxSteps && first is not null && second is not null; step++)
            if (first == second) return first;
            else if (first < second) first = a.Next(second.Value.AddTicks(-1));
            else second = b.Next(first.Value.AddTicks(-1));
        return null;
    }
}
