using QuantMatrix.Batch.Graph;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Tests.UnitTests.Indicators;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>Tables across symbols and over time: ranks, breadth, structure, symbol_info, screen members and alerts.</summary>
[Trait("class", "slow")]
public sealed class MarketTablesTests : IDisposable
{
    private const int Symbols = 8, Sessions = 420;

    /// <summary>Breadth from the features of the same lake, by the definition of each column.</summary>
    private const string Breadth = """
        WITH began AS (SELECT index_name, min(first_seen_at) AS first FROM index_constituents GROUP BY ALL),
        joined AS (SELECT f.*, c.index_name AS idx FROM features f JOIN index_constituents c ON f.symbol = c.symbol JOIN began b USING (index_name)
            WHERE (c.first_seen_at = b.first OR f.date >= c.first_seen_at) AND f.date < coalesce(c.became_inactive_at, DATE '9999-01-01')),
        rows AS (FROM joined UNION ALL BY NAME SELECT DISTINCT * REPLACE ('ALL' AS idx) FROM joined
            UNION ALL BY NAME SELECT *, 'ALL' AS idx FROM features WHERE symbol NOT IN (SELECT symbol FROM index_constituents)),
        twin AS (SELECT date, idx AS "index", count(*) AS members, count(*) FILTER (perf_1d > 0) AS advances, count(*) FILTER (perf_1d < 0) AS declines,
            count(*) FILTER (perf_1d = 0) AS unchanged, round(100.0 * avg((close > sma_50)::INT), 9) AS above_sma50,
            round(100.0 * avg((close > sma_200)::INT), 9) AS above_sma200, count(*) FILTER (high = high_52w) AS new_highs,
            count(*) FILTER (low = low_52w) AS new_lows, count(*) FILTER (stage_label = '1') AS stage_1, count(*) FILTER (stage_label = '2') AS stage_2,
            count(*) FILTER (stage_label = '3') AS stage_3, count(*) FILTER (stage_label = '4') AS stage_4,
            count(*) FILTER (ma_bucket = 'LEADING') AS "leading", count(*) FILTER (ma_bucket = 'NEUTRAL') AS neutral,
            count(*) FILTER (ma_bucket = 'LAGGING') AS lagging, round(median(perf_1d), 9) AS median_perf_1d
            FROM rows WHERE date >= (SELECT min(date) FROM market_breadth) GROUP BY ALL),
        stored AS (SELECT * REPLACE (round(above_sma50, 9) AS above_sma50, round(above_sma200, 9) AS above_sma200,
            round(median_perf_1d, 9) AS median_perf_1d) FROM market_breadth)
        SELECT (SELECT count(*) FROM (FROM twin EXCEPT FROM stored)), (SELECT count(*) FROM (FROM stored EXCEPT FROM twin)), (SELECT count(*) FROM stored) > 500
        """;

    /// <summary>Rows whose rank is not that of its definition, and the number of ranks.</summary>
    private const string Ranks = """
        WITH ranked AS (SELECT date, symbol, rs_rank, rs_score FROM features WHERE rs_rank IS NOT NULL)
        SELECT count(*) FILTER (rs_rank <> ceil(99 * (smaller + equal / 2) / n)), count(*) > 1000 FROM (SELECT r.rs_rank,
            (SELECT count(*) FROM ranked o WHERE o.date = r.date AND o.rs_score < r.rs_score) AS smaller,
            (SELECT count(*) FROM ranked o WHERE o.date = r.date AND o.rs_score = r.rs_score)::DOUBLE AS equal,
            (SELECT count(*) FROM ranked o WHERE o.date = r.date) AS n FROM ranked r)
        """;

    private readonly Trial trial = new();

    [Fact]
    public async Task Breadth_and_ranks_equal_their_definition_and_do_not_depend_on_batches_or_workers()
    {
        Write(Sessions);
        (await trial.RunAsync("--set", "recompute_indicators_universe.keep=all")).ShouldBe(ExitCode.Ok);
        (await trial.SqlAsync(Breadth)).ShouldBe(["0,0,true"]);
        (await trial.SqlAsync(Ranks)).ShouldBe(["0,true"]);
        (await trial.SqlAsync("SELECT count(*), count(rs_score), count(rs_rank) FROM features WHERE symbol = 'SPY'")).ShouldBe([$"{Sessions},168,0"]);
        var content = await ContentAsync();

        (await trial.RunAsync("--workers", "1", "--set", "recompute_indicators_universe.keep=all", "--set", "recompute_indicators_universe.batch_size=3"))
            .ShouldBe(ExitCode.Ok, "rows unchanged");
        File.Delete(trial.Manifest);
        Directory.Delete(trial.Data, recursive: true);
        (await trial.RunAsync("--workers", "1", "--set", "recompute_indicators_universe.keep=all", "--set", "recompute_indicators_universe.batch_size=3"))
            .ShouldBe(ExitCode.Ok);
        (await ContentAsync()).ShouldBe(content);
    }

    /// <summary>Nights with new bars, a restated one and a member that leaves give what one night at the end gives.</summary>
    [Fact]
    public async Task Tables_kept_from_night_to_night_equal_those_of_one_night()
    {
        Write(Sessions - 3);
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        (await trial.SqlAsync("SELECT count(DISTINCT date), count(DISTINCT \"index\") FROM market_breadth")).ShouldBe(["260,3"]);
        Write(Sessions - 2);
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        Write(Sessions, restated: true);
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok, "1 row changed");
        var content = await ContentAsync();
        (await trial.SqlAsync("SELECT count(DISTINCT date) FROM market_breadth")).ShouldBe(["263"]);

        Directory.Delete(trial.Data, recursive: true);
        (await trial.RunAsync("--set", "recompute_indicators_universe.keep=263")).ShouldBe(ExitCode.Ok);
        var once = await ContentAsync();
        once[0].ShouldBe(content[0]);
        once[1].ShouldBe(content[1]);
    }

    [Fact]
    public async Task Screens_over_time_and_alerts_are_recorded_once()
    {
        var jobs = trial.Jobs(("# watch:", "watch:"),
            ("#   mine: {symbols: [AAPL, MSFT], levels: {AAPL: [180, 200]}}", $"  mine: {{levels: {{S01: [{Level()}]}}}}"),
            ("        oversold: rsi_14 < 30\n", "        oversold: rsi_14 < 30\n        rising: perf_1d > 0\n"));
        Write(Sessions - 1);
        (await trial.RunAsync("--jobs", jobs)).ShouldBe(ExitCode.Ok);
        (await trial.SqlAsync("SELECT count(*) FROM alerts WHERE kind IN ('screen_entered', 'screen_left')")).ShouldBe(["0"]);
        Write(Sessions);
        (await trial.RunAsync("--jobs", jobs)).ShouldBe(ExitCode.Ok);

        var dates = await trial.SqlAsync("SELECT DISTINCT date FROM screen_sessions WHERE screen = 'rising' ORDER BY 1");
        dates.Count.ShouldBe(2);
        (await trial.SqlAsync("SELECT symbol FROM screen_members WHERE screen = 'rising' AND date = (SELECT max(date) FROM features) ORDER BY 1"))
            .ShouldBe(await trial.SqlAsync("SELECT symbol FROM market_analysis_cache WHERE perf_1d > 0 ORDER BY 1"));
        (await trial.SqlAsync("SELECT symbol || kind FROM alerts WHERE name = 'rising' ORDER BY 1")).ShouldBe(await trial.SqlAsync("""
            SELECT symbol || CASE WHEN perf_1d > 0 THEN 'screen_entered' ELSE 'screen_left' END FROM (SELECT *, lag(perf_1d) OVER (PARTITION BY symbol
                ORDER BY date) AS before FROM features) WHERE date = (SELECT max(date) FROM features) AND (perf_1d > 0) <> (before > 0) ORDER BY 1
            """));
        (await trial.SqlAsync("SELECT symbol, name, level FROM alerts WHERE kind = 'level_crossed' AND date = (SELECT max(date) FROM alerts)"))
            .ShouldBe([$"S01,mine,{Level()}"]);
        var content = ContentHash.Of(trial.Data);
        (await trial.RunAsync("--jobs", jobs)).ShouldBe(ExitCode.Ok, "0 new alerts");
        ContentHash.Of(trial.Data).ShouldBe(content);
    }

    /// <summary>A night repeated after a restatement records its members again; those before are members no more.</summary>
    [Fact]
    public async Task Members_of_a_session_are_those_of_its_newest_recording()
    {
        const string rising = "publish_screens.screens={rising: close >= 0.99 * high and symbol < 'S03'}";
        const string recorded = "SELECT count(*), count(DISTINCT run_id) FROM screen_members WHERE date = (SELECT max(date) FROM features)";
        WriteCloses(0, 1);
        (await trial.RunAsync("--set", rising)).ShouldBe(ExitCode.Ok);
        (await trial.SqlAsync(recorded)).ShouldBe(["2,1"]);
        WriteCloses(1, 2);
        (await trial.RunAsync("--set", rising)).ShouldBe(ExitCode.Ok);
        (await trial.SqlAsync(recorded)).ShouldBe(["4,2"]);
        (await trial.SqlAsync($"SELECT symbol FROM ({ScreenMember.Newest}) ORDER BY 1")).ShouldBe(["S01", "S02"]);
        (await trial.CallAsync("show", "S00")).ShouldBe(ExitCode.Ok, "screens: none");
        (await trial.CallAsync("show", "S02")).ShouldBe(ExitCode.Ok, "screens: rising");

        WriteCloses();
        (await trial.RunAsync("--set", rising)).ShouldBe(ExitCode.Ok, "rising 0");
        (await trial.SqlAsync($"SELECT symbol FROM ({ScreenMember.Newest})")).ShouldBeEmpty();

        void WriteCloses(params int[] atHigh)
        {
            Write(Sessions);
            for (var s = 0; s < 3; s++)
            {
                var bars = Series.Walk(s, Sessions).ToArray();
                bars[^1] = bars[^1] with { High = bars[^1].High * 1.1, Close = bars[^1].High * (atHigh.Contains(s) ? 1.1 : 1) };
                trial.With($"S{s:00}.csv", Market.Lines(Market.Header, bars.Select(Market.Row)));
            }
        }
    }

    /// <summary>Files of an older version lack the column <c>run_id</c>: members belong to the recording of their session.</summary>
    [Fact]
    public async Task Members_and_alerts_of_an_older_version_stay_what_they_were()
    {
        const string rising = "publish_screens.screens={rising: perf_1d > 0}";
        Write(Sessions - 1);
        (await trial.RunAsync("--set", rising)).ShouldBe(ExitCode.Ok);
        Write(Sessions);
        (await trial.RunAsync("--set", rising)).ShouldBe(ExitCode.Ok);
        string[] queries = [$"SELECT * EXCLUDE run_id FROM ({ScreenMember.Newest}) ORDER BY ALL", "SELECT * EXCLUDE run_id FROM alerts ORDER BY ALL"];
        var before = new[] { await trial.SqlAsync(queries[0]), await trial.SqlAsync(queries[1]) };
        foreach (var table in (string[])["screen_members", "alerts"]) LakeFolder.RemoveColumn(trial, table, "run_id");
        for (var i = 0; i < 2; i++) (await trial.SqlAsync(queries[i])).ShouldBe(before[i]);
        (await trial.SqlAsync("SELECT DISTINCT run_id FROM alerts")).ShouldBe(["\"\""]);
        (await trial.RunAsync("--set", rising)).ShouldBe(ExitCode.Ok, "0 new alerts");
        for (var i = 0; i < 2; i++) (await trial.SqlAsync(queries[i])).ShouldBe(before[i]);
    }

    /// <summary>A night after a pause finds what happened in each session since the last one.</summary>
    [Fact]
    public async Task Stage_changes_and_completed_counts_of_every_session_since_the_last_night_are_alerts()
    {
        Write(Sessions - 60);
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        Write(Sessions);
        (await trial.RunAsync("--set", "recompute_indicators_universe.keep=100")).ShouldBe(ExitCode.Ok);
        (await trial.SqlAsync("SELECT count(*) > 20, count(DISTINCT kind) FROM alerts WHERE kind LIKE 'td_%' OR kind = 'stage_change'")).ShouldBe(["true,3"]);
        (await trial.SqlAsync("SELECT symbol || date || kind || name FROM alerts WHERE kind LIKE 'td_%' OR kind = 'stage_change' ORDER BY 1")).ShouldBe(
            await trial.SqlAsync("""
                WITH before AS (SELECT min(date) AS first FROM screen_sessions), rows AS (SELECT *, lag(stage_label) OVER (PARTITION BY symbol ORDER BY date)
                    AS last FROM features)
                SELECT symbol || date || what FROM (
                    SELECT *, unnest([CASE WHEN td_buy_setup = 9 THEN 'td_setup_9buy' END, CASE WHEN td_sell_setup = 9 THEN 'td_setup_9sell' END,
                        CASE WHEN td_buy_countdown = 13 THEN 'td_countdown_13buy' END, CASE WHEN td_sell_countdown = 13 THEN 'td_countdown_13sell' END,
                        CASE WHEN last <> stage_label AND last <> 'UNKNOWN' AND stage_label <> 'UNKNOWN' THEN 'stage_changestage_label' END]) AS what
                    FROM rows, before WHERE date >= first) WHERE what IS NOT NULL ORDER BY 1
                """));
    }

    [Fact]
    public async Task A_symbol_without_a_bar_in_the_newest_session_is_in_no_screen()
    {
        Write(Sessions);
        File.WriteAllText(Path.Combine(trial.Replay, "S02.csv"), Market.Csv(2, Sessions - 2));
        (await trial.RunAsync("--set", "publish_screens.screens={all: close > 0}"))
            .ShouldBe(ExitCode.Ok, $"all {Symbols}; ", "left out: 1 symbol without a bar");
        (await trial.SqlAsync("SELECT count(*) FROM screen_members WHERE symbol = 'S02'")).ShouldBe(["0"]);
    }

    [Fact]
    public async Task Names_sectors_and_indices_come_from_the_member_lists()
    {
        Market.Write(trial.Replay, 2, 30);
        trial.With("AAPL.csv", Market.Csv(7, 30)).With("SPY.csv", Market.Csv(8, 30));
        trial.With("constituents.csv", "index,symbol,sector,industry,name\nMINE,S00,Energy,Coal,\"Zero, Inc.\"\nMINE,S01,,,\nTOP,S00,,,\nTOP,AAPL,,,\n");
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        (await trial.SqlAsync("SELECT symbol, name, sector, indices FROM symbol_info ORDER BY 1"))
            .ShouldBe(["AAPL,Apple Inc.,Information Technology,TOP", "S00,\"Zero, Inc.\",Energy,\"MINE,TOP\"", "S01,,,MINE", "SPY,,,\"\""]);
    }

    [Fact]
    public async Task Without_bars_of_the_benchmark_its_columns_are_null_and_named()
    {
        Market.Write(trial.Replay, 3, Sessions);
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok, "no bars for the benchmark SPY: no value in beta_252, corr_252, ", "stage_label, stage_label_5d_ago");
        (await trial.SqlAsync("SELECT count(beta_252) + count(rs_mansfield_pct) + count(stage_label) + count(stage_label_5d_ago) + count(rs_rank), count(*) "
            + "FROM market_analysis_cache")).ShouldBe(["0,3"]);
        (await trial.SqlAsync("SELECT sum(stage_1 + stage_2 + stage_3 + stage_4), max(members) FROM market_breadth")).ShouldBe(["0,3"]);
        (await trial.SqlAsync("SELECT count(DISTINCT symbol), count(DISTINCT kind) > 1 FROM structure")).ShouldBe(["3,true"]);
    }

    public void Dispose() => trial.Dispose();

    /// <summary>Between the last two closes of S01.</summary>
    private static string Level() =>
        FormattableString.Invariant($"{Series.Walk(1, Sessions).TakeLast(2).Average(b => b.Close):0.######}");

    /// <summary>Members of two indices, a benchmark, and one symbol that is in none of them only by its file.</summary>
    private void Write(int sessions, bool restated = false)
    {
        for (var s = 0; s < Symbols; s++)
        {
            var bars = Series.Walk(s, sessions).ToArray();
            if (restated && s == 3) bars[^40] = bars[^40] with { Close = bars[^40].Low, High = bars[^40].High * 1.5 };
            trial.With($"S{s:00}.csv", Market.Lines(Market.Header, bars.Select(Market.Row)));
        }
        trial.With("SPY.csv", Market.Csv(90, sessions));
        trial.With("constituents.csv", "index,symbol\n" + string.Concat(Enumerable.Range(0, Symbols).Select(s => $"BIG,S{s:00}\n")) + "SMALL,S01\nSMALL,S05\n");
    }

    /// <summary>Breadth, structure and the newest ranks as text.</summary>
    private async Task<IReadOnlyList<string>> ContentAsync() =>
    [
        string.Join('\n', await trial.SqlAsync("FROM market_breadth ORDER BY ALL")),
        string.Join('\n', await trial.SqlAsync("FROM structure ORDER BY ALL")),
        string.Join('\n', await trial.SqlAsync("SELECT symbol, date, rs_score, rs_rank FROM features ORDER BY ALL")),
    ];
}
