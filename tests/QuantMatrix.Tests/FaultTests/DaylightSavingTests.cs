using System.Globalization;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Coverage;
using QuantMatrix.MarketData.Calendar;
using QuantMatrix.Tests.UnitTests.Graph;

namespace QuantMatrix.Tests.FaultTests;

/// <summary>Schedules and deadlines in the nights in which clocks change.</summary>
/// <remarks>In 2026: March 8 and November 1 in America, March 29 and October 25 in Europe.</remarks>
public class DaylightSavingTests
{
    private const string NewYork = "America/New_York", Berlin = "Europe/Berlin";

    [Theory]
    [InlineData("30 2 * * *", NewYork, "2026-03-08 05:00", "2026-03-08 07:00")] // 02:30 does not exist: at 03:00, not a day later
    [InlineData("30 2 * * *", NewYork, "2026-03-08 07:00", "2026-03-09 06:30")]
    [InlineData("30 1 * * *", NewYork, "2026-11-01 04:00", "2026-11-01 05:30")] // 01:30 occurs twice: once, the first time
    [InlineData("30 1 * * *", NewYork, "2026-11-01 05:30", "2026-11-02 06:30")]
    [InlineData("30 17 * * *", NewYork, "2026-03-07 12:00", "2026-03-07 22:30")]
    [InlineData("30 17 * * *", NewYork, "2026-03-08 12:00", "2026-03-08 21:30")]
    [InlineData("30 17 * * *", NewYork, "2026-10-31 12:00", "2026-10-31 21:30")]
    [InlineData("30 17 * * *", NewYork, "2026-11-01 12:00", "2026-11-01 22:30")]
    [InlineData("30 2 * * *", Berlin, "2026-03-29 00:00", "2026-03-29 01:00")]
    [InlineData("30 2 * * *", Berlin, "2026-03-29 01:00", "2026-03-30 00:30")]
    [InlineData("30 2 * * *", Berlin, "2026-10-25 00:00", "2026-10-25 00:30")]
    [InlineData("30 2 * * *", Berlin, "2026-10-25 00:30", "2026-10-26 01:30")]
    [InlineData("0 3 * * *", "UTC", "2026-03-08 03:00", "2026-03-09 03:00")]
    [InlineData("0 3 * * *", "UTC", "2026-11-01 02:59", "2026-11-01 03:00")]
    public void A_nightly_schedule_is_due_once_in_the_night_of_a_change(string cron, string zone, string now, string due) =>
        Workbench.Read($"jobs: {{echo: {{}}}}\nschedules: {{night: {{cron: {cron}, tz: {zone}, target: echo}}}}").Schedules.Single()
            .Next(Time(now)).ShouldBe(Time(due));

    [Theory]
    [InlineData("2026-03-06", "21:00", "UTC", "2026-03-07 21:00")] // Friday: the close is 21:00, settled 21:30
    [InlineData("2026-03-09", "21:00", "UTC", "2026-03-09 21:00")] // Monday: an hour earlier
    [InlineData("2026-10-30", "21:00", "UTC", "2026-10-30 21:00")]
    [InlineData("2026-11-02", "21:00", "UTC", "2026-11-03 21:00")]
    [InlineData("2026-03-06", "16:30", NewYork, "2026-03-06 21:30")]
    [InlineData("2026-03-09", "16:30", NewYork, "2026-03-09 20:30")]
    [InlineData("2026-03-06", "02:30", NewYork, "2026-03-07 07:30")]
    [InlineData("2026-03-09", "02:30", NewYork, "2026-03-10 06:30")]
    [InlineData("2026-10-30", "01:30", NewYork, "2026-10-31 05:30")]
    [InlineData("2026-11-02", "01:30", NewYork, "2026-11-03 06:30")]
    [InlineData("2026-03-06", "22:00", Berlin, "2026-03-07 21:00")]
    [InlineData("2026-03-09", "22:00", Berlin, "2026-03-09 21:00")] // America has changed, Europe has not
    [InlineData("2026-03-27", "22:00", Berlin, "2026-03-27 21:00")]
    [InlineData("2026-03-30", "22:00", Berlin, "2026-03-31 20:00")] // both have
    [InlineData("2026-10-23", "22:00", Berlin, "2026-10-24 20:00")]
    [InlineData("2026-10-26", "22:00", Berlin, "2026-10-26 21:00")] // Europe has, America has not
    [InlineData("2026-11-02", "22:00", Berlin, "2026-11-03 21:00")]
    public void A_session_is_due_at_the_first_such_time_after_it_is_settled_on_both_sides_of_a_change(string session, string by, string zone, string due) =>
        Deadline(by, zone).Of(DateOnly.Parse(session, CultureInfo.InvariantCulture)).ShouldBe(Time(due));

    [Theory]
    [InlineData("05:00", "UTC", "2026-03-08 12:00", "2026-03-06")] // the night of the change is a Sunday: Friday's session
    [InlineData("05:00", "UTC", "2026-03-10 04:59", "2026-03-06")]
    [InlineData("05:00", "UTC", "2026-03-10 05:00", "2026-03-09")]
    [InlineData("02:30", NewYork, "2026-03-08 07:00", "2026-03-06")]
    [InlineData("01:30", NewYork, "2026-11-01 06:30", "2026-10-30")]
    [InlineData("01:30", NewYork, "2026-11-03 06:29", "2026-10-30")]
    [InlineData("01:30", NewYork, "2026-11-03 06:30", "2026-11-02")]
    [InlineData("02:30", Berlin, "2026-03-29 01:30", "2026-03-27")]
    [InlineData("02:30", Berlin, "2026-10-25 01:30", "2026-10-23")]
    public void The_newest_session_due_is_the_same_before_and_after_a_change(string by, string zone, string now, string session) =>
        Deadline(by, zone).LastDue(Time(now)).ShouldBe(DateOnly.Parse(session, CultureInfo.InvariantCulture));

    private static PublicationDeadline Deadline(string by, string zone) => new(CalendarFiles.Read(Fixtures.Repository),
        new FreshnessSettings { By = TimeOnly.Parse(by, CultureInfo.InvariantCulture), Tz = TimeZoneInfo.FindSystemTimeZoneById(zone) },
        TimeSpan.FromMinutes(30));

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
