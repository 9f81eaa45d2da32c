using System.Globalization;
using QuantMatrix.MarketData.Calendar;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.MarketData;

public class SettlementTests
{
    private static readonly SessionCalendar Calendar = CalendarFiles.Read(Fixtures.Repository);
    private static readonly Settlement Settlement = new(Calendar);

    /// <summary>Failure 3: bars of an open session are stored and frozen.</summary>
    [Theory]
    [InlineData("2024-01-10T20:59:59Z", "2024-01-09")] // the last second of the session
    [InlineData("2024-01-10T21:29:59Z", "2024-01-09")] // within the grace period
    [InlineData("2024-01-10T21:30:00Z", "2024-01-10")]
    [InlineData("2024-07-10T20:29:59Z", "2024-07-09")] // in summer, one hour earlier in UTC
    [InlineData("2024-07-10T20:30:00Z", "2024-07-10")]
    [InlineData("2024-01-11T14:30:00Z", "2024-01-10")] // the next one opens
    [InlineData("2024-01-11T00:00:00Z", "2024-01-10")] // midnight UTC is the evening of the session
    [InlineData("2024-01-11T03:00:00Z", "2024-01-10")] // the nightly run
    [InlineData("2024-01-11T04:59:59Z", "2024-01-10")] // the last second of the day in New York
    [InlineData("2024-01-14T12:00:00Z", "2024-01-12")] // a Sunday
    [InlineData("2024-01-15T23:00:00Z", "2024-01-12")] // Martin Luther King Jr. Day, a Monday
    [InlineData("2024-11-29T18:29:59Z", "2024-11-27")] // an early close, the day after a holiday
    [InlineData("2024-11-29T18:30:00Z", "2024-11-29")]
    [InlineData("2024-07-03T17:30:00Z", "2024-07-03")] // an early close in summer
    [InlineData("2003-12-26T18:30:00Z", "2003-12-26")] // an early close of the file
    [InlineData("2012-10-30T23:00:00Z", "2012-10-26")] // closed for a hurricane
    public void A_bar_of_an_open_session_is_never_settled(string now, string newest) => Settlement.LastSettled(At(now)).ShouldBe(Date(newest));

    [Theory]
    [InlineData("2024-03-08", "2024-03-08T21:30:00Z")] // the Friday before the clocks go forward
    [InlineData("2024-03-11", "2024-03-11T20:30:00Z")]
    [InlineData("2024-11-01", "2024-11-01T20:30:00Z")] // the Friday before they go back
    [InlineData("2024-11-04", "2024-11-04T21:30:00Z")]
    [InlineData("2006-04-03", "2006-04-03T20:30:00Z")] // until 2006 they went forward in April
    [InlineData("2007-03-12", "2007-03-12T20:30:00Z")] // since 2007 in March
    public void A_session_settles_by_the_clock_of_the_exchange(string session, string from) => Settlement.SettledFrom(Date(session)).ShouldBe(At(from));

    /// <summary>Failure 4: one session becomes two rows because a time zone shifted it.</summary>
    [Theory]
    [InlineData("2024-01-10T14:30:00Z", "2024-01-10")] // the open
    [InlineData("2024-01-11T00:30:00Z", "2024-01-10")] // after hours, tomorrow by UTC
    [InlineData("2024-01-10T05:00:00Z", "2024-01-10")] // midnight in New York
    [InlineData("2024-01-10T04:59:59Z", "2024-01-09")]
    [InlineData("2024-07-10T04:00:00Z", "2024-07-10")] // midnight there in summer
    [InlineData("2024-01-11T08:00:00+09:00", "2024-01-10")] // an instant given in another offset
    public void A_session_is_the_date_on_the_exchange_whatever_the_time_zone(string instant, string session) =>
        ExchangeTime.DateOf(At(instant)).ShouldBe(Date(session));

    [Fact]
    public void The_newest_settled_session_is_settled_and_the_next_one_is_not()
    {
        for (var now = At("2023-12-20T00:00:00Z"); now < At("2024-12-31T00:00:00Z"); now += TimeSpan.FromMinutes(97))
        {
            var last = Settlement.LastSettled(now);
            Settlement.IsSettled(last, now).ShouldBeTrue();
            Calendar.Sessions(last.AddDays(1), last.AddDays(7)).ShouldAllBe(s => !Settlement.IsSettled(s, now));
        }
    }

    [Fact]
    public void The_grace_period_is_an_option() =>
        new Settlement(Calendar, TimeSpan.FromHours(4)).LastSettled(At("2024-01-11T00:59:59Z")).ShouldBe(new(2024, 1, 9));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static DateOnly Date(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);
}
