using System.Globalization;
using System.Text;
using QuantMatrix.Batch.Graph;
using QuantMatrix.MarketData.Synthetic;
using QuantMatrix.Model;
using QuantMatrix.Tests.Servers;
using QuantMatrix.Tests.UnitTests.MarketData.Live;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>5-minute bars in the real program: the chain on a synthetic market and on a folder, and nights with a provider.</summary>
public sealed class IntradayTests
{
    private const string Chain = "intraday_5m", Backfill = "backfill_5m_last_n_days";

    private static readonly SessionCalendar Calendar = new([]);

    [Fact]
    public async Task The_synthetic_market_fits_its_daily_bars_exactly_and_a_second_run_does_nothing()
    {
        using var trial = await SyntheticAsync();
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok, "6 audits: 6 ok");
        (await trial.SqlAsync("SELECT count(*) FROM price_data_5m")).ShouldBe(["0"]);

        (await trial.CallAsync("run", Chain, "--set", $"{Chain}.days=22")).ShouldBe(ExitCode.Ok, "5-minute bars inserted", "1 audit: 1 ok");
        (await trial.SqlAsync("SELECT date, count(*) // count(DISTINCT symbol) FROM price_data_5m WHERE date IN ('2025-12-23', '2025-12-24') "
            + "GROUP BY 1 ORDER BY 1"))
            .ShouldBe(["2025-12-23,78", "2025-12-24,42"]);
        (await trial.SqlAsync("SELECT count(*), count(*) FILTER (abs(intraday_return_pct - 100 * (close / open - 1)) > 1e-9), count(relative_volume_tod) "
            + "FROM features JOIN intraday_features USING (symbol, date)")).ShouldBe(["15,0,6"]); // 5 of 22 sessions; 2 have 20 before them
        (await trial.CallAsync("run", Chain, "--set", $"{Chain}.days=22")).ShouldBe(ExitCode.Ok, "up to date", "5-minute bars unchanged, nothing to compute");
        (await trial.CallAsync("verify", "--full")).ShouldBe(ExitCode.Ok, "nothing is wrong");
    }

    [Fact]
    public async Task Screens_use_the_columns_of_5_minute_bars()
    {
        using var trial = await SyntheticAsync();
        await trial.RunAsync();
        const string condition = "vwap_distance_pct is not null and realized_volatility_pct > 0 and close > 0";
        (await trial.CallAsync("screen", condition, "--format", "csv")).ShouldBe(ExitCode.Ok, "symbol,date,close,vwap_distance_pct,realized_volatility_pct");
        (await trial.CallAsync("run", Chain)).ShouldBe(ExitCode.Ok);
        var screened = await trial.CallAsync("screen", condition, "--format", "csv", "--order", "vwap");
        screened.ShouldBe(ExitCode.Ok);
        screened.Output.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(1 + 3);
        (await trial.CallAsync("screen", condition, "--as-of", "2025-12-30", "--format", "csv")).ShouldBe(ExitCode.Ok, "AAPL,2025-12-30");
        (await trial.CallAsync("screen", condition, "--history")).ShouldBe(ExitCode.Usage, "vwap_distance_pct is of 5-minute bars: --history cannot use it");
        (await trial.CallAsync("screen", "vwap_distance > 0")).ShouldBe(ExitCode.Usage, "unknown column 'vwap_distance'; did you mean 'vwap_distance_pct'?");
        var jobs = trial.Jobs(("        oversold: rsi_14 < 30\n", "        oversold: opening_range_breakout_pct is not null\n"));
        (await trial.CallAsync("run", "publish_screens", "--jobs", jobs)).ShouldBe(ExitCode.Ok, "oversold 3");
    }

    [Fact]
    public async Task A_folder_of_5_minute_files_is_read_once_and_old_months_are_dropped_for_good()
    {
        using var trial = new Trial();
        WriteFolder(trial, "AAA", new(2024, 3, 28), new(2024, 7, 12));
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        (await trial.CallAsync("run", Chain, "--set", "enforce_retention.dry_run=true"))
            .ShouldBe(ExitCode.Ok, "1 of 2 symbols: ", "would drop 1 month of 5-minute bars (2024-03): 78 bars");
        (await trial.CallAsync("run", Chain)).ShouldBe(ExitCode.Ok, "folder unchanged, nothing to store",
            "dropped 1 month of 5-minute bars (2024-03): 78 bars");
        (await trial.CallAsync("run", Chain)).ShouldBe(ExitCode.Ok, "folder unchanged, nothing to store", "no month ended more than 90 days before 2024-07-12");
        (await trial.SqlAsync("SELECT min(date) FROM price_data_5m UNION ALL SELECT min(date) FROM intraday_features")).ShouldBe(["2024-04-01", "2024-03-28"]);

        // A bar that does not fit the daily one is a warning.
        WriteFolder(trial, "AAA", new(2024, 3, 28), new(2024, 7, 15), of => of.Day == Day.Of(new(2024, 7, 15)) ? of with { High = of.High * 1.5 } : of);
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        (await trial.CallAsync("run", Chain)).ShouldBe(ExitCode.Ok, "audit_5m", "partial", "intraday_fits_daily: 1 row: symbol AAA, date 2024-07-15, slots 78");
    }

    [Fact]
    public async Task Nights_fetch_what_is_missing_heal_holes_and_retry_a_failed_symbol_alone()
    {
        using var nights = new LiveNights("yahoo", 2);
        await nights.TrackAsync();
        (await nights.NightAsync(60)).ShouldBe(ExitCode.Ok);
        nights.NewCalls();
        nights.Instead = call => call["interval"] != "5m" ? null
            : Slots(nights, call, (session, slot) => call.Symbol == "S01" && session == 59 && slot is 7 or 40);
        (await nights.CallAsync(60, ["plan", Backfill])).ShouldBe(ExitCode.Ok, "5-minute bars of 2 symbols, 2 due by 2023-03-30: 2 calls to yahoo");
        (await nights.CallAsync(60, ["run", Backfill])).ShouldBe(ExitCode.Ok, "2 of 2 symbols: 778 5-minute bars inserted, 2 calls");
        nights.NewCalls().Count.ShouldBe(2);
        (await nights.CallAsync(60, ["run", Backfill])).ShouldBe(ExitCode.Ok, "2 of 2 symbols: up to date, 0 calls"); // the cached response has the hole too

        (await nights.NightAsync(61)).ShouldBe(ExitCode.Ok);
        nights.Instead = call => call["interval"] == "5m" ? call.Symbol == "S01" ? ProviderReply.Of(404) : Slots(nights, call) : null;
        var night = await nights.CallAsync(61, ["run", Backfill]);
        night.ShouldBe(ExitCode.Ok, "1 of 2 symbols: 78 5-minute bars inserted", "partial", "S01: yahoo: HTTP 404");
        (await nights.SqlAsync("SELECT job, symbol, date, state, interval FROM units")).ShouldBe([$"{Backfill},S01,2023-03-31,failed,5m"]);
        (await nights.NightAsync(61)).ShouldBe(ExitCode.Ok, "up to date"); // the daily job leaves it open

        nights.Instead = call => call["interval"] == "5m" ? Slots(nights, call) : null;
        nights.NewCalls();
        var run = (await nights.SqlAsync("SELECT run_id FROM units")).Single();
        (await nights.RetryAsync(run)).ShouldBe(ExitCode.Ok, "1 symbol (S01) open", "1 of 1 symbol: 80 5-minute bars inserted"); // with the two slots
        nights.NewCalls().ShouldHaveSingleItem().Symbol.ShouldBe("S01");
        (await nights.SqlAsync("SELECT count(*) FROM units")).ShouldBe(["0"]);
        (await nights.SqlAsync("SELECT DISTINCT count(*) FROM price_data_5m GROUP BY symbol, date")).ShouldBe(["78"]);
    }

    /// <summary>The 5-minute bars of the true bars up to the night, as Yahoo serves them.</summary>
    private static ProviderReply Slots(LiveNights nights, ProviderCall call, Func<int, int, bool>? isHole = null)
    {
        var (truth, s) = (nights.Truth, nights.Truth.IndexOf(call.Symbol));
        var (from, until) = (long.Parse(call["period1"]!, CultureInfo.InvariantCulture), long.Parse(call["period2"]!, CultureInfo.InvariantCulture));
        var rows = new List<string>();
        for (var i = truth.Starts[s]; i < truth.Starts[s + 1] && truth.Days[i] <= Day.Of(nights.Tonight); i++)
        {
            if (truth.Days[i] * 86_400L < from - 86_400 || truth.Days[i] * 86_400L >= until) continue;
            var daily = new Bar(truth.Days[i], truth.Open[i], truth.High[i], truth.Low[i], truth.Close[i], double.NaN, truth.Volume[i]);
            rows.AddRange(SyntheticIntraday.Session(call.Symbol, daily, SessionSlots.Regular)
                .Where(b => isHole?.Invoke(i - truth.Starts[s], b.Slot) != true).Select(Row));
        }
        return ProviderReply.Of(IntradayResponses.Body("yahoo", rows).Replace("ACME", call.Symbol, StringComparison.Ordinal));
    }

    private static string Row(IntradayBar bar) => string.Create(CultureInfo.InvariantCulture,
        $"{Day.Text(bar.Day)} {SessionSlots.Begin(bar.Slot):HH:mm} {bar.Open} {bar.High} {bar.Low} {bar.Close} {bar.Volume}");

    /// <summary>A folder filled with a small synthetic market.</summary>
    private static async Task<Trial> SyntheticAsync()
    {
        var trial = new Trial { Variables = new() { ["QM_SOURCE"] = "synthetic" } };
        var options = new SyntheticOptions { Constituents = new Dictionary<string, IReadOnlyList<string>> { ["DOW30"] = ["AAPL", "KO"] }, Sessions = 80 };
        await SyntheticMarket.FillAsync(trial.Replay, options, Calendar, CancellationToken.None);
        return trial;
    }

    /// <param name="changed">What the 5-minute bars of a session are made from, in place of its daily bar.</param>
    private static void WriteFolder(Trial trial, string symbol, DateOnly from, DateOnly to, Func<Bar, Bar>? changed = null)
    {
        var (daily, slots) = (new StringBuilder("date,open,high,low,close,volume\n"), new StringBuilder("timestamp,open,high,low,close,volume\n"));
        foreach (var session in Calendar.Sessions(from, to))
        {
            var price = 10 + session.DayNumber % 7;
            var bar = new Bar(Day.Of(session), price, price + 2, price - 1, price + 1, double.NaN, 5_000_000);
            daily.AppendLine(CultureInfo.InvariantCulture, $"{session:yyyy-MM-dd},{bar.Open},{bar.High},{bar.Low},{bar.Close},{bar.Volume}");
            foreach (var slot in SyntheticIntraday.Session(symbol, changed?.Invoke(bar) ?? bar, SessionSlots.Count(Calendar, session)))
                slots.Append(Row(slot).Replace(' ', ',').Remove(10, 1).Insert(10, " ")).Append('\n');
        }
        Directory.CreateDirectory(Path.Combine(trial.Replay, "5m"));
        trial.With($"{symbol}.csv", daily.ToString()).With($"5m/{symbol}.csv", slots.ToString());
    }
}
