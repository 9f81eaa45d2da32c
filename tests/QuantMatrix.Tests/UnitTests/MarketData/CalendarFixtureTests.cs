using System.Globalization;
using System.Text.Json;
using QuantMatrix.MarketData.Calendar;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.MarketData;

public class CalendarFixtureTests
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
    public void Every_bar_of_every_real_series_is_on_a_session()
    {
        var files = Directory.GetFiles(Fixtures.Path("ohlcv", "lean_daily_raw")).Concat(Directory.GetFiles(Fixtures.Path("ohlcv", "sp500_5yr"))).ToList();
        files.Count.ShouldBeGreaterThan(100);
        files.SelectMany(f => Traded(f).Where(d => !Calendar.IsSession(d)).Select(d => $"{Path.GetFileName(f)} {d:O}")).ShouldBeEmpty();
    }

    [FixtureFact]
    public void The_sessions_without_a_bar_are_the_listed_defects()
    {
        var holes = Directory.GetFiles(Fixtures.Path("ohlcv", "sp500_5yr"))
            .Select(f => (Symbol: Path.GetFileNameWithoutExtension(f), Traded: Traded(f)))
            .Select(s => (s.Symbol, Missing: Calendar.Sessions(s.Traded[0], s.Traded[^1]).Except(s.Traded).Count()));
        holes.Where(h => h.Missing > 0).ToDictionary(h => h.Symbol, h => h.Missing).ShouldBe(Missing, ignoreOrder: true);
    }

    [FixtureFact]
    public void The_weekdays_without_session_are_exactly_the_published_holidays()
    {
        using var hours = Hours();
        var published = Of(hours).GetProperty("holidays").EnumerateArray().Select(h => DateOnly.Parse(h.GetString()!, CultureInfo.InvariantCulture))
            .Where(IsWeekday).Order().ToList();

        Days(new DateOnly(published[0].Year, 1, 1), new DateOnly(published[^1].Year, 12, 31))
            .Where(d => IsWeekday(d) && !Calendar.IsSession(d)).ShouldBe(published);
    }

    /// <summary>The list is complete from July 2000 on and has two single days before; it also contains weekend days.</summary>
    [FixtureFact]
    public void The_sessions_that_end_early_are_exactly_the_published_ones()
    {
        using var hours = Hours();
        var published = Of(hours).GetProperty("earlyCloses").EnumerateObject()
            .Select(c => (Date: DateOnly.Parse(c.Name, CultureInfo.InvariantCulture),
                Close: TimeOnly.Parse(c.Value.GetString()!, CultureInfo.InvariantCulture)))
            .Where(c => IsWeekday(c.Date)).OrderBy(c => c.Date).ToList();
        var whole = new DateOnly(2000, 7, 1);

        published.Where(c => c.Date < whole).ShouldAllBe(c => Calendar.Close(c.Date) == c.Close);
        Calendar.Sessions(whole, published[^1].Date).Select(d => (Date: d, Close: Calendar.Close(d))).Where(c => c.Close != new TimeOnly(16, 0))
            .ShouldBe(published.Where(c => c.Date >= whole));
    }

    [Fact]
    public void Every_listed_early_close_is_on_a_session() =>
        CalendarFiles.ReadEarlyCloses(Path.Combine(Fixtures.Repository, "data", "calendar", "xnys_early_closes.csv")).Keys
            .ShouldAllBe(d => Calendar.IsSession(d));

    private static JsonDocument Hours() => JsonDocument.Parse(File.ReadAllText(Fixtures.Path("calendar", "lean_equity_usa_market_hours.json")));

    private static JsonElement Of(JsonDocument hours) => hours.RootElement.GetProperty("Equity-usa-[*]");

    private static List<DateOnly> Traded(string file) => [.. File.ReadLines(file).Skip(1).Select(row => Date(row.Split(',')[0]))];

    private static DateOnly Date(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);

    private static bool IsWeekday(DateOnly date) => date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    private static IEnumerable<DateOnly> Days(DateOnly from, DateOnly to)
    {
        for (var day = from; day <= to; day = day.AddDays(1)) yield return day;
    }
}
