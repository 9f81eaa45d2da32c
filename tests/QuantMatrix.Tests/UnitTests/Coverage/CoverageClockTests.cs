using System.Globalization;
using QuantMatrix.Batch.Coverage;
using QuantMatrix.Batch.Jobs;

namespace QuantMatrix.Tests.UnitTests.Coverage;

/// <summary>The monitor at every hour of real weeks: never degraded while bars arrive each night, never ok after they stop.</summary>
public class CoverageClockTests
{
    private static readonly TimeSpan Night = new(1, 4, 30, 0); // a session's bars are stored by 04:30 of the next day, UTC
    private static readonly MonitorCoverageHealthOptions Options = new() { DeadAfterSessions = 3 };
    private static readonly PublicationDeadline Deadline = new(CoverageCase.Calendar, new(), TimeSpan.FromMinutes(30));

    [Theory]
    [InlineData("2023-11-13", "2024-01-22")] // Thanksgiving, the half day after it, Christmas and New Year on Mondays, Martin Luther King Day
    [InlineData("2024-02-10", "2024-04-08")] // Presidents' Day, clocks put forward, Good Friday
    [InlineData("2021-12-18", "2022-01-10")] // Christmas kept on a Friday, New Year not kept
    public void Coverage_is_ok_at_every_hour_while_bars_arrive_every_night(string from, string to)
    {
        foreach (var now in Hours(from, to)) At(now, newestBar: Stored(now)).Label.ShouldBe("ok", $"{now:u}");
    }

    [Theory]
    [InlineData("2023-11-22", "2023-11-25 05:00", "2023-11-29 05:00")] // Thanksgiving follows: Friday's bars are due on Saturday, Tuesday's are the third
    [InlineData("2024-02-16", "2024-02-21 05:00", "2024-02-23 05:00")] // a Friday before Presidents' Day: Tuesday's bars are due on Wednesday
    [InlineData("2024-03-28", "2024-04-02 05:00", "2024-04-04 05:00")] // Thursday before Good Friday
    [InlineData("2024-03-04", "2024-03-06 05:00", "2024-03-08 05:00")] // an ordinary Monday
    public void Coverage_stays_degraded_once_a_due_session_is_missing(string newestBar, string degraded, string dead)
    {
        var (last, degradedFrom, deadFrom) = (DateOnly.Parse(newestBar), Time(degraded), Time(dead));
        foreach (var now in Hours($"{last.AddDays(1):yyyy-MM-dd}", $"{last.AddDays(40):yyyy-MM-dd}"))
        {
            var assessment = At(now, last);
            (assessment.Label, assessment.IsDead).ShouldBe((now < degradedFrom ? "ok" : "degraded", now >= deadFrom), $"{now:u}");
        }
    }

    [Theory]
    [InlineData("2024-03-03 23:00", "2024-03-01")] // Sunday: Friday's
    [InlineData("2024-03-04 22:00", "2024-03-01")] // Monday evening: still Friday's; Monday's arrive in the coming night
    [InlineData("2024-03-05 04:59", "2024-03-01")]
    [InlineData("2024-03-05 05:00", "2024-03-04")]
    [InlineData("2024-02-20 12:00", "2024-02-16")] // after Presidents' Day
    public void The_last_session_due_is_the_newest_whose_night_is_over(string now, string session) =>
        Deadline.LastDue(Time(now)).ShouldBe(DateOnly.Parse(session));

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, null, DateTimeStyles.AssumeUniversal);

    private static IEnumerable<DateTimeOffset> Hours(string from, string to)
    {
        for (var now = Time(from); now <= Time(to); now = now.AddHours(1)) yield return now;
    }

    /// <summary>The newest session whose bars have arrived.</summary>
    private static DateOnly Stored(DateTimeOffset now) => CoverageCase.Calendar.AtOrBefore(DateOnly.FromDateTime((now - Night).UtcDateTime));

    /// <summary>The assessment at a time when all bars up to a session are stored.</summary>
    private static CoverageAssessment At(DateTimeOffset now, DateOnly newestBar)
    {
        var window = new SessionWindow(CoverageCase.Calendar, Deadline.LastDue(now), Options.Sessions);
        var newest = newestBar < window.Last ? newestBar : window.Last;
        var places = Enumerable.Range(0, window.Count).Where(place => window.Sessions[place] <= newest);
        var bars = new StoredSessions(window.First.AddYears(-1), newest, [.. places]);
        var facts = new CoverageInputs(window, "SPY", new[] { "AAA", "BBB", "SPY" }.ToDictionary(s => s, _ => bars))
        {
            Memberships = [new("SP500", "AAA", window.First, null), new("SP500", "BBB", window.First, null)],
        };
        return CoverageAssessment.Of(new CoverageStatistics(facts), Options);
    }
}
