using System.Globalization;
using QuantMatrix.MarketData.Calendar;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.MarketData;

public class CalendarTests
{
    private static readonly SessionCalendar Calendar = CalendarFiles.Read(Fixtures.Repository);

    /// <summary>Number of missing sessions by symbol, from the fixtures' list of defects.</summary>
    private static readonly Dictionary<string, int> Missing = new() { ["DHR"] = 16, ["ES"] = 10, ["ORCL"] = 2 };

    /// <summary>Complete series; the other files have years without bars because the ticker belonged to another company.</summary>
    [FixtureTheory]
    [InlineData("lean_daily_raw", "spy.csv", "1998-01-02")]
    [InlineData("lean_daily_raw", "aapl.csv", "1998-01-02")]
    [InlineData("lean_daily_raw", "bac.csv", "1998-01-02")]
    [InlineData("skender_quotes", "msft.csv", "1990-01-02")]
    [InlineData("skender_quotes", "default.csv", "2017-01-03")]
    public void The_calendar_has_exactly_the_sessions_of_a_real_series(string folder, string file, string first)
    {
        var traded = Traded(Fixtures.Path("ohlcv", folder, file));
        traded[0].ShouldBe(Date(first));
        Calendar.Sessions(traded[0], traded[^1]).ShouldBe(traded);
    }

    [FixtureFact]
    public void Every_bar_of_five_years_is_on_a_session_and_the_sessions_without_a_bar_are_the_listed_defects()
    {
        var files = Directory.GetFiles(Fixtures.Path("ohlcv", "sp500_5yr"));
        files.SelectMany(f => Traded(f).Where(d => !Calendar.IsSession(d)).Select(d => $"{Path.GetFileName(f)} {d:O}")).ShouldBeEmpty();

        var holes = files.Select(f => (Symbol: Path.GetFileNameWithoutExtension(f), Traded: Traded(f)))
            .Select(s => (s.Symbol, Missing: Calendar.Sessions(s.Traded[0], s.Traded[^1]).Except(s.Traded).Count()));
        holes.Where(h => h.Missing > 0).ToDictionary(h => h.Symbol, h => h.Missing).ShouldBe(Missing, ignoreOrder: true);
    }

    [Fact]
    public void The_calendar_has_exactly_the_sessions_of_the_sample()
    {
        var traded = Sample.BarsOf("SPY").Select(bar => Day.Date(bar.Day)).ToList();

        Calendar.Sessions(traded[0], traded[^1]).ShouldBe(traded);
    }

    [Fact]
    public void The_weekdays_without_session_are_exactly_the_published_holidays()
    {
        var published = Published().Where(day => day.Close is null).Select(day => day.Date).ToList();

        Days(new DateOnly(published[0].Year, 1, 1), new DateOnly(published[^1].Year, 12, 31))
            .Where(d => IsWeekday(d) && !Calendar.IsSession(d)).ShouldBe(published);
    }

    /// <summary>The list is complete from July 2000 on and has two single days before.</summary>
    [Fact]
    public void The_sessions_that_end_early_are_exactly_the_published_ones()
    {
        var published = Published().Where(day => day.Close is not null).ToList();
        var complete = new DateOnly(2000, 7, 1);

        published.Where(c => c.Date < complete).ShouldAllBe(c => Calendar.Close(c.Date) == c.Close);
        Calendar.Sessions(complete, published[^1].Date).Select(d => (Date: d, Close: (TimeOnly?)Calendar.Close(d))).Where(c => c.Close != new TimeOnly(16, 0))
            .ShouldBe(published.Where(c => c.Date >= complete));
    }

    [Fact]
    public void Every_listed_early_close_is_on_a_session() =>
        CalendarFiles.ReadEarlyCloses(Path.Combine(Fixtures.Repository, "data", "calendar", "xnys_early_closes.csv"))
            .Keys.ShouldAllBe(d => Calendar.IsSession(d));

    /// <summary>Weekdays on which the exchange was closed, or closed early, as Lean's market hours list them.</summary>
    private static IEnumerable<(DateOnly Date, TimeOnly? Close)> Published() => TestData.Rows("oracles", "nyse_calendar.csv")
        .Select(row => (Date(row["date"]), row["close"].Length == 0 ? (TimeOnly?)null : TimeOnly.Parse(row["close"], CultureInfo.InvariantCulture)));

    private static List<DateOnly> Traded(string file) => [.. File.ReadLines(file).Skip(1).Select(row => Date(row.Split(',')[0]))];

    private static DateOnly Date(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);

    private static bool IsWeekday(DateOnly date) => date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    private static IEnumerable<DateOnly> Days(DateOnly from, DateOnly to)
    {
        for (var day = from; day <= to; day = day.AddDays(1)) yield return day;
    }
}
