using System.Globalization;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Model;
using QuantMatrix.Tests.UnitTests.Indicators;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>Screens of the newest and of past sessions, and what became of their members.</summary>
[Trait("class", "slow")]
public sealed class ScreenTests : IDisposable
{
    private const int Symbols = 9, Sessions = 420;

    /// <summary>The history of a condition by its definition, from features of all sessions: every symbol but the benchmark is a member on every day.</summary>
    private const string Twin = """
        WITH sessions AS (SELECT date, row_number() OVER (ORDER BY date) AS n FROM (SELECT DISTINCT date FROM features)),
        f AS (SELECT symbol, n, open, close, coalesce(rsi_14 < 42, false) AS holds, lag(holds) OVER own AS before, row_number() OVER own - 1 AS t
            FROM features JOIN sessions USING (date) WHERE symbol <> 'SPY' WINDOW own AS (PARTITION BY symbol ORDER BY n)),
        a AS (SELECT *, n + h AS last, holds AND NOT before AND t > 14 AS entered FROM f, (VALUES (5), (20), (60)) v(h)),
        trades AS (SELECT a.*, x.close / b.open - 1 AS r, x.n < a.last AS early FROM a JOIN f b ON b.symbol = a.symbol AND b.n = a.n + 1
            ASOF JOIN f x ON x.symbol = a.symbol AND a.last >= x.n WHERE a.last <= (SELECT max(n) FROM sessions)),
        entries AS (SELECT * FROM (SELECT *, r - median(r) OVER (PARTITION BY n, h) AS e FROM trades) WHERE entered),
        clusters AS (SELECT h, n, sum(d) AS u, count(*) AS k FROM (SELECT *, e - avg(e) OVER (PARTITION BY h) AS d FROM entries) GROUP BY ALL),
        errors AS (SELECT h, sqrt(count(*) / (count(*) - 1) * sum(u * u)) / sum(k) AS se FROM clusters GROUP BY ALL)
        SELECT h, count(*), count(DISTINCT symbol), count(DISTINCT n), 100 * avg(r), 100 * avg(e), 100 * any_value(se), avg(e) / any_value(se),
            100 * avg((e > 0)::INT),
            (SELECT count(*) FROM a WHERE a.h = entries.h AND entered AND last > (SELECT max(n) FROM sessions)),
            (SELECT count(*) FROM a WHERE a.h = entries.h AND entered AND last <= (SELECT max(n) FROM sessions)) - count(*), count(*) FILTER (early)
        FROM entries JOIN errors USING (h) GROUP BY h ORDER BY h
        """;

    private readonly Trial trial = new();

    [Fact]
    public async Task A_screen_is_a_saved_name_or_an_expression_with_columns_order_limit_and_index()
    {
        Write(Sessions);
        var jobs = trial.Jobs(("        oversold: rsi_14 < 30\n", "        oversold: rsi_14 < 30\n        half: rsi_14 < 50\n"));
        (await trial.RunAsync("--jobs", jobs)).ShouldBe(ExitCode.Ok);
        var members = await trial.SqlAsync("SELECT symbol FROM screen_members WHERE screen = 'half' ORDER BY 1");
        members.Count.ShouldBeInRange(2, Symbols);
        (await ScreenAsync("half", "--jobs", jobs, "--columns", "symbol")).ShouldBe(members);
        (await ScreenAsync("rsi_14 < 50", "--columns", "symbol")).ShouldBe(members);
        (await ScreenAsync("close > 0", "--columns", "symbol,sector", "--order", "rsi_14", "desc", "--limit", "3")).ShouldBe(await trial.SqlAsync(
            "SELECT symbol, sector FROM market_analysis_cache LEFT JOIN symbol_info USING (symbol) ORDER BY rsi_14 DESC LIMIT 3"));
        (await ScreenAsync("close > 0", "--columns", "symbol", "--in", "small")).ShouldBe(["S01", "S05"]);
        (await trial.CallAsync("screen", "haf", "--jobs", jobs)).ShouldBe(ExitCode.Usage, "unknown screen 'haf'; did you mean 'half'?");
        (await trial.CallAsync("screen", "close > 0", "--in", "smal")).ShouldBe(ExitCode.Usage, "--in smal: unknown index; did you mean 'SMALL'?");
        (await trial.CallAsync("screen", "closed > 0", "--order", "rsi", "--limit", "0", "--from", "2018-01-01", "--as-of", "x")).ShouldBe(ExitCode.Usage,
            "unknown column 'closed'; did you mean 'close'?", "--order: unknown column 'rsi'", "--limit 0: expected", "--from applies only",
            "--as-of x: expected");
    }

    [Fact]
    public async Task A_stale_symbol_does_not_stand_in_a_screen_but_is_counted()
    {
        Write(Sessions);
        trial.With("S02.csv", Market.Csv(2, Sessions - 2)).With("S03.csv", Market.Csv(3, Sessions - 1));
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        var shown = await trial.CallAsync("screen", "close > 0", "--columns", "symbol");
        shown.ShouldBe(ExitCode.Ok, "S01", "2 stale symbols not shown: --stale");
        shown.Output.ShouldNotContain("S02");
        (await trial.CallAsync("screen", "close > 0 and symbol = 'S02'")).ShouldBe(ExitCode.Ok, "0 rows", "1 stale symbol not shown");
        (await ScreenAsync("close > 0", "--columns", "symbol", "--stale")).Count.ShouldBe(Symbols + 1);
        (await ScreenAsync("close > 0", "--columns", "symbol", "--as-of", Session(Sessions - 1))).Count.ShouldBe(Symbols - 2);
        (await ScreenAsync("close > 0", "--columns", "symbol", "--as-of", Session(Sessions - 3))).Count.ShouldBe(Symbols);
    }

    [Fact]
    public async Task A_past_session_has_the_values_of_its_night_and_writes_nothing()
    {
        Write(Sessions);
        (await trial.RunAsync("--set", "recompute_indicators_universe.keep=all")).ShouldBe(ExitCode.Ok);
        var content = ContentHash.Of(trial.Data);
        const string Columns = "symbol,date,close,rsi_14,sma_200,stage_label,rs_mansfield_pct,beta_252,rs_rank,td_buy_setup,drawdown_52w";
        foreach (var session in new[] { Sessions - 1, Sessions - 60, 300, 20 })
            (await ScreenAsync("close > 0", "--columns", Columns, "--as-of", Session(session)))
                .ShouldBe(await trial.SqlAsync($"SELECT {Columns} FROM features WHERE date = DATE '{Session(session)}' AND symbol <> 'SPY' ORDER BY symbol"));
        (await ScreenAsync("rsi_14 < 45 or rs_rank > 80", "--columns", Columns, "--as-of", Session(350))).ShouldBe(await trial.SqlAsync(
            $"SELECT {Columns} FROM features WHERE date = DATE '{Session(350)}' AND (rsi_14 < 45 or rs_rank > 80) AND symbol <> 'SPY' ORDER BY symbol"));
        ContentHash.Of(trial.Data).ShouldBe(content);

        (await trial.CallAsync("screen", "close > 0", "--as-of", Session(300))).ShouldBe(ExitCode.Ok, $"as of {Session(300)}", "nothing was written",
            $"BIG: member lists are stored from {Session(Sessions - 1)} on; the first one stands in for {Session(300)}",
            "left out: 1 symbol tracked today that never was an index member: SPY");
        (await trial.CallAsync("screen", "close > 0", "--as-of", "2024-01-05")).ShouldBe(ExitCode.Usage,
            $"the newest stored session is {Session(Sessions - 1)}");
        (await trial.CallAsync("screen", "close > 0", "--as-of", "1999-01-04")).ShouldBe(ExitCode.DataUnfit, "price_data has no bar up to 1999-01-04");
    }

    [Fact]
    public async Task A_past_session_has_the_members_of_that_day()
    {
        Write(Sessions - 10, absent: 7);
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        Write(Sessions, absent: 4);
        (await trial.RunAsync("--set", "refresh_index_constituents.confirm=true")).ShouldBe(ExitCode.Ok);
        (await MembersAsync(Sessions - 1)).ShouldBe("S00 S01 S02 S03 S05 S06 S07 S08");
        (await MembersAsync(Sessions - 11)).ShouldBe("S00 S01 S02 S03 S04 S05 S06 S08");
        (await MembersAsync(100)).ShouldBe("S00 S01 S02 S03 S04 S05 S06 S08");

        async Task<string> MembersAsync(int session) =>
            string.Join(' ', await ScreenAsync("close > 0", "--columns", "symbol", "--in", "BIG", "--as-of", Session(session)));
    }

    [Fact]
    public async Task The_history_of_a_screen_equals_its_definition()
    {
        Write(Sessions);
        trial.With("S05.csv", Market.Csv(5, Sessions - 30))
            .With("S04.csv", Market.Lines(Market.Header, Series.Walk(4, Sessions).Where((_, t) => t % 4 > 0).Select(Market.Row)));
        (await trial.RunAsync("--set", "recompute_indicators_universe.keep=all")).ShouldBe(ExitCode.Ok);
        var content = ContentHash.Of(trial.Data);
        var twin = Numbers(await trial.SqlAsync(Twin));
        twin.Count.ShouldBe(3);
        twin[2][1].ShouldBeGreaterThan(50);
        twin.Sum(r => r[10]).ShouldBeGreaterThan(0);
        twin.Sum(r => r[11]).ShouldBeGreaterThan(0);
        var found = Numbers(await ScreenAsync("rsi_14 < 42", "--history"));
        for (var h = 0; h < 3; h++)
            for (var c = 0; c < twin[h].Length; c++) found[h][c].ShouldBe(twin[h][c], 1e-9 * Math.Max(1, Math.Abs(twin[h][c])), $"row {h}, column {c}");

        var later = Numbers(await ScreenAsync("rsi_14 < 42", "--history", "--from", Session(300)));
        (later[0][1] + later[0][9]).ShouldBeInRange(1, found[0][1] - 1);
        (await trial.CallAsync("screen", "rsi_14 < 42", "--history")).ShouldBe(ExitCode.Ok, "condition: rsi_14 < 42", "clustered by date",
            $"survivorship: member lists are stored from {Session(Sessions - 1)} (BIG, SMALL)", "companies that had left are missing");
        (await ScreenAsync("close < 0", "--history")).ShouldBe(["5,0,0,0,,,,,,0,0,0", "20,0,0,0,,,,,,0,0,0", "60,0,0,0,,,,,,0,0,0"]);
        (await trial.CallAsync("screen", "sessions_behind > 0", "--history")).ShouldBe(ExitCode.Usage, "sessions_behind depends on the run");
        (await trial.CallAsync("screen", "close > 0", "--history", "--stale")).ShouldBe(ExitCode.Usage, "--stale does not apply with --history");
        ContentHash.Of(trial.Data).ShouldBe(content);
    }

    public void Dispose() => trial.Dispose();

    private async Task<IReadOnlyList<string>> ScreenAsync(string screen, params string[] options)
    {
        var ended = await trial.CallAsync(["screen", screen, "--format", "csv", .. options]);
        ended.ShouldBe(ExitCode.Ok);
        return [.. ended.Output.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1)];
    }

    private static List<double[]> Numbers(IReadOnlyList<string> rows) =>
        [.. rows.Select(row => row.Split(',').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray())];

    private static string Session(int n) => Day.Text(Series.Walk(0, Sessions).ElementAt(n).Day);

    /// <summary>Members of two indices, and a benchmark.</summary>
    /// <param name="sessions">The number of sessions.</param>
    /// <param name="absent">The symbol that is not a member.</param>
    private void Write(int sessions, int absent = -1)
    {
        for (var s = 0; s < Symbols; s++) trial.With($"S{s:00}.csv", Market.Csv(s, sessions));
        trial.With("SPY.csv", Market.Csv(90, sessions));
        var members = Enumerable.Range(0, Symbols).Where(s => s != absent).Select(s => $"BIG,S{s:00},Sector {s % 3}\n");
        trial.With("constituents.csv", $"index,symbol,sector\n{string.Concat(members)}SMALL,S01,\nSMALL,S05,\n");
    }
}
