using QuantMatrix.Batch.Graph;
using QuantMatrix.MarketData.Calendar;
using QuantMatrix.Model;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>Gaps, outages, corrections, jumps and the choice of a provider.</summary>
public sealed partial class LiveNightTests
{
    /// <summary>Deep enough for the recursive columns, in one call for the bars; a symbol that has been fetched once is not fetched deeper.</summary>
    [Theory]
    [InlineData("yahoo", "/v8/finance/chart/", "period1")]
    [InlineData("twelvedata", "/time_series", "start_date")]
    [InlineData("fmp", "/historical-price-eod/", "from")]
    public async Task A_first_fetch_is_1500_sessions_deep_in_one_call(string provider, string bars, string parameter)
    {
        Restart(provider);
        (await nights.NightAsync(First + 30, options: ["--set", $"{LiveNights.Job}.first_days=1500"])).ShouldBe(ExitCode.Ok, $"{First + 31} bars inserted");
        var first = CalendarFiles.Read(Fixtures.Repository).Back(nights.Tonight, 1499);
        var call = nights.NewCalls().Single(c => c.Path.Contains(bars, StringComparison.Ordinal));
        call[parameter].ShouldBe(provider == "yahoo" ? $"{new DateTimeOffset(first, default, default).ToUnixTimeSeconds()}" : $"{first:yyyy-MM-dd}");
        (await nights.NightAsync(First + 31)).ShouldBe(ExitCode.Ok, "1 bar inserted");
    }

    [Fact]
    public async Task A_session_of_nulls_is_filled_by_a_later_night()
    {
        await nights.NightAsync(First);
        nights.Returned = (bar, _, _) => bar.Day == Day.Of(nights.Sessions[First + 1]) ? null : bar;
        await nights.NightAsync(First + 1);
        await nights.NightAsync(First + 4);
        (await nights.SqlAsync("SELECT count(*) FROM price_data")).ShouldBe(["273"]);
        nights.Returned = (bar, _, _) => bar;
        (await nights.NightAsync(First + 5)).ShouldBe(ExitCode.Ok);
        await nights.ShouldHoldAsync(First - 269, First + 5);
    }

    [Fact]
    public async Task An_old_gap_is_filled_by_an_explicit_since()
    {
        nights.Returned = (bar, _, _) => bar.Day == Day.Of(nights.Sessions[First - 100]) ? null : bar;
        await nights.NightAsync(First);
        nights.Returned = (bar, _, _) => bar;
        await nights.NightAsync(First + 1);
        (await nights.SqlAsync("SELECT count(*) FROM price_data")).ShouldBe(["270"]);
        (await nights.NightAsync(First + 1, "05:00", "--set", $"{LiveNights.Job}.since={nights.Sessions[First - 269]:yyyy-MM-dd}"))
            .ShouldBe(ExitCode.Ok, "1 bar inserted");
        await nights.ShouldHoldAsync(First - 269, First + 1);
    }

    [Fact]
    public async Task A_universe_whose_newest_session_is_not_published_is_complete_later()
    {
        Restart("yahoo", symbols: 220);
        (await nights.NightAsync(First, "03:00", "--set", $"{LiveNights.Job}.days=20")).ShouldBe(ExitCode.Ok);
        nights.Returned = (bar, _, _) => bar.Day == Day.Of(nights.Sessions[First + 1]) ? null : bar;
        var night = await nights.NightAsync(First + 1);
        night.ShouldBe(ExitCode.Temporary, $"no provider has a bar of {nights.Sessions[First + 1]:yyyy-MM-dd} yet; run again later", "220 symbols");
        nights.Returned = (bar, _, _) => bar;
        (await nights.NightAsync(First + 1, "05:00")).ShouldBe(ExitCode.Ok);
    }

    [Fact]
    public async Task A_universe_of_which_hardly_any_symbol_gets_a_new_bar_fails_the_job()
    {
        Restart("yahoo", symbols: 220);
        (await nights.NightAsync(First, "03:00", "--set", $"{LiveNights.Job}.days=20")).ShouldBe(ExitCode.Ok);
        nights.Returned = (bar, symbol, _) => bar.Day == Day.Of(nights.Sessions[First + 1]) && symbol != "S07" ? null : bar;
        (await nights.NightAsync(First + 1)).ShouldBe(ExitCode.DataUnfit, "outage: 219 of 220 symbols");
    }

    [Fact]
    public async Task Half_the_symbols_missing_since_the_previous_session_fails_the_job()
    {
        Restart("yahoo", symbols: 24);
        await nights.NightAsync(First);
        nights.Returned = (bar, symbol, _) => bar.Day == Day.Of(nights.Sessions[First + 1]) && string.CompareOrdinal(symbol, "S12") < 0 ? null : bar;
        var night = await nights.NightAsync(First + 1);
        night.Code.ShouldBe(ExitCode.DataUnfit);
        night.Output.ShouldContain("symbol count: 12 symbols");
    }

    [Fact]
    public async Task A_corrected_bar_is_a_revision_in_the_ledger()
    {
        await nights.NightAsync(First);
        nights.Returned = (bar, _, _) => bar.Day == Day.Of(nights.Sessions[First - 2]) ? bar with { Volume = 7 } : bar;
        (await nights.NightAsync(First + 1)).Output.ShouldContain("1 bar inserted, 1 row changed");
        (await nights.SqlAsync("SELECT field, new, class FROM bar_revisions")).ShouldBe(["volume,7,revision"]);
    }

    /// <summary>The provider adjusts for the dividend, and in the second case for more than it reports.</summary>
    [Theory]
    [InlineData(1, "")]
    [InlineData(2, "total return: 10 closes of 1 symbol differ by more than 0.1 % from corporate_actions, first S00")]
    public async Task A_dividend_is_one_row_and_changes_no_bar_and_what_it_does_not_explain_is_reported(double times, string warning)
    {
        await nights.NightAsync(First);
        var close = (await nights.ClosesAsync())[^1];
        nights.Actions = [new("S00", nights.Sessions[First + 1], ActionKind.Dividend, close / 100, "yahoo")];
        nights.Returned = (bar, _, _) => bar with { AdjClose = bar.Close * (bar.Day > Day.Of(nights.Sessions[First]) ? 1 : 1 - (times / 100)) };
        var night = await nights.NightAsync(First + 1);
        night.Output.ShouldContain("1 bar inserted, 0 rows changed");
        if (warning.Length > 0) night.Output.ShouldContain(warning);
        else night.Output.ShouldNotContain("total return");
        (await nights.SqlAsync("SELECT kind, source, status FROM corporate_actions")).ShouldBe(["dividend,yahoo,applied"]);
        (await nights.SqlAsync("SELECT count(*) FROM bar_revisions")).ShouldBe(["0"]);
        (await nights.SqlAsync("SELECT round(adj_close / close, 8), count(*) FROM price_data GROUP BY 1 ORDER BY 1")).ShouldBe(["0.99,270", "1,1"]);
        await nights.ShouldHoldAsync(First - 269, First + 1);
    }

    [Theory]
    [InlineData("yahoo", false)]
    [InlineData("yahoo, twelvedata", true)]
    public async Task A_jump_is_held_until_another_provider_confirms_it(string providers, bool confirmed)
    {
        Restart(providers);
        await nights.NightAsync(First);
        nights.Returned = (bar, _, _) => bar.Day > Day.Of(nights.Sessions[First]) ? Times(bar, 0.2) : bar;
        var night = await nights.NightAsync(First + 1);
        night.Code.ShouldBe(ExitCode.Ok);
        night.Output.ShouldContain(confirmed ? "confirmed by twelvedata" : "held: close");
        (await nights.SqlAsync("SELECT count(*) FROM price_data")).ShouldBe([confirmed ? "271" : "270"]);
        (await nights.SqlAsync("SELECT count(*) FROM quarantine")).ShouldBe([confirmed ? "0" : "1"]);
    }

    [Fact]
    public async Task A_jump_that_the_second_provider_does_not_show_is_held()
    {
        Restart("yahoo, twelvedata");
        await nights.NightAsync(First);
        nights.Returned = (bar, _, who) => who == "yahoo" && bar.Day > Day.Of(nights.Sessions[First]) ? Times(bar, 0.2) : bar;
        await nights.NightAsync(First + 1);
        (await nights.SqlAsync("SELECT reason LIKE 'held: close%', row LIKE '%,%,%,%,%,%,%' FROM quarantine")).ShouldBe(["true,true"]);
        nights.Returned = (bar, _, _) => bar;
        (await nights.NightAsync(First + 1, "05:00")).ShouldBe(ExitCode.Ok);
        await nights.ShouldHoldAsync(First - 269, First + 1);
    }

    [Fact]
    public async Task Symbols_lost_to_a_provider_outage_are_fetched_by_the_next_run()
    {
        Restart("yahoo", symbols: 16);
        var served = 0;
        nights.Instead = _ => Interlocked.Increment(ref served) > 8 ? ProviderReply.Of(Accident.Reset) : null;
        (await nights.NightAsync(First)).Code.ShouldBe(ExitCode.Temporary);
        (await nights.SqlAsync("SELECT count(DISTINCT symbol) BETWEEN 1 AND 15 FROM price_data")).ShouldBe(["true"]);
        nights.Instead = _ => null;
        (await nights.NightAsync(First)).ShouldBe(ExitCode.Ok);
        foreach (var symbol in nights.Symbols) await nights.ShouldHoldAsync(First - 269, First, symbol);
    }

    [Fact]
    public async Task Older_bars_of_a_recently_listed_share_are_not_requested_every_night()
    {
        nights.Returned = (bar, _, _) => bar.Day < Day.Of(nights.Sessions[First - 20]) ? null : bar;
        await nights.NightAsync(First);
        nights.NewCalls();
        await nights.NightAsync(First);
        nights.NewCalls().ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_a_key_yahoo_serves_and_the_others_are_listed()
    {
        Restart("fmp, twelvedata, yahoo");
        nights.Trial.Variables.Remove("FMP_API_KEY");
        nights.Trial.Variables.Remove("TWELVEDATA_API_KEY");
        var night = await nights.NightAsync(First);
        night.ShouldBe(ExitCode.Ok);
        night.Output.ShouldContain("skipped without a key: fmp (FMP_API_KEY), twelvedata (TWELVEDATA_API_KEY)");
    }

    [Fact]
    public async Task With_both_keys_the_first_serves_in_full_and_no_key_is_shown()
    {
        Restart("fmp, twelvedata, yahoo");
        var night = await nights.NightAsync(First);
        night.ShouldBe(ExitCode.Ok);
        (await nights.SqlAsync("SELECT DISTINCT source FROM price_data")).ShouldBe(["fmp"]);
        foreach (var file in Directory.GetFiles(nights.Trial.Data, "*", SearchOption.AllDirectories))
            File.ReadAllText(file).ShouldNotContain("key-of-", customMessage: file);
        (night.Output + night.Error).ShouldNotContain("key-of-");
        nights.Server.Calls.ShouldAllBe(c => !c.Target.Contains("key-of-"));
    }
}
