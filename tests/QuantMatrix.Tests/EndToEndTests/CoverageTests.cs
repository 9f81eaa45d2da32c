using System.Globalization;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Tests.ContractTests;
using QuantMatrix.Tests.UnitTests.Indicators;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>Coverage as an operator sees it after runs over a folder with faults.</summary>
[Trait("class", "slow")]
public sealed class CoverageTests : IDisposable
{
    private const int Sessions = 100;
    private const string Monitor = "monitor_coverage_health";

    private readonly Trial trial = new();

    [Fact]
    public async Task The_first_run_is_idle()
    {
        Healthy("AAA", "BBB", "SPY");
        (await trial.CallAsync("run", Monitor)).ShouldBe(ExitCode.Ok,
            $"{Monitor}  ok  coverage idle: nothing is tracked yet; run refresh_index_constituents or the whole chain");
        await trial.CallAsync("run", "refresh_index_constituents");
        (await trial.CallAsync("run", Monitor)).ShouldBe(ExitCode.Ok,
            $"{Monitor}  ok  coverage idle: no bars are stored yet for 3 symbols; run backfill_last_bars or the whole chain");
        Last("label").ShouldBe("idle");
    }

    [Fact]
    public async Task The_chain_over_complete_bars_is_ok_with_every_snapshot()
    {
        Healthy("AAA", "BBB", "SPY");
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok,
            $"coverage ok: 180 of 180 sessions since {Session(41)} stored (100.00 %), 3 of 3 symbols up to {Session(100)}");
        Last("snapshots_by_date")
            .ShouldBe($"[{string.Join(',', Enumerable.Range(96, 5).Select(s => $$"""{"date":"{{Session(s)}}","expected":3,"stored":3}"""))}]");
        Last("snapshots_missing").ShouldBe("0");
    }

    [Fact]
    public async Task A_session_stored_for_few_symbols_is_named()
    {
        for (var s = 0; s < 20; s++) Write($"S{s:00}", from: 1, to: Sessions, without: s == 0 ? 0 : 70);
        Healthy("SPY");
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok,
            $"{Monitor}        partial  coverage degraded: {Session(70)}: bars for 2 of 21 symbols; 1,241 of 1,260 sessions",
            $"    {Session(70)}: bars for 2 of 21 symbols\n    S01: 1 of 60 sessions missing\n");
    }

    [Fact]
    public async Task A_dead_feed_fails_the_monitor_until_bars_arrive_again()
    {
        Healthy("AAA", "BBB", "SPY");
        (await trial.RunAsync("--as-of", Session(90))).ShouldBe(ExitCode.Ok, "coverage ok");
        (await trial.CallAsync("run", Monitor)).ShouldBe(ExitCode.DataUnfit,
            $"{Monitor}  failed  coverage degraded: no bars for any symbol since {Session(90)}, 10 sessions ago; 150 of 180 sessions");
        Last("label").ShouldBe("degraded");
        (await trial.CallAsync("run", "backfill_stale_daily_tracked")).ShouldBe(ExitCode.Ok);
        (await trial.CallAsync("run", Monitor)).ShouldBe(ExitCode.Ok, "180 of 180 sessions", $"{Session(91)}: snapshots for 0 of 3 symbols");
        (await trial.RunAsync("--set", "recompute_indicators_universe.keep=10", "--set", "record_daily_history.days=10")).ShouldBe(ExitCode.Ok,
            "coverage ok: 180 of 180");
    }

    [Fact]
    public async Task A_late_listing_is_excused_and_reported()
    {
        Healthy("AAA", "SPY");
        Write("NEW", from: 81, to: Sessions);
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok, "coverage ok: 140 of 140 sessions", "40 excused (40 not listed yet, 0 left), 3 of 3 symbols");
        Last("by_index.REPLAY.excused_not_listed").ShouldBe("40");
    }

    [Fact]
    public async Task A_member_is_expected_until_it_leaves_and_again_when_it_returns()
    {
        Healthy("AAA", "SPY");
        Write("BBB", from: 1, to: 80);
        await WithMembersAsync(80, "AAA", "BBB");
        Last("totals.missing").ShouldBe("0");

        await WithMembersAsync(90, "AAA"); // its last bar is of session 80, so 81 to 89 are gaps: it was still a member
        Of("SP500").ShouldBe((Expected: "119", Stored: "110", Missing: "9", Left: "1"));

        Write("BBB", from: 1, to: Sessions, without: 95);
        await WithMembersAsync(100, "AAA", "BBB");
        Of("SP500").ShouldBe((Expected: "120", Stored: "119", Missing: "1", Left: "0"));
    }

    [Fact]
    public async Task Indices_of_the_folder_are_counted_separately()
    {
        Healthy("AAA", "BBB", "SPY");
        Write("CCC", from: 1, to: 99);
        trial.With("constituents.csv", "index,symbol\nMINE,AAA\nMINE,CCC\nYOURS,BBB\n");
        await trial.RunAsync();
        (Last("by_index.MINE.missing"), Last("by_index.YOURS.missing"), Last("by_index.benchmark.stored"), Last("by_index.portfolio.symbols"))
            .ShouldBe(("1", "0", "60", "0"));
        (Last("freshness.current"), Last("freshness.one_behind"), Last("worst[0].symbol"), Last("worst[0].last_bar")).ShouldBe(("3", "1", "CCC", Session(99)));
    }

    [Fact]
    public async Task A_quarantined_row_is_a_gap_with_a_reason()
    {
        Healthy("AAA", "SPY");
        var rows = Series.Walk(7, Sessions).Select(Market.Row).ToArray();
        foreach (var session in new[] { 60, 61 }) rows[session - 1] = $"{DateTime.Parse(Session(session), CultureInfo.InvariantCulture):M/d/yyyy},10,9,8,9,100";
        trial.With("BAD.csv", Market.Lines(Market.Header, rows));
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok, "178 of 180 sessions", "2 of the missing in quarantine, 3 of 3 symbols");
        (Last("totals.missing"), Last("totals.missing_quarantined"), Last("by_index.benchmark.missing_quarantined")).ShouldBe(("2", "2", "0"));
    }

    /// <summary>The newest session of a folder includes refused rows: a folder whose newest rows are all refused is not complete.</summary>
    [Theory]
    [InlineData(99, ExitCode.DataUnfit, "ok", "coverage degraded: no bars for any symbol since 2015-05-22, 2 sessions ago; 174 of 180 sessions")]
    [InlineData(96, ExitCode.DataUnfit, "partial", "coverage degraded: no bars for any symbol since 2015-05-19, 5 sessions ago; 165 of 180 sessions")]
    public async Task Sessions_of_which_every_row_was_refused_are_missing(int from, int code, string backfill, string coverage)
    {
        foreach (var symbol in new[] { "AAA", "BBB", "SPY" }) WithRefused(symbol, from);
        (await trial.RunAsync()).ShouldBe(code, $"backfill_last_bars             {backfill}", coverage, $"0 of 3 symbols up to {Session(100)}");
    }

    [Fact]
    public async Task A_symbol_of_which_every_row_was_refused_is_missing_in_each_run()
    {
        Healthy("AAA", "SPY");
        WithRefused("GONE", from: 1);
        for (var run = 0; run < 2; run++)
            (await trial.RunAsync()).ShouldBe(ExitCode.Ok, "backfill_last_bars             partial",
                "100 of 100 rows refused, more than 2 %, of 1 symbol (GONE)",
                "coverage degraded: 1 of 3 symbols behind; 120 of 180 sessions", "GONE: 60 of 60 sessions missing, no bar stored");
    }

    [Fact]
    public async Task A_bar_on_a_holiday_counts_for_nothing()
    {
        Healthy("AAA", "SPY"); // up to Wednesday 27 May 2015
        var rows = Series.Walk(8, 98).Select(Market.Row).Append("2015-05-25,10,11,9,10,100"); // up to Friday, and Memorial Day
        trial.With("ODD.csv", Market.Lines(Market.Header, rows));
        await trial.RunAsync("--jobs", trial.Jobs(("no_session: hold", "no_session: off")));
        Last("worst").ShouldBe("""[{"symbol":"ODD","last_bar":"2015-05-25","sessions_behind":2,"missing":2,"expected":60}]""");
    }

    [Fact]
    public async Task Thresholds_are_options()
    {
        Healthy("AAA", "SPY");
        Write("BBB", from: 1, to: 99);
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok, "coverage degraded: 1 of 3 symbols behind");
        (await trial.CallAsync("run", Monitor, "--set", $"{Monitor}.min_current_pct=60", "--set", $"{Monitor}.min_fill_pct=60")).ShouldBe(ExitCode.Ok,
            "coverage ok: 179 of 180");
        (await trial.CallAsync("run", Monitor, "--set", $"{Monitor}.min_current_pct=101")).ShouldBe(ExitCode.Usage, "a number from 0 to 100");
    }

    public void Dispose() => trial.Dispose();

    private void Healthy(params string[] symbols)
    {
        foreach (var symbol in symbols) Write(symbol, from: 1, to: Sessions);
    }

    /// <param name="from">First session with a bar; the first of all is 1.</param>
    /// <param name="without">A session to leave out.</param>
    private void Write(string symbol, int from, int to, int without = 0)
    {
        var bars = Series.Walk(symbol[0], to).Where((_, i) => i + 1 >= from && i + 1 != without);
        trial.With($"{symbol}.csv", Market.Lines(Market.Header, bars.Select(Market.Row)));
    }

    /// <param name="from">The first session whose row breaks a rule; all later ones do as well.</param>
    private void WithRefused(string symbol, int from)
    {
        var rows = Series.Walk(symbol[0], Sessions).Select((bar, i) => i + 1 < from ? Market.Row(bar) : Market.Row(bar with { High = bar.Low / 2 }));
        trial.With($"{symbol}.csv", Market.Lines(Market.Header, rows));
    }

    private async Task WithMembersAsync(int session, params string[] symbols)
    {
        trial.With("constituents.csv", $"index,symbol\n{string.Concat(symbols.Select(s => $"SP500,{s}\n"))}");
        (await trial.RunAsync("--as-of", Session(session))).ShouldBe(ExitCode.Ok);
    }

    private static string Session(int number) => Series.Sessions().ElementAt(number - 1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private (string Expected, string Stored, string Missing, string Left) Of(string index) =>
        (Last($"by_index.{index}.expected"), Last($"by_index.{index}.stored"), Last($"by_index.{index}.missing"), Last($"by_index.{index}.excused_left"));

    /// <summary>A value in <c>coverage:health:last</c>, by its JSON path.</summary>
    private string Last(string path) =>
        string.Join(", ", EmbeddedTrial.Rows(trial.Embedded, $"select value->>'$.{path}' from key_value where key = 'coverage:health:last'"));
}
