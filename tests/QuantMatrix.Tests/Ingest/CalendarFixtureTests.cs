using System.Globalization;
using System.Text.Json;
using QuantMatrix.Compute;
using QuantMatrix.Ingest;

namespace QuantMatrix.Tests.Ingest;

public class CalendarFixtureTests
{
    private static readonly SessionCalendar Calendar = new(ClosureFile.Read(Path.Combine(Fixtures.Repository, "data", "calendar", "xnys_closures.csv")));

    [FixtureFact]
    public void The_calendar_has_exactly_the_sessions_AAPL_traded() => Agrees(Fixtures.Path("ohlcv", "sp500_5yr", "AAPL.csv"));

    [FixtureFact]
    public void The_calendar_has_exactly_the_sessions_SPY_traded_since_1998() => Agrees(Fixtures.Path("ohlcv", "lean_daily_raw", "spy.csv"));

    [FixtureFact]
    public void The_weekdays_without_session_are_exactly_the_published_holidays()
    {
        using var hours = JsonDocument.Parse(File.ReadAllText(Fixtures.Path("calendar", "lean_equity_usa_market_hours.json")));
        var published = hours.RootElement.GetProperty("Equity-usa-[*]").GetProperty("holidays").EnumerateArray()
            .Select(h => DateOnly.Parse(h.GetString()!, CultureInfo.InvariantCulture))
            .Where(IsWeekday).Order().ToList();

        Days(new DateOnly(published[0].Year, 1, 1), new DateOnly(published[^1].Year, 12, 31))
            .Where(d => IsWeekday(d) && !Calendar.IsSession(d)).ShouldBe(published);
    }

    private static void Agrees(string file)
    {
        var traded = File.ReadLines(file).Skip(1).Select(r => DateOnly.ParseExact(r[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture)).ToList();
        Calendar.Sessions(traded[0], traded[^1]).ShouldBe(traded);
    }

    private static bool IsWeekday(DateOnly date) => date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    private static IEnumerable<DateOnly> Days(DateOnly from, DateOnly to)
    {
        for (var day = from; day <= to; day = day.AddDays(1)) yield return day;
    }
}
