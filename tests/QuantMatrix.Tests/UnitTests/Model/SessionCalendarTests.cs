using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Model;

public class SessionCalendarTests
{
    private static readonly SessionCalendar Calendar = new([new DateOnly(2018, 12, 5)],
        new Dictionary<DateOnly, TimeOnly> { [new(2003, 12, 26)] = new(13, 0), [new(1992, 12, 24)] = new(14, 0) });

    [Theory]
    [InlineData("2024-12-25", false)] // Christmas
    [InlineData("2021-12-24", false)] // Christmas on a Saturday is observed on Friday
    [InlineData("2021-12-31", true)]  // New Year's Day on a Saturday is not observed
    [InlineData("2023-01-02", false)] // … but on a Sunday it is observed on Monday
    [InlineData("2024-03-29", false)] // Good Friday
    [InlineData("2021-06-18", true)]  // before Juneteenth was a holiday
    [InlineData("2022-06-20", false)] // Juneteenth on a Sunday
    [InlineData("1997-01-20", true)]  // before Martin Luther King Jr. Day was a holiday
    [InlineData("1998-01-19", false)]
    [InlineData("2020-07-03", false)] // Independence Day on a Saturday
    [InlineData("2018-12-05", false)] // a special closure
    [InlineData("2024-06-01", false)] // Saturday
    public void A_day_is_a_session_or_not(string date, bool session) => Calendar.IsSession(DateOnly.Parse(date)).ShouldBe(session);

    [Theory]
    [InlineData("2024-01-10", 16)]
    [InlineData("2023-07-03", 13)] // the day before Independence Day
    [InlineData("2013-07-03", 13)] // … also before a Thursday, from 2013 on
    [InlineData("2013-07-05", 16)]
    [InlineData("2002-07-05", 13)] // … the Friday after it before
    [InlineData("2002-07-03", 16)]
    [InlineData("1994-07-01", 16)] // before there was such a rule
    [InlineData("2040-11-23", 13)] // the day after Thanksgiving
    [InlineData("1990-11-23", 16)]
    [InlineData("2040-12-24", 13)] // Christmas Eve
    [InlineData("2003-12-26", 13)] // a given exception
    [InlineData("1992-12-24", 14)]
    public void A_session_closes_at_its_hour(string date, int hour) => Calendar.Close(DateOnly.Parse(date)).ShouldBe(new TimeOnly(hour, 0));

    [Fact]
    public void The_newest_session_is_the_same_by_date_and_by_day()
    {
        for (var date = new DateOnly(2018, 11, 1); date < new DateOnly(2020, 2, 1); date = date.AddDays(1))
            Calendar.AtOrBefore(Day.Of(date)).ShouldBe(Day.Of(Calendar.AtOrBefore(date)), $"{date:yyyy-MM-dd}");
    }

    [Fact]
    public void Sessions_are_counted_with_both_ends() => Calendar.Count(new(2018, 12, 3), new(2018, 12, 7)).ShouldBe(4);

    [Fact]
    public void Stepping_back_skips_days_that_are_not_sessions() => Calendar.Back(new(2018, 12, 8), 2).ShouldBe(new(2018, 12, 4));
}
