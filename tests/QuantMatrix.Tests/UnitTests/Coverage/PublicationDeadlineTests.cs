using System.Globalization;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Coverage;

namespace QuantMatrix.Tests.UnitTests.Coverage;

/// <summary>When a session must be published, in any zone, and how far the published one is behind.</summary>
public class PublicationDeadlineTests
{
    private const string NewYork = "America/New_York", Tokyo = "Asia/Tokyo";

    [Theory]
    [InlineData("2024-03-04", "05:00", "UTC", "2024-03-05 05:00")]
    [InlineData("2024-03-01", "05:00", "UTC", "2024-03-02 05:00")] // Friday's on Saturday
    [InlineData("2024-03-04", "23:00", "UTC", "2024-03-04 23:00")] // the same evening, after the close
    [InlineData("2024-03-04", "21:30", "UTC", "2024-03-04 21:30")] // settled in this minute
    [InlineData("2024-03-04", "21:29", "UTC", "2024-03-05 21:29")] // a minute too early
    [InlineData("2024-07-01", "20:30", "UTC", "2024-07-01 20:30")] // summer: settled an hour earlier
    [InlineData("2023-11-24", "18:30", "UTC", "2023-11-24 18:30")] // closed at one
    [InlineData("2024-03-04", "20:00", NewYork, "2024-03-05 01:00")]
    [InlineData("2024-03-11", "20:00", NewYork, "2024-03-12 00:00")] // clocks were put forward the day before
    [InlineData("2024-03-08", "02:30", NewYork, "2024-03-09 07:30")]
    [InlineData("2024-03-04", "07:00", Tokyo, "2024-03-04 22:00")] // already Tuesday there
    [InlineData("2024-03-04", "06:00", Tokyo, "2024-03-05 21:00")]
    public void A_session_is_due_at_the_first_such_time_after_it_is_settled(string session, string by, string zone, string deadline) =>
        Of(by, zone).Of(DateOnly.Parse(session)).ShouldBe(Time(deadline));

    /// <summary>Sunday 2024-03-10, 02:30 does not exist; nor is there a session whose night it is, so Thursday's is used with another zone.</summary>
    [Theory]
    [InlineData("2024-03-29", "2024-03-28", "00:30", "Africa/Cairo", "2024-03-28 22:30")]
    [InlineData("2024-04-26", "2024-04-25", "00:30", "Africa/Cairo", "2024-04-25 22:30")] // clocks go from 00:00 to 01:00 on Friday, April 26
    [InlineData("2024-10-31", "2024-10-31", "23:30", "Africa/Cairo", "2024-10-31 21:30")] // 23:30 occurs twice that evening
    public void A_time_that_clocks_skip_is_an_hour_later_and_of_one_that_occurs_twice_it_is_the_second(
        string day, string session, string by, string zone, string deadline)
    {
        TimeZoneInfo.FindSystemTimeZoneById(zone).ShouldNotBeNull(day);
        Of(by, zone).Of(DateOnly.Parse(session)).ShouldBe(Time(deadline));
    }

    [Theory]
    [InlineData("2024-03-05 04:59", "2024-03-01")]
    [InlineData("2024-03-05 05:00", "2024-03-04")]
    [InlineData("2024-03-02 05:00", "2024-03-01")] // Saturday
    [InlineData("2024-03-04 23:59", "2024-03-01")] // a whole weekend without a deadline
    [InlineData("2024-03-30 12:00", "2024-03-28")] // Good Friday
    [InlineData("2024-04-02 04:59", "2024-03-28")]
    public void The_newest_session_due_is_quiet_over_weekends_and_holidays(string now, string session) =>
        Of("05:00", "UTC").LastDue(Time(now)).ShouldBe(DateOnly.Parse(session));

    [Theory]
    [InlineData(1, 1, "2024-03-05", 0, FreshnessState.Fresh)]
    [InlineData(1, 1, "2024-03-06", 0, FreshnessState.Fresh)] // published before it is due
    [InlineData(1, 1, "2024-03-04", 1, FreshnessState.Stale)]
    [InlineData(1, 1, "2024-03-01", 2, FreshnessState.Stale)] // over a weekend
    [InlineData(1, 2, "2024-03-04", 1, FreshnessState.Late)]
    [InlineData(1, 2, "2024-03-01", 2, FreshnessState.Stale)]
    [InlineData(2, 3, "2024-03-04", 1, FreshnessState.Fresh)]
    [InlineData(3, 2, "2024-03-01", 2, FreshnessState.Stale)]
    public void The_state_is_by_the_number_of_sessions_overdue(int warn, int fail, string published, int behind, object state)
    {
        var options = new FreshnessSettings { WarnAfterSessions = warn, FailAfterSessions = fail };
        var found = PublishedSession.Of(CoverageCase.Calendar, options, new(2024, 3, 5), DateOnly.Parse(published));
        (found.Behind, found.State).ShouldBe((behind, (FreshnessState)state));
    }

    [Fact]
    public void Before_anything_is_published_the_state_is_stale() =>
        PublishedSession.Of(CoverageCase.Calendar, new() { FailAfterSessions = 250 }, new(2024, 3, 5), null).State.ShouldBe(FreshnessState.Stale);

    [Theory]
    [InlineData("3:10", 3)]
    [InlineData("4:5 3:5", 4)]
    [InlineData("4:4 3:6", 3)] // fewer than half are current
    [InlineData("4:1 3:3 2:4", 3)]
    [InlineData("2:3 4:5 3:1", 4)] // in any order
    public void A_session_is_published_when_half_of_the_symbols_have_reached_it(string symbols, int day)
    {
        var counts = symbols.Split(' ').Select(s => s.Split(':').Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToArray());
        PublishedSession.NewestOf([.. counts.Select(c => (new DateOnly(2024, 3, c[0]), (long)c[1]))]).ShouldBe(new(2024, 3, day));
    }

    [Fact]
    public void Without_symbols_no_session_is_published() => PublishedSession.NewestOf([]).ShouldBeNull();

    private static PublicationDeadline Of(string by, string zone) => new(CoverageCase.Calendar,
        new FreshnessSettings { By = TimeOnly.Parse(by, CultureInfo.InvariantCulture), Tz = TimeZoneInfo.FindSystemTimeZoneById(zone) },
        TimeSpan.FromMinutes(30));

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
