using System.Globalization;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Tests.UnitTests.Indicators;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>Successive runs on one data root: repeated, with changed bars, or with another replay folder.</summary>
[Trait("class", "slow")]
public sealed class AgainTests : IDisposable
{
    private readonly Trial trial = new();

    public void Dispose() => trial.Dispose();

    [Fact]
    public async Task A_backfill_that_found_nothing_fails_again_when_it_is_repeated()
    {
        await ChainAsync(symbols: 3);
        for (var i = 0; i < 2; i++)
            (await trial.CallAsync("run", "backfill_last_bars", "--as-of", "2001-01-02", "--allow-older")).ShouldBe(ExitCode.DataUnfit, "backfill_last_bars");
    }

    [Fact]
    public async Task A_benchmark_without_bars_never_fails_the_stale_backfill()
    {
        await ChainAsync(symbols: 3);
        for (var i = 0; i < 2; i++)
            (await trial.CallAsync("run", "backfill_stale_daily_tracked")).ShouldBe(ExitCode.Ok, "partial", "SPY: no bars in the folder");
    }

    [Fact]
    public async Task A_requested_symbol_without_bars_is_a_failure() =>
        (await Market(1).CallAsync("run", "backfill_symbols", "--set", "backfill_symbols.symbols=ZZZZ"))
            .ShouldBe(ExitCode.Failed, "ZZZZ: no bars in the folder");

    [Fact]
    public async Task Real_bars_are_not_spliced_onto_synthetic_ones()
    {
        var row = EndToEndTests.Market.Row(Series.Walk(1, 1).Single());
        trial.With("AAA.csv", $"{EndToEndTests.Market.Header},source\n{row},synthetic\n").With("BBB.csv", $"{EndToEndTests.Market.Header}\n{row}\n");
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        var before = ContentHash.Of(trial.Data)["price_data"];

        trial.With("AAA.csv", EndToEndTests.Market.Lines(EndToEndTests.Market.Header, Series.Walk(1, 2).Select(EndToEndTests.Market.Row)));
        (await trial.RunAsync()).ShouldBe(ExitCode.DataUnfit, "bars of AAA are synthetic", "QM_DATA");
        ContentHash.Of(trial.Data)["price_data"].ShouldBe(before);
    }

    [Fact]
    public async Task A_changed_close_is_in_the_ledger_the_cache_and_with_a_reason_in_the_history()
    {
        await ChainAsync(symbols: 2);
        var bars = Series.Walk(1, Sessions).ToArray();
        bars[^2] = bars[^2] with { Close = bars[^2].Open };
        trial.With("S01.csv", EndToEndTests.Market.Lines(EndToEndTests.Market.Header, bars.Select(EndToEndTests.Market.Row)));

        (await trial.RunAsync()).ShouldBe(ExitCode.Ok, "0 bars inserted, 1 row changed", "left unchanged: 2 recorded rows that would differ now");
        (await trial.SqlAsync("SELECT symbol, field, old <> new AS changed FROM bar_revisions")).ShouldBe(["S01,close,true"]);
        (await trial.SqlAsync("SELECT count(*) FROM market_analysis_history WHERE revision > 1")).ShouldBe(["0"]);
        (await trial.SqlAsync("SELECT count(*) FROM features f JOIN price_data p USING (symbol, date) WHERE f.close <> p.close")).ShouldBe(["0"]);

        (await trial.RunAsync("--set", "record_daily_history.restate=a late correction")).ShouldBe(ExitCode.Ok, "restated");
        (await trial.SqlAsync("SELECT DISTINCT symbol, reason FROM market_analysis_history WHERE revision = 2")).ShouldBe(["S01,a late correction"]);
    }

    [Fact]
    public async Task History_longer_than_the_features_kept_is_reported()
    {
        await ChainAsync(symbols: 2);
        string[] days = ["--set", "bootstrap_daily_coverage_tracked.history_days=20"];
        (await trial.RunAsync(days)).ShouldBe(ExitCode.Ok, "partial", "not recorded: 15 sessions with bars but no features");
        (await trial.RunAsync([.. days, "--set", "recompute_indicators_universe.keep=20"])).ShouldBe(ExitCode.Ok);
        (await trial.SqlAsync("SELECT count(DISTINCT date) FROM market_analysis_history")).ShouldBe(["20"]);
    }

    [Fact]
    public async Task A_run_for_an_older_session_and_back_leaves_the_content_unchanged()
    {
        await ChainAsync(symbols: 3);
        var content = ContentHash.Of(trial.Data);
        var older = Series.Sessions().ElementAt(Sessions - 4);
        (await trial.RunAsync("--as-of", older.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), "--republish")).ShouldBe(ExitCode.Ok);
        (await trial.SqlAsync("SELECT max(date) FROM market_analysis_cache")).ShouldBe([older.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)]);
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        foreach (var table in new[] { "price_data", "features", "market_analysis_cache", "quarantine", "bar_revisions" })
            ContentHash.Of(trial.Data)[table].ShouldBe(content[table], table);
    }

    [Fact]
    public async Task A_session_beyond_the_replay_folder_is_refused_before_anything_is_written()
    {
        (await Market(1).RunAsync("--as-of", "2099-01-01")).ShouldBe(ExitCode.Usage, "--as-of 2099-01-01", "newest session");
        Directory.Exists(Path.Combine(trial.Lake, "price_data")).ShouldBeFalse();
    }

    [Fact]
    public async Task Every_index_the_folder_lists_is_followed_and_stored_members_of_another_stay()
    {
        Market(2).With("constituents.csv", "index,symbol\nSP500,S00\nSP500,S01\nMINE,S01\n");
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok, "refresh_index_constituents     ok       SP500 2, MINE 1: 3 in, 0 out");

        var night = (await trial.SqlAsync("SELECT max(date) FROM price_data")).Single();
        trial.With("constituents.csv", "index,symbol\nMINE,S01\nDOW30,S00\n");
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok, "partial  DOW30 1, MINE 1: 1 in, 0 out",
            $"SP500: the source has no member list; memberships of {night} unchanged");
    }

    /// <summary>Cache, history and page are the same afterwards, and so are counters and statuses.</summary>
    [Fact]
    public async Task A_night_with_nothing_new_writes_no_published_row_and_reports_the_same()
    {
        await NightAsync(Market(3));
        await NightAsync(trial, "0 inserted, 0 updated, 0 deleted", "15 unchanged");
        var (rows, page, counters) = (await RowsAsync(), Page(), await CountersAsync());
        ContractTests.EmbeddedTrial.Rows(trial.Embedded, "select table_name, row_count from published_inputs order by 1")
            .ShouldBe(["market_analysis_cache|3", "market_analysis_history|15"]);
        await NightAsync(trial, "0 inserted, 0 updated, 0 deleted", "0 rows added, 0 restated, 15 unchanged");
        (await RowsAsync()).ShouldBe(rows);
        Page().ShouldBe(page);
        (await CountersAsync()).ShouldBe(counters);

        Task<IReadOnlyList<string>> CountersAsync() => trial.SqlAsync(
            "SELECT job, status, counters FROM job_run WHERE run_id = (SELECT max(run_id) FROM job_run) ORDER BY job");
    }

    [Theory]
    [InlineData("delete from market_analysis_cache where symbol = 'S01'", "1 inserted, 0 updated, 0 deleted")]
    [InlineData("update market_analysis_cache set close = 0", "0 inserted, 3 updated, 0 deleted")]
    [InlineData("delete from market_analysis_history where symbol = 'S01'", "5 rows added, 0 restated, 10 unchanged")]
    [InlineData("delete from market_analysis_history", "15 rows added, 0 restated, 0 unchanged")]
    public async Task Rows_changed_by_hand_are_restored_by_a_night_with_nothing_new(string change, string restored)
    {
        await NightAsync(Market(3));
        await NightAsync(trial, "0 inserted, 0 updated, 0 deleted", "15 unchanged");
        var rows = await RowsAsync();
        ContractTests.EmbeddedTrial.Change(trial.Embedded, change);
        (await RowsAsync()).ShouldNotBe(rows);
        await NightAsync(trial, restored);
        (await RowsAsync()).ShouldBe(rows);
        await NightAsync(trial, "0 inserted, 0 updated, 0 deleted", "15 unchanged");
    }

    /// <summary>Screens are not evaluated, but members deleted by hand return, and the sets expire a week after the run.</summary>
    [Fact]
    public async Task Sets_of_screens_are_restored_and_renewed_by_a_night_with_nothing_new()
    {
        const string members = "select name, member from set_member where name like 'screen:%' order by 1, 2";
        var jobs = trial.Jobs(Benchmark, ("oversold: rsi_14 < 30", "oversold: rsi_14 < 99"));
        (await Market(3).RunAsync("--jobs", jobs)).ShouldBe(ExitCode.Ok, "oversold 3");
        var published = ContractTests.EmbeddedTrial.Rows(trial.Embedded, members);
        ContractTests.EmbeddedTrial.Change(trial.Embedded, "delete from set_member where name = 'screen:oversold' and member > 'S00'");
        ContractTests.EmbeddedTrial.Change(trial.Embedded, "update set_member set expires_at = now() + interval 1 hour where name = 'screen:oversold'");

        (await trial.RunAsync("--jobs", jobs)).ShouldBe(ExitCode.Ok, "oversold 3", "0 new alerts");
        ContractTests.EmbeddedTrial.Rows(trial.Embedded, members).ShouldBe(published);
        ContractTests.EmbeddedTrial.Rows(trial.Embedded, "select count(*) from set_member where name like 'screen:%' and expires_at < now() + interval 6 day")
            .ShouldBe(["0"]);
        await NightAsync(trial, "oversold 0");
    }

    [Fact]
    public async Task An_audit_finds_a_row_changed_by_hand_in_a_night_with_nothing_new()
    {
        await NightAsync(Market(3));
        await NightAsync(trial, "6 audits: 6 ok");
        File.Exists(Path.Combine(trial.Data, "runs", "audit.memo")).ShouldBeTrue();
        ContractTests.EmbeddedTrial.Change(trial.Embedded, "update market_analysis_history set revision = 3, reason = 'by hand' where symbol = 'S01'");
        for (var i = 0; i < 2; i++)
            (await trial.RunAsync("--jobs", trial.Jobs(Benchmark))).ShouldBe(ExitCode.DataUnfit, "history_revisions_count_up");
    }

    [Fact]
    public async Task A_page_is_written_again_when_it_is_gone_or_when_what_it_shows_has_changed()
    {
        await NightAsync(Market(3));
        await NightAsync(trial);
        var page = Page();
        File.Delete(PagePath);
        await NightAsync(trial);
        Page()[..200].ShouldBe(page[..200], "the same inputs");

        (await trial.RunAsync("--jobs", trial.Jobs(Benchmark, ("oversold: rsi_14 < 30", "oversold: rsi_14 < 99")))).ShouldBe(ExitCode.Ok);
        Page().ShouldContain("rsi_14 &lt; 99");
        await NightAsync(trial);
        Page().ShouldNotContain("rsi_14 &lt; 99");
    }

    private static readonly (string, string) Benchmark = ("benchmark: SPY", "benchmark: S00");

    private static async Task NightAsync(Trial trial, params string[] parts) =>
        (await trial.RunAsync("--jobs", trial.Jobs(Benchmark))).ShouldBe(ExitCode.Ok, parts);

    private string PagePath => Path.Combine(trial.Data, "reports", "latest", "index.html");

    private string Page() => File.ReadAllText(PagePath);

    /// <summary>The rows of cache and history without the times of recording.</summary>
    private async Task<IReadOnlyList<string>> RowsAsync() =>
    [
        .. await trial.SqlAsync("SELECT * EXCLUDE (run_id) FROM market_analysis_cache ORDER BY symbol"),
        .. await trial.SqlAsync("SELECT * EXCLUDE (run_id, recorded_at) FROM market_analysis_history ORDER BY symbol, date, revision"),
    ];

    private const int Sessions = 60;

    private Trial Market(int symbols)
    {
        EndToEndTests.Market.Write(trial.Replay, symbols, Sessions);
        return trial;
    }

    private async Task ChainAsync(int symbols) => (await Market(symbols).RunAsync()).ShouldBe(ExitCode.Ok);
}
