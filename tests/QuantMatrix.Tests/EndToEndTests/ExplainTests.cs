using System.Globalization;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Indicators;
using QuantMatrix.Publish.Embedded;
using QuantMatrix.Tests.ContractTests;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary><c>explain</c> and <c>verify --history</c> before and after a restatement.</summary>
[Trait("class", "slow")]
public sealed class ExplainTests : IAsyncLifetime, IDisposable
{
    private const int Sessions = 300;

    private readonly Trial trial = new();

    public async Task InitializeAsync()
    {
        Market.Write(trial.Replay, symbols: 3, sessions: Sessions);
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
    }

    [Fact]
    public async Task A_value_is_explained_from_its_formula_to_the_run_that_stored_its_bars()
    {
        var run = await RunAsync();
        var value = (await trial.SqlAsync("SELECT rsi_14 FROM market_analysis_cache WHERE symbol = 'S01'")).Single();
        (await trial.CallAsync("explain", "s01", "rsi_14")).ShouldBe(ExitCode.Ok, value, "Wilder", "input", "close ",
            "warm      yes: bar 300 of the symbol", "stable    yes", "bars      300 bars, 2015-01-02 to ", "the last 5:",
            $"run {run}: 300 bars", "restated  no", $"{value} in revision 1 by run {run}");
        (await trial.CallAsync("explain", "S01", "sma_5")).ShouldBe(ExitCode.Ok, "bars      5 bars, ");
        (await trial.CallAsync("explain", "S01", "sma_200", "2015-02-03")).ShouldBe(ExitCode.Ok, "value     none",
            "no: bar 22 of the symbol, the first value is at bar 200", "recorded  no");
    }

    [Fact]
    public async Task A_restatement_is_shown_and_is_the_cause_of_recorded_rows_that_differ()
    {
        (await trial.CallAsync("verify", "--history", "--recompute", "0")).ShouldBe(ExitCode.Ok, "15 rows of 15 equal to those computed from bars");
        var first = await RunAsync();
        var (session, old) = await RestateAsync();
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        var now = (await trial.SqlAsync($"SELECT close FROM price_data WHERE symbol = 'S01' AND date = '{session}'")).Single();
        var second = await RunAsync();

        (await trial.CallAsync("explain", "S01", "sma_200")).ShouldBe(ExitCode.Ok, $"restated  {session} close {old} → {now} by ", $"run {second}",
            $"run {first}: 200 bars");
        (await trial.CallAsync("explain", "S01", "sma_5")).ShouldBe(ExitCode.Ok, "restated  no");
        (await trial.CallAsync("explain", "S01", "sma_200", "--known-at", Time(first))).ShouldBe(ExitCode.Ok, "restated  no");
        (await trial.CallAsync("verify", "--history", "--recompute", "0")).ShouldBe(ExitCode.Ok, "10 rows of 15 equal",
            "note: bars restated or stored since: S01 ");
    }

    [Fact]
    public async Task A_recorded_value_that_no_bars_give_is_a_finding()
    {
        await RestateAsync();
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        EmbeddedTrial.Change(trial.Embedded, """
            UPDATE market_analysis_history SET payload = json_merge_patch(payload, '{"sma_50": 12.5}') WHERE symbol <> 'S02' AND date =
                (SELECT max(date) FROM market_analysis_history)
            """);
        (await trial.CallAsync("verify", "--history", "--recompute", "0")).ShouldBe(ExitCode.DataUnfit, "market_analysis_history: S00 ",
            "market_analysis_history: S01 ", "sma_50 was recorded as 12.5, computed now ", "note: bars restated or stored since: S01 ");
    }

    [Fact]
    public async Task A_rank_is_computed_among_the_members_and_recorded_ones_that_no_known_members_and_bars_give_are_findings()
    {
        using var ranked = await RankedAsync();
        var rank = (await ranked.SqlAsync("SELECT rs_rank FROM market_analysis_cache WHERE symbol = 'S01'")).Single();
        rank.ShouldNotBeEmpty();
        (await ranked.CallAsync("explain", "S01", "rs_rank")).ShouldBe(ExitCode.Ok, $"value     {rank}", "the rs_score of every member");
        (await ranked.CallAsync("show", "S01", "--all")).Output.ShouldMatch($@"rs_rank +{rank} ");
        (await ranked.CallAsync("verify", "--history", "--recompute", "0")).ShouldBe(ExitCode.Ok, "20 rows of 20 equal to those computed from bars");

        EmbeddedTrial.Change(ranked.Embedded, """
            UPDATE market_analysis_history SET payload = json_merge_patch(payload, '{"rs_rank": 55}') WHERE symbol IN ('S01', 'S02') AND date =
                (SELECT max(date) FROM market_analysis_history)
            """);
        (await ranked.CallAsync("verify", "--history", "--recompute", "0")).ShouldBe(ExitCode.DataUnfit, "market_analysis_history: S01 ",
            "market_analysis_history: S02 ", $"rs_rank was recorded as 55, computed now {rank}, recorded by run ");
    }

    /// <summary>The first list of an index counts for the days before it, so a new index changes the ranks of past sessions.</summary>
    [Fact]
    public async Task Ranks_that_a_later_index_changed_are_those_of_the_members_known_then()
    {
        using var ranked = await RankedAsync();
        using (var target = new EmbeddedTarget(ranked.Embedded, Catalogue.Standard.Columns, TimeProvider.System))
            await target.Tables.RefreshConstituentsAsync("LATER", [new("SPY")], DateOnly.FromDateTime(DateTime.UtcNow).AddDays(2));
        (await ranked.CallAsync("verify", "--history", "--recompute", "0"))
            .ShouldBe(ExitCode.Ok, "note: members, or bars of other symbols, changed since: S0");
        EmbeddedTrial.Change(ranked.Embedded, """
            UPDATE market_analysis_history SET payload = json_merge_patch(payload, '{"rs_rank": 3}') WHERE symbol = 'S01' AND date =
                (SELECT max(date) FROM market_analysis_history)
            """);
        (await ranked.CallAsync("verify", "--history", "--recompute", "0")).ShouldBe(ExitCode.DataUnfit,
            "market_analysis_history: S01 ", "rs_rank was recorded as 3, ", "note: members, or bars of other symbols, changed since: S0");
    }

    [Theory]
    [InlineData("rsi14", "did you mean 'rsi_14'")]
    [InlineData("symbol", "unknown column 'symbol'")]
    [InlineData("", "unknown column")]
    public async Task An_unknown_column_is_refused(string column, string message) =>
        (await trial.CallAsync("explain", "S01", column)).ShouldBe(ExitCode.Usage, message);

    [Fact]
    public async Task A_day_without_a_bar_is_refused()
    {
        (await trial.CallAsync("explain", "S01", "rsi_14", "2015-02-08")).ShouldBe(ExitCode.DataUnfit, "the last one before it is of 2015-02-06");
        (await trial.CallAsync("explain", "S77", "rsi_14")).ShouldBe(ExitCode.DataUnfit, "no bars for 'S77'");
        (await trial.CallAsync("show", "S01", "--as-of", "2014-01-01")).ShouldBe(ExitCode.DataUnfit, "up to 2014-01-01");
    }

    [Fact]
    public async Task A_card_of_a_past_session_is_that_of_the_bars_up_to_it_and_writes_nothing()
    {
        var before = LakeFolder.Bytes(trial.Data);
        var card = await trial.CallAsync("show", "S01", "--as-of", "2015-12-31");
        card.ShouldBe(ExitCode.Ok, "31 Dec 2015", "screens: not recorded", "restated: none");
        card.Output.ShouldNotContain("\x1b");
        card.Output.Split('\n').Length.ShouldBeLessThanOrEqualTo(25);
        (await trial.CallAsync("show", "S01")).ShouldBe(ExitCode.Ok, "screens: ");
        LakeFolder.Bytes(trial.Data).ShouldBe(before);
    }

    public void Dispose() => trial.Dispose();

    Task IAsyncLifetime.DisposeAsync() => Task.CompletedTask;

    /// <summary>A night with bars of the benchmark, without which there are no ranks.</summary>
    private static async Task<Trial> RankedAsync()
    {
        var ranked = new Trial().With("SPY.csv", Market.Csv(9, Sessions)).With("constituents.csv", "index,symbol\nBIG,S00\nBIG,S01\nBIG,S02\n");
        Market.Write(ranked.Replay, symbols: 3, Sessions);
        (await ranked.RunAsync()).ShouldBe(ExitCode.Ok);
        return ranked;
    }

    /// <summary>The newest run.</summary>
    private async Task<string> RunAsync() => (await trial.SqlAsync("SELECT max(run_id) FROM job_run")).Single();

    /// <summary>The time at which a run began, for <c>--known-at</c>.</summary>
    private static string Time(string run) =>
        DateTime.ParseExact(run[..15], "yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Changes a close of the replay folder, about a hundred sessions before the newest.</summary>
    private async Task<(string Session, string Old)> RestateAsync()
    {
        var path = Path.Combine(trial.Replay, "S01.csv");
        var lines = await File.ReadAllLinesAsync(path);
        var cells = lines[Sessions - 100].Split(',');
        var old = cells[4];
        cells[4] = cells[2];
        lines[Sessions - 100] = string.Join(',', cells);
        await File.WriteAllLinesAsync(path, lines);
        return (cells[0], old);
    }
}
