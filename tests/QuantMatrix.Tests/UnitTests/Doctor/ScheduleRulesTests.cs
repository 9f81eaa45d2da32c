using QuantMatrix.Batch.Doctor;
using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Tests.UnitTests.Doctor;

public sealed class ScheduleRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 1, 0, 0, TimeSpan.Zero);

    /// <summary>Two schedules: cron, target, jobs (an initial B fetches bars), seconds of the last good run.</summary>
    [Theory]
    [InlineData("0 3 * * *|night|Bars,watch|60", "0 * * * *|watch|watch|1", "ok", "both start at 2026-03-04 03:00 UTC and write the same (watch)")]
    [InlineData("0 3 * * *|night|Bars,watch|1801", "0 * * * *|watch|watch|1", "warn", "the later one waits 30m, but a took 30 minutes")]
    [InlineData("0 3 * * *|night|Bars,watch|1", "0 * * * *|watch|watch|3600", "warn", "but b took 60 minutes")]
    [InlineData("0 3 * * *|night|Bars|1", "0 3 * * 1|weekly|Barsmore|1", "warn", "both start at 2026-03-09 03:00 UTC and write the same (bars)")]
    [InlineData("0 3 * * *|night|x|1", "0 3 * * *|night|x|1", "warn", "exported runs wait for each other, others are refused")]
    [InlineData("0 3 * * *|night|Bars,watch|1", "30 * * * *|watch|watch|1", "ok", "none start in the same minute and write the same")]
    [InlineData("0 3 * * *|night|Bars,watch|1", "0 3 * * *|broker|sync|1", "ok", "none start in the same minute")]
    [InlineData("* * * * *|often|watch|1", "0 0 29 2 *|leap|watch|1", "ok", "both start at 2028-02-29 00:00 UTC")]
    [InlineData("0 3 1 * *|a|watch|1", "0 3 2 * *|b|watch|1", "ok", "none start in the same minute")]
    public void Schedules_that_start_together_and_write_the_same_are_found(string a, string b, string level, string text) =>
        ScheduleRules.Collisions([Planned("a", a), Planned("b", b)], Now).ShouldHaveSingleItem().ShouldSay(level, text);

    [Fact]
    public void Their_time_zones_count()
    {
        var berlin = Planned("b", "0 4 * * *|watch|watch|1");
        berlin = berlin with { Schedule = berlin.Schedule with { TimeZone = "Europe/Berlin" } };
        ScheduleRules.Collisions([Planned("a", "0 3 * * *|night|watch|1"), berlin], Now).Single().ShouldSay("ok", "both start at 2026-03-04 03:00 UTC");
        ScheduleRules.Collisions([], Now).Single().ShouldSay("ok", "none in jobs.yaml");
    }

    private static PlannedSchedule Planned(string name, string text)
    {
        var part = text.Split('|');
        var jobs = part[2].Split(',');
        return new(new(name, part[0], part[1]), jobs, jobs.Any(j => j[0] == 'B'), double.Parse(part[3], System.Globalization.CultureInfo.InvariantCulture));
    }
}
