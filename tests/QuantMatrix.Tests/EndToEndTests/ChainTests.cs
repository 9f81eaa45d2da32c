using System.Globalization;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Tests.UnitTests.Indicators;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>The nightly chain on the real bars of <c>data/sample</c>, by exit code, console and SQL.</summary>
[Trait("class", "slow")]
public class ChainTests(SampleRun sample) : IClassFixture<SampleRun>
{
    [Fact]
    public void The_chain_succeeds_and_reports_each_job() => sample.First.ShouldBe(ExitCode.Ok,
        "DOW30 30, SAMPLE 18: 48 in, 0 out", "49 symbols: 49 new, 0 dropped",
        "49 of 49 symbols: 60,540 bars inserted, 0 rows changed, 1 row refused (1 new in quarantine)",
        "bars.csv:11682: low 30.37 above close 29.39", "49 symbols, 136 columns, 60,540 rows written; cache: 49 inserted, 0 updated, 0 deleted",
        "2018-02-01 to 2018-02-07: 245 rows added", "publish_screens", "49 of 49 symbols up to 2018-02-07");

    [Fact]
    public async Task Every_bar_is_stored_once_with_its_features()
    {
        (await NumberAsync("SELECT count(*) FROM price_data")).ShouldBe(Sample.Bars);
        (await NumberAsync("SELECT count(DISTINCT (symbol, date, interval)) FROM price_data")).ShouldBe(Sample.Bars);
        (await NumberAsync("SELECT count(*) FROM features JOIN price_data USING (symbol, date)")).ShouldBe(Sample.Bars);
        (await NumberAsync("SELECT count(*) FROM market_analysis_cache")).ShouldBe(Sample.Symbols);
    }

    [Fact]
    public async Task The_broken_row_is_in_quarantine_with_its_place_and_reason() =>
        (await sample.Trial.SqlAsync("SELECT concat_ws(' ', symbol, date, file, line, reason, status) AS text FROM quarantine"))
            .ShouldBe(["CHK 2014-06-30 bars.csv 11682 low 30.37 above close 29.39 open"]);

    [Fact]
    public async Task A_second_run_changes_no_table_and_reports_it()
    {
        var (version, content) = (LakeFolder.Version(sample.Trial.Manifest), ContentHash.Of(sample.Trial.Data));

        (await sample.RunAsync()).ShouldBe(ExitCode.Ok,
            "DOW30 30, SAMPLE 18: no change", "source unchanged, nothing to store",
            "60,540 rows unchanged; cache: 0 inserted, 0 updated, 0 deleted", "0 rows added, 0 restated");

        LakeFolder.Version(sample.Trial.Manifest).ShouldBe(version);
        ContentHash.Of(sample.Trial.Data).ShouldBe(content);
    }

    [Theory]
    [InlineData("sma_200", 1e-9)]
    [InlineData("ema_21", 1e-9)]
    [InlineData("rsi_14", 1e-9)]
    [InlineData("atr_30", 1e-9)]
    [InlineData("perf_252d", 1e-9)]
    [InlineData("beta_252", 1e-9)]
    [InlineData("volume_sma_50", 1e-3)]
    public async Task Stored_features_agree_with_TA_Lib(string column, double tolerance)
    {
        var stored = (await sample.Trial.SqlAsync($"SELECT concat_ws(' ', symbol, date, {column}) AS text FROM features WHERE {column} IS NOT NULL"))
            .Select(text => text.Split(' ')).ToDictionary(cells => (cells[0], cells[1]), cells => Sheet.Number(cells[2]));

        var oracle = TestData.Rows("oracles", "talib.csv").Where(row => row[column].Length > 0).ToList();
        oracle.Count.ShouldBeGreaterThan(80);
        foreach (var row in oracle)
            stored[(row["symbol"], row["date"])].ShouldBe(row.Number(column), tolerance, $"{column} of {row["symbol"]} on {row["date"]}");
    }

    [Fact]
    public async Task Stored_features_agree_with_hand_built_sheets()
    {
        var sheet = TestData.Rows("oracles", "stock_indicators.csv");
        var bars = sheet.Select(row => string.Join(',', row.Values.Take(6))).Prepend("date,open,high,low,close,volume");
        using var trial = new Trial().With("SPY.csv", string.Join('\n', bars));
        (await trial.RunAsync("--set", "recompute_indicators_universe.keep=all")).ShouldBe(ExitCode.Ok);

        foreach (var column in (string[])["rsi_14", "atr_14", "macd", "macd_signal", "macd_histogram"])
        {
            var values = (await trial.SqlAsync($"SELECT coalesce({column}, 'NaN') AS value FROM features ORDER BY date")).Select(Sheet.Number).ToList();
            values.Count.ShouldBe(sheet.Count);
            foreach (var i in Enumerable.Range(0, sheet.Count).Where(i => sheet[i][column].Length > 0))
                values[i].ShouldBe(sheet[i].Number(column), 1e-9, $"{column} on {sheet[i]["date"]}");
        }
    }

    private async Task<long> NumberAsync(string query) =>
        long.Parse((await sample.Trial.SqlAsync(query)).Single(), CultureInfo.InvariantCulture);
}
