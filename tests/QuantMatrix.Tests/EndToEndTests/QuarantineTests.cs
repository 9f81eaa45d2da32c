using QuantMatrix.Indicators;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Jobs;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Lake;
using QuantMatrix.Model;
using QuantMatrix.Reconcile;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>The quarantine commands: list, show, release and drop.</summary>
[Trait("class", "slow")]
public sealed class QuarantineTests : IDisposable
{
    private const string Statuses = "SELECT date, status FROM quarantine WHERE symbol = 'S01' ORDER BY date";

    private readonly Trial trial = new();

    public void Dispose() => trial.Dispose();

    [Fact]
    public async Task The_list_has_one_line_per_symbol_and_kind_of_reason_and_show_has_the_rows()
    {
        await StoredAsync();
        var list = await trial.CallAsync("quarantine", "list", "--format", "csv");
        list.ShouldBe(ExitCode.Ok);
        Lines(list).ShouldBe(
        [
            "symbol,reason,rows,first,last",
            "S00,high … below open …,1,2014-12-30,2014-12-30",
            "S00,open is empty,1,2014-12-31,2014-12-31",
            "S01,held: close … is … % above …,2,2018-03-01,2018-03-02",
        ]);
        Lines(await trial.CallAsync("quarantine", "--format", "csv")).ShouldBe(Lines(list));

        (await trial.CallAsync("quarantine", "show", "s00", "--format", "csv"))
            .ShouldBe(ExitCode.Ok, "2014-12-30,open,replay,S00.csv,", "high 9 below open 10", "\"2014-12-30,10,9,8,9,100\"");
    }

    [Fact]
    public async Task A_dropped_row_read_again_stays_dropped()
    {
        await StoredAsync();
        (await trial.CallAsync("quarantine", "drop", "S00", "--date", "2014-12-30")).ShouldBe(ExitCode.Ok, "S00: 1 row dropped");
        (await trial.CallAsync("quarantine", "drop", "S00")).ShouldBe(ExitCode.Ok, "S00: 1 row dropped");

        trial.With("S02.csv", Market.Csv(2, 40)); // the folder is read anew
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok, "2 rows refused (0 new in quarantine)");
        (await trial.SqlAsync("SELECT count(*), min(status), max(status) FROM quarantine WHERE symbol = 'S00'")).ShouldBe(["2,dropped,dropped"]);
        Lines(await trial.CallAsync("quarantine", "list", "--format", "csv")).ShouldNotContain(line => line.StartsWith("S00"));
        (await trial.CallAsync("quarantine", "drop", "S00")).ShouldBe(ExitCode.DataUnfit, "the quarantine has no open row of 'S00'");
    }

    [Fact]
    public async Task A_released_bar_is_stored_with_its_source_and_its_row_says_so()
    {
        await StoredAsync();
        (await trial.CallAsync("quarantine", "release", "S01", "--date", "2018-03-01"))
            .ShouldBe(ExitCode.Ok, "S01: 1 row released into price_data, 1 inserted, 0 changed");

        (await trial.SqlAsync("SELECT open, high, low, close, adj_close, volume, source FROM price_data WHERE symbol = 'S01' AND date = '2018-03-01'"))
            .ShouldBe(["0.1,0.30000000000000004,0.1,0.3,0.3,9000000000,yahoo"]);
        (await trial.SqlAsync(Statuses)).ShouldBe(["2018-03-01,released", "2018-03-02,open"]);
        (await trial.CallAsync("quarantine", "release", "S01")).ShouldBe(ExitCode.Ok, "1 inserted");
        (await trial.SqlAsync(Statuses)).ShouldBe(["2018-03-01,released", "2018-03-02,released"]);
        (await trial.CallAsync("quarantine", "release", "S01")).ShouldBe(ExitCode.DataUnfit, "the quarantine has no row to release of 'S01'");
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        (await trial.SqlAsync("SELECT count(*) FROM price_data WHERE source = 'yahoo'")).ShouldBe(["2"]);
    }

    [Fact]
    public async Task A_bar_dropped_by_mistake_can_still_be_released()
    {
        await StoredAsync();
        await trial.CallAsync("quarantine", "drop", "S01");
        (await trial.CallAsync("quarantine", "release", "S01")).ShouldBe(ExitCode.Ok, "2 rows released");
    }

    [Fact]
    public async Task Of_two_bars_held_for_one_session_the_newest_is_released()
    {
        await StoredAsync();
        await HoldAsync("run-2", new Bar(Session(1), 1, 2, 1, 2, 1.5, 5));
        (await trial.CallAsync("quarantine", "release", "S01", "--date", "2018-03-01")).ShouldBe(ExitCode.Ok, "1 row released");
        (await trial.SqlAsync("SELECT close, adj_close FROM price_data WHERE symbol = 'S01' AND date = '2018-03-01'")).ShouldBe(["2,2"]);
        (await trial.SqlAsync("SELECT run_id, status FROM quarantine WHERE symbol = 'S01' AND date = '2018-03-01' ORDER BY run_id"))
            .ShouldBe(["run-1,dropped", "run-2,released"]);
    }

    [Fact]
    public async Task Released_bars_of_another_instrument_replace_the_stored_series_and_never_join_it()
    {
        await StoredAsync();
        var stored = int.Parse((await trial.SqlAsync("SELECT count(*) FROM price_data WHERE symbol = 'S01'"))[0]);
        await HoldOtherAsync(new Bar(Session(5), 10, 11, 9, 10, 9.5, 100), new Bar(Session(6), 10, 11, 9, 10, double.NaN, 100));

        (await trial.CallAsync("quarantine", "release", "S01", "--date", "2018-03-05")).ShouldBe(ExitCode.DataUnfit,
            "S01: the bars from 2018-03-05 on are those of another instrument than the stored ones: they replace the stored series, all at once; ");
        (await trial.CallAsync("quarantine", "release", "S01")).ShouldBe(ExitCode.Ok,
            "S01: 2 rows released into price_data, 2 inserted, 0 changed; the next run uses them");

        (await trial.SqlAsync("SELECT symbol, min(date), count(*) FROM price_data GROUP BY symbol ORDER BY symbol"))
            .ShouldBe([$"S00,{(await trial.SqlAsync("SELECT min(date) FROM price_data"))[0]},{stored}", "S01,2018-03-05,2"]);
        (await trial.SqlAsync("SELECT class, count(DISTINCT date), bool_and(new IS NULL) FROM bar_revisions GROUP BY class"))
            .ShouldBe([$"succession,{stored},true"]);
        (await trial.SqlAsync(Statuses)).ShouldBe(["2018-03-01,open", "2018-03-02,open", "2018-03-05,released", "2018-03-06,released"]);
    }

    /// <summary>Stored bars end on March 1 and 2; those of another instrument begin with 2 and are released on their last session or after it.</summary>
    [Theory]
    [InlineData(2, true)]
    [InlineData(1, false)]
    public async Task A_released_series_of_the_stored_sessions_replaces_the_stored_one_unless_that_continued(int last, bool released)
    {
        await StoredAsync();
        (await trial.CallAsync("quarantine", "release", "S01")).ShouldBe(ExitCode.Ok, "2 inserted");
        await HoldAsync("run-2", $"{HeldBar.OtherInstrument}: it has no bar before 2018-02-28", [new Bar(Session(2), 1, 2, 1, 2, double.NaN, 5)]);
        var other = Enumerable.Range(0, 1 + last).Select(i => new Bar(Day.Of(new(2018, 2, 28)) + i, 10, 11, 9, 10, 9.5, 100)).ToArray();
        await HoldAsync("run-3", $"{HeldBar.OtherReturns}: two serves it as S01", other);
        await HoldAsync("run-4", $"{HeldBar.OtherReturns}: two serves it as S01", other);
        (await trial.SqlAsync("SELECT count(*) FROM quarantine WHERE symbol = 'S01' AND status = 'open'")).ShouldBe([$"{2 + last}"]);

        var release = await trial.CallAsync("quarantine", "release", "S01");
        if (released) release.ShouldBe(ExitCode.Ok, "S01: 3 rows released into price_data, 3 inserted");
        else release.ShouldBe(ExitCode.DataUnfit, "the stored series has continued to 2018-03-02; drop them. Nothing was released");
        (await trial.SqlAsync("SELECT count(*) FILTER (close = 10) = count(*) FROM price_data WHERE symbol = 'S01'")).ShouldBe([released ? "true" : "false"]);
        if (!released) (await trial.CallAsync("quarantine", "drop", "S01")).ShouldBe(ExitCode.Ok, "S01: 3 rows dropped");
        (await trial.SqlAsync("SELECT count(*) FROM quarantine WHERE symbol = 'S01' AND status = 'open'")).ShouldBe(["0"]);
    }

    [Fact]
    public async Task Bars_of_another_instrument_stay_held_when_the_stored_series_has_continued()
    {
        await StoredAsync();
        (await trial.CallAsync("quarantine", "release", "S01")).ShouldBe(ExitCode.Ok, "2 inserted");
        await HoldOtherAsync(new Bar(Session(2), 10, 11, 9, 10, 9.5, 100));
        (await trial.CallAsync("quarantine", "release", "S01")).ShouldBe(ExitCode.DataUnfit,
            "S01: the bars from 2018-03-02 on are those of another instrument than the stored ones: the stored series has continued to 2018-03-02; drop them");
    }

    [Fact]
    public async Task A_row_that_breaks_a_rule_cannot_be_released()
    {
        await StoredAsync();
        var before = ContentHash.Of(trial.Data);
        (await trial.CallAsync("quarantine", "release", "S00"))
            .ShouldBe(ExitCode.DataUnfit, "S00 2014-12-30: 'high 9 below open 10' breaks a rule that every bar must keep", "Nothing was released");

        await HoldAsync("run-2", new Bar(Session(6), 1, 2, 1, -2, double.NaN, 5));
        (await trial.CallAsync("quarantine", "release", "S01")).ShouldBe(ExitCode.DataUnfit, "S01 2018-03-06: close -2 is not positive. Nothing was released");
        ContentHash.Of(trial.Data)["price_data"].ShouldBe(before["price_data"]);
        (await trial.SqlAsync("SELECT count(*) FROM quarantine WHERE status <> 'open'")).ShouldBe(["0"]);
    }

    [Fact]
    public async Task No_decision_is_taken_during_a_run()
    {
        await StoredAsync();
        using (await HeldLock.TakeAsync(trial.Data))
            (await trial.CallAsync("quarantine", "drop", "S01")).ShouldBe(ExitCode.Temporary, "another run");
        (await trial.SqlAsync(Statuses)).ShouldBe(["2018-03-01,open", "2018-03-02,open"]);
    }

    [Fact]
    public async Task A_dropped_row_explains_no_missing_session()
    {
        trial.With("AAA.csv", Market.Csv(1, 60)).With("SPY.csv", Market.Csv(2, 60));
        var rows = Market.Csv(3, 60).Split('\n').ToList();
        rows[30] = rows[30][..10] + ",1,1,1,-1,1";
        trial.With("BBB.csv", string.Join('\n', rows));
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok, "1 of the missing in quarantine");
        (await trial.CallAsync("quarantine", "drop", "BBB")).ShouldBe(ExitCode.Ok);
        var after = await trial.CallAsync("run", "monitor_coverage_health");
        after.Text.ShouldNotContain("in quarantine");
        after.Text.ShouldContain("179 of 180 sessions");
    }

    [Theory]
    [InlineData("quarantine lsit", "unknown action 'lsit'; did you mean 'list'?")]
    [InlineData("quarantine drop", "missing argument SYMBOL; expected quarantine drop SYMBOL")]
    [InlineData("quarantine list AAA", "unexpected argument 'AAA'; expected quarantine list, or quarantine show SYMBOL")]
    [InlineData("quarantine drop AAA BBB", "unexpected argument 'BBB'; expected quarantine [ACTION] [SYMBOL]")]
    [InlineData("quarantine drop AAA --date soon", "--date soon: expected a date like 2018-02-07")]
    [InlineData("quarantine show AAA --date 2018-03-01", "--date applies only to release and drop")]
    [InlineData("quarantine list --format xml", "--format xml: unknown format; expected one of table, line, csv, json, md, xlsx, parquet")]
    public async Task A_usage_fault_ends_64(string arguments, string message) =>
        (await trial.CallAsync(arguments.Split(' '))).ShouldBe(ExitCode.Usage, message);

    [Fact]
    public async Task Before_the_first_run_there_is_nothing_to_list_or_to_decide()
    {
        (await trial.CallAsync("quarantine", "list", "--format", "csv")).ShouldBe(ExitCode.Ok, "symbol,reason,rows,first,last");
        (await trial.CallAsync("quarantine", "drop", "AAA")).ShouldBe(ExitCode.DataUnfit, "no open row of 'AAA'");
    }

    /// <summary>Files of an older version lack the column <c>status</c>.</summary>
    [Fact]
    public async Task Rows_without_a_status_are_open()
    {
        await StoredAsync();
        LakeFolder.RemoveColumn(trial, "quarantine", "status");
        (await trial.SqlAsync("SELECT DISTINCT status FROM quarantine")).ShouldBe(["open"]);
        (await trial.CallAsync("quarantine", "drop", "S00", "--date", "2014-12-30")).ShouldBe(ExitCode.Ok, "1 row dropped");
        (await trial.SqlAsync("SELECT status, count(*) FROM quarantine GROUP BY ALL ORDER BY ALL")).ShouldBe(["dropped,1", "open,3"]);
    }

    /// <summary>A run with two rows that break a rule, then two bars held for a symbol.</summary>
    private async Task StoredAsync()
    {
        Market.Write(trial.Replay, 2, 40);
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        var first = new Bar(Session(1), 0.1, 0.30000000000000004, 0.1, 0.3, double.NaN, 9_000_000_000);
        await HoldAsync("run-1", first, new Bar(Session(2), 10, 11, 9, 10, 9.5, 100));
    }

    private Task HoldAsync(string runId, params Bar[] bars) => HoldAsync(runId, "close 0.3 is 61.2 % above 0.1", bars);

    private Task HoldOtherAsync(params Bar[] bars) => HoldAsync("run-2", $"{HeldBar.OtherInstrument}: it has no bar before 2018-03-05", bars);

    private async Task HoldAsync(string runId, string reason, Bar[] bars)
    {
        using var lake = new DataLake(trial.Lake, TimeProvider.System, workers: 1, Catalogue.Standard.FeatureSchema);
        var commit = lake.Begin(runId);
        await commit.QuarantineAsync([.. bars.Select(b => HeldBar.Of("S01", b, "yahoo", reason))], default);
        commit.Publish();
    }

    /// <summary>Days of March 2018, when the market of the folder has ended.</summary>
    private static int Session(int dayOfMarch) => Day.Of(new(2018, 3, dayOfMarch));

    private static string[] Lines(Ended ended) => ended.Output.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
}
