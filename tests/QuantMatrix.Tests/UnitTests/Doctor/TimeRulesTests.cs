using System.Globalization;
using QuantMatrix.Batch.Doctor;

namespace QuantMatrix.Tests.UnitTests.Doctor;

public sealed class TimeRulesTests
{
    [Theory]
    [InlineData("2026-03-04T03:00Z", "2026-03-04T03:00Z", "ok", "2026-03-04 03:00 UTC")]
    [InlineData("2026-03-04T03:00Z", null, "ok", "2026-03-04 03:00 UTC")]
    [InlineData("2026-03-04T03:00Z", "2026-03-04T03:05Z", "ok", "")]
    [InlineData("2026-03-04T03:00Z", "2026-03-04T03:06Z", "fail", "but run X is of 2026-03-04 03:06 UTC: the clock is behind now, or was ahead then")]
    [InlineData("2026-03-04T03:00Z", "2024-03-04T02:00Z", "ok", "")]
    [InlineData("2026-03-05T03:00Z", "2024-03-04T02:00Z", "warn", "731 days after run X")]
    [InlineData("1970-01-01T00:10Z", null, "fail", "1970-01-01 00:10 UTC; expected a year from 2024 to 2099")]
    [InlineData("2100-01-01T00:00Z", null, "fail", "expected a year from 2024 to 2099")]
    [InlineData("2024-01-01T00:00Z", null, "ok", "")]
    public void The_clock_is_not_behind_what_it_has_dated(string now, string? newest, string level, string text) =>
        TimeRules.Clock(Time(now), newest is null ? null : ("run X", Time(newest))).ShouldSay(level, text);

    [Fact]
    public void Zone_data_must_know_the_exchange_and_every_zone_that_is_used()
    {
        TimeRules.Zones(["UTC", "Europe/Berlin"], TimeZoneInfo.FindSystemTimeZoneById).ShouldSay("ok", "America/New_York, UTC, Europe/Berlin");
        TimeRules.Zones(["Mars/Base"], name => name == "Mars/Base" ? null : TimeZoneInfo.FindSystemTimeZoneById(name))
            .ShouldSay("fail", "no zone data for Mars/Base");
        TimeRules.Zones([], _ => null).ShouldSay("fail", "no zone data for America/New_York");
        var noSummer = TimeZoneInfo.CreateCustomTimeZone("America/New_York", TimeSpan.FromHours(-5), "", "");
        TimeRules.Zones([], _ => noSummer).ShouldSay("fail", "is -5 h in January and -5 h in July; expected -5 and -4");
    }

    [Theory]
    [InlineData("2099-10-31", "ok", "to 2099-12-31")]
    [InlineData("2099-11-01", "fail", "60 days ahead; expected more than 60 days")]
    [InlineData("2099-12-30", "fail", "1 day ahead")]
    [InlineData("2100-01-02", "fail", "which has passed")]
    public void The_calendar_reaches_more_than_60_days_ahead(string today, string level, string text) =>
        TimeRules.Calendar(DateOnly.Parse(today, CultureInfo.InvariantCulture), new(2099, 12, 31)).ShouldSay(level, text);

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
