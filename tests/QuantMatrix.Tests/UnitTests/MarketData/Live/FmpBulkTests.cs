using QuantMatrix.Http;
using QuantMatrix.MarketData.Providers;
using QuantMatrix.Model;
using QuantMatrix.Tests.EndToEndTests;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.UnitTests.MarketData.Live;

/// <summary>A night on FMP's <c>eod-bulk</c>: eleven sessions of every symbol, the newest ten from files.</summary>
public sealed class FmpBulkTests : IDisposable
{
    private const int Window = 11;
    private readonly NightClock clock = new();
    private readonly BulkServer server = new();
    private LiveTrial? trial;

    private LiveTrial Trial => trial ??= Open(symbols: 30);

    [Fact]
    public async Task A_night_of_517_symbols_costs_twelve_calls_and_the_next_forecast_says_so()
    {
        trial = Open(symbols: 516);
        var source = trial.Source();
        (await source.ForecastAsync(Night(), default)).ShouldBe(new CallForecast("fmp", 517, 1_000_000));

        await source.SplitCalendarAsync(Session(1), trial.Last, default);
        var fetched = await LiveTrial.AllAsync(source, Night());

        fetched.Bars.Symbols.Count.ShouldBe(517);
        for (var s = 0; s < 517; s++) ShouldBeTrue(fetched.Bars, s);
        trial.Server.Calls.Count(c => c.Path.StartsWith("/stable/", StringComparison.Ordinal)).ShouldBe(12);
        trial.Server.Calls.Where(c => !c.Path.StartsWith("/stable/", StringComparison.Ordinal)).Select(c => c.Path).ShouldBe(["/v1/finance/visualization"]);
        (await source.ForecastAsync(Night(), default)).ShouldBe(new CallForecast("fmp", 12, 1_000_000) { IsBulk = true });
    }

    /// <summary>The run reads the calendar of splits before the files.</summary>
    [Theory]
    [InlineData(true, 1)]
    [InlineData(true, 2)]
    [InlineData(false, 1)]
    public async Task A_calendar_that_fails_in_passing_is_read_again_for_the_files(bool readBefore, int faults)
    {
        server.CalendarFaults = faults;
        var source = Trial.Source();

        if (readBefore) (await source.SplitCalendarAsync(Session(1), Trial.Last, default)).ShouldBeEmpty();
        ShouldBeTrue((await LiveTrial.AllAsync(source, Night())).Bars, 3);

        Singles.ShouldBe(0);
        Files.ShouldBe(Window - 1);
        Trial.Server.Calls.Count(c => c.Path.EndsWith("-calendar", StringComparison.Ordinal)).ShouldBe(2 + faults);
    }

    [Theory]
    [InlineData("nothing", 0)]
    [InlineData("missing in the newest file", 1)]
    [InlineData("missing in an older file", 1)]
    [InlineData("missing in the oldest file", 1)]
    [InlineData("split in the newest session", 1)]
    [InlineData("split in an older session", 1)]
    [InlineData("split in the oldest session", 0)]
    [InlineData("split of another symbol", 0)]
    [InlineData("dividend in the newest session", 0)]
    public async Task A_symbol_whose_files_may_be_on_another_basis_is_fetched_on_its_own(string situation, int alone)
    {
        Arrange(situation);

        var fetched = await LiveTrial.AllAsync(Trial.Source(), Night());

        Trial.Server.Calls.Where(c => c.Path.EndsWith("/full", StringComparison.Ordinal)).Select(c => c.Symbol).ShouldBe(Enumerable.Repeat("S003", alone));
        var sessions = alone == 1 ? Window : Window - 1;
        fetched.Actions.Where(a => a.Kind == ActionKind.Dividend).Select(Responses.Text)
            .ShouldBe(server.Dividends.Select(d => $"S003 {d.Date:yyyy-MM-dd} Dividend 0.25 fmp"));
        fetched.Bars.RowsOf(fetched.Bars.IndexOf("S003")).GetOffsetAndLength(fetched.Bars.Count).Length.ShouldBe(sessions);
    }

    [Theory]
    [InlineData(402, "Restricted Endpoint: not available under your current subscription", 7)]
    [InlineData(402, "You exceeded your daily API requests limit", 0)]
    [InlineData(403, "Exclusive Endpoint", 7)]
    [InlineData(403, "<html>Blocked by the proxy</html>", 1)]
    [InlineData(404, "", 1)]
    [InlineData(200, """{"Error Message": "Exclusive Endpoint : This endpoint is not available under your current subscription"}""", 7)]
    [InlineData(500, "Internal Server Error", 0)]
    [InlineData(200, "symbol,date,open\nS000,2025-03-21,1\n", 0)]
    public async Task Files_outside_the_plan_are_tried_once_a_week_and_absent_ones_once_a_day(int status, string body, int days)
    {
        clock.Set(DateTimeOffset.Parse("2025-03-22T03:00Z", System.Globalization.CultureInfo.InvariantCulture));
        server.Instead = _ => ProviderReply.Of(status, body);

        (await NightAsync()).Bars.Symbols.Count.ShouldBe(31);
        var (first, remembered) = (Files, Trial.Store.Keys.ContainsKey("provider:fmp:eod-bulk"));
        await NightAsync();
        var second = Files;
        clock.Set(clock.GetUtcNow().AddDays(days - 0.1));
        await NightAsync();
        var third = Files;
        clock.Set(clock.GetUtcNow().AddDays(0.2));
        server.Instead = _ => null;
        await NightAsync();

        first.ShouldBe(status == 500 ? 4 : 1);
        remembered.ShouldBe(days > 0);
        (second, third).ShouldBe(remembered ? (first, first) : (2 * first, 3 * first));
        Files.ShouldBe(third + Window - 1);
    }

    /// <summary>Without its dividends, the total-return closes of a symbol would be wrong unnoticed.</summary>
    [Theory]
    [InlineData("splits", 402)]
    [InlineData("splits", 404)]
    [InlineData("dividends", 402)]
    [InlineData("dividends", 404)]
    public async Task Without_one_of_the_calendars_files_are_not_used_and_the_reason_is_counted(string calendar, int status)
    {
        (server.SplitStatus, server.DividendStatus) = calendar == "splits" ? (status, 200) : (200, status);
        var source = Trial.Source();

        ShouldBeTrue((await LiveTrial.AllAsync(source, Night())).Bars, 3, Window);

        (Singles, Files).ShouldBe((31, 1));
        source.Samples.ShouldContain($"fmp: eod-bulk: /stable/{calendar}-calendar: HTTP {status}");
        Trial.Store.Keys["provider:fmp:eod-bulk"].Value.ShouldBe($"\"/stable/{calendar}-calendar: HTTP {status}\"");
    }

    [Fact]
    public void A_file_gives_the_rows_of_its_session_by_the_names_of_its_columns()
    {
        string[] columns = ["symbol", "date", "open", "high", "low", "close", "volume"];
        var symbols = new Dictionary<string, string> { ["ACME"] = "ACME", ["ACM-PD"] = "ACM-PRD", ["OTHR"] = "OTHR" };
        var request = Responses.Asked("ACME", "2024-06-11", "2024-06-12");

        var file = BulkFile.Read(Responses.Payload("fmp", "eod-bulk.csv"), request.To, columns, symbols);

        var history = new BulkHistory(new Dictionary<DateOnly, BulkFile> { [request.To] = file }, Array.Empty<CorporateAction>().ToLookup(a => a.Symbol));
        var bars = history.Find(request, "fmp", "/stable/eod-bulk")!.Bars;
        Responses.Lines(bars).ShouldBe(["2024-06-12 51.5 53 51.45 52.9 7300000 fmp"]);
        Responses.Lines(history.Find(request with { Symbol = "ACM-PRD" }, "fmp", "")!.Bars).ShouldBe(["2024-06-12 24.9 25.1 24.8 25 12000 fmp"]);
        history.Find(request with { Symbol = "OTHR" }, "fmp", "").ShouldBeNull();
        Should.Throw<ProviderException>(() => BulkFile.Read("symbol,date,open\nACME,2024-06-12,1\n"u8, request.To, columns, symbols))
            .Message.ShouldBe("the file has no column high; found symbol,date,open");
    }

    public void Dispose() => trial?.Dispose();

    private int Singles => Trial.Server.Calls.Count(c => c.Path.EndsWith("/full", StringComparison.Ordinal));

    private int Files => Trial.Server.Calls.Count(c => c.Path == "/stable/eod-bulk");

    private LiveTrial Open(int symbols)
    {
        LiveTrial? opened = null;
        opened = new LiveTrial(call => server.To(call, opened!.Bars), symbols, clock);
        opened.Options = opened.Options with { CacheDuration = TimeSpan.Zero };
        return opened;
    }

    /// <summary>A run of its own on the same store.</summary>
    private Task<QuantMatrix.MarketData.Fetched> NightAsync() => LiveTrial.AllAsync(Trial.Source(), Night());

    private DateOnly Session(int place) => Day.Date(Trial.Bars.Days[place]);

    private List<BarRequest> Night() =>
        [.. Trial.Symbols.Select(s => new BarRequest(s, Session(LiveTrial.Sessions - Window), Trial.Last))];

    private void Arrange(string situation)
    {
        var (oldest, older, newest) = (Session(5), Session(9), Session(14));
        switch (situation)
        {
            case "missing in the newest file": server.IsMissing = (s, d) => s == "S003" && d == newest; break;
            case "missing in the oldest file": server.IsMissing = (s, d) => s == "S003" && d == oldest; break;
            case "missing in an older file": server.IsMissing = (s, d) => s == "S003" && d == older; break;
            case "split in the newest session": server.Splits = [("S003", newest, 2)]; break;
            case "split in an older session": server.Splits = [("S003", older, 1.5)]; break;
            case "split in the oldest session": server.Splits = [("S003", oldest, 2)]; break;
            case "split of another symbol": server.Splits = [("S0031", newest, 2)]; break;
            case "dividend in the newest session": server.Dividends = [("S003", newest, 0.25)]; break;
        }
    }

    private void ShouldBeTrue(Bars found, int symbol, int sessions = Window - 1)
    {
        var name = found.Symbols[symbol];
        var (here, there) = (found.RowsOf(symbol), Trial.Bars.Starts[Trial.Bars.IndexOf(name)] + LiveTrial.Sessions - sessions);
        found.Days[here].ToArray().ShouldBe(Trial.Bars.Days.Slice(there, sessions).ToArray());
        found.Close[here].ToArray().ShouldBe(Trial.Bars.Close.Slice(there, sessions).ToArray());
        found.Low[here].ToArray().ShouldBe(Trial.Bars.Low.Slice(there, sessions).ToArray());
        found.Volume[here].ToArray().ShouldBe(Trial.Bars.Volume.Slice(there, sessions).ToArray());
        found.Source[here].ToArray().Distinct().ShouldBe(["fmp"]);
    }
}
