using System.Globalization;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Tests.UnitTests.Indicators;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>The nightly chain on real bars, asked as its users ask it: exit code, console, SQL.</summary>
public class ChainTests(Sp500Run sp500) : IClassFixture<Sp500Run>
{
    private static readonly string[] SameName =
        ["sma_5", "sma_8", "sma_14", "sma_21", "sma_50", "sma_100", "sma_150", "sma_200", "ema_8", "ema_10", "ema_21", "ema_200", "rsi_14", "atr_14", "atr_30"];

    [FixtureFact]
    public void The_chain_ends_well_and_says_what_each_job_did() => sp500.First.ShouldBe(ExitCode.Ok,
        "refresh_index_constituents", "update_tracked_symbol_cache", "backfill_last_bars", "recompute_indicators_universe", "record_daily_history", "publish_screens", "monitor_coverage_health");

    [FixtureFact]
    public async Task Every_row_read_is_a_bar_or_in_quarantine()
    {
        var rows = Directory.GetFiles(Sp500Run.Folder, "*.csv").Sum(f => File.ReadLines(f).Skip(1).Count(line => line.Trim().Length > 0));

        (await NumberAsync("SELECT (SELECT count(*) FROM price_data) + (SELECT count(*) FROM quarantine) AS rows")).ShouldBe(rows);
        (await NumberAsync("SELECT count(DISTINCT (symbol, date, interval)) FROM price_data")).ShouldBe(await NumberAsync("SELECT count(*) FROM price_data"));
    }

    [FixtureFact]
    public async Task What_is_in_quarantine_is_what_the_list_of_defects_names() =>
        (await sp500.Trial.SqlAsync("SELECT file || ':' || line AS place FROM quarantine")).ShouldBe(KnownDefects(), ignoreOrder: true);

    [FixtureFact]
    public async Task A_second_run_changes_nothing_and_says_so()
    {
        var (version, content) = (LakeFolder.Version(sp500.Trial.Manifest), ContentHash.Of(sp500.Trial.Data));

        (await sp500.RunAsync()).ShouldBe(ExitCode.Ok, "no bar inserted, no row changed", "rows unchanged; cache: 0 new, 0 changed, 0 dropped", "0 rows added, 0 restated");

        LakeFolder.Version(sp500.Trial.Manifest).ShouldBe(version);
        ContentHash.Of(sp500.Trial.Data).ShouldBe(content);
    }

    [FixtureFact]
    public async Task Features_agree_with_TA_Lib()
    {
        var sheet = Sheet.Read("talib/AAPL_5yr.csv");
        foreach (var column in SameName) sheet.ShouldAgree(await FeatureAsync(sp500.Trial, "AAPL", column), column.ToUpperInvariant(), 1e-9);
        sheet.ShouldAgree(await FeatureAsync(sp500.Trial, "AAPL", "macd"), "MACD", 1e-6, from: 300);
        sheet.ShouldAgree(await FeatureAsync(sp500.Trial, "AAPL", "macd_signal"), "MACD_SIGNAL", 1e-6, from: 300);
        sheet.ShouldAgree(await FeatureAsync(sp500.Trial, "AAPL", "macd_histogram"), "MACD_HIST", 1e-6, from: 300);
    }

    [FixtureFact]
    public async Task Features_agree_with_the_hand_built_sheets()
    {
        using var trial = new Trial();
        File.CreateSymbolicLink(Path.Combine(trial.Replay, "default.csv"), Fixtures.Path("ohlcv", "skender_quotes", "default.csv"));
        (await trial.RunAsync("--set", "recompute_indicators_universe.keep=all")).ShouldBe(ExitCode.Ok);

        Sheet.Read("skender_calc/Rsi.csv").ShouldAgree(await FeatureAsync(trial, "DEFAULT", "rsi_14"), "RSI(14)", 1e-9);
        Sheet.Read("skender_calc/Atr.csv").ShouldAgree(await FeatureAsync(trial, "DEFAULT", "atr_14"), "ATR", 1e-9);
        var macd = Sheet.Read("skender_calc/Macd.csv");
        macd.ShouldAgree(await FeatureAsync(trial, "DEFAULT", "macd"), "MACD", 1e-9);
        macd.ShouldAgree(await FeatureAsync(trial, "DEFAULT", "macd_signal"), "Signal", 1e-9);
        macd.ShouldAgree(await FeatureAsync(trial, "DEFAULT", "macd_histogram"), "Histo", 1e-9);
    }

    /// <summary>A value a session, NaN for NULL.</summary>
    private static async Task<double[]> FeatureAsync(Trial trial, string symbol, string column) =>
        [.. (await trial.SqlAsync($"SELECT coalesce({column}, 'NaN') AS value FROM features WHERE symbol = '{symbol}' ORDER BY date")).Select(Sheet.Number)];

    private async Task<long> NumberAsync(string query) => long.Parse((await sp500.Trial.SqlAsync(query)).Single(), CultureInfo.InvariantCulture);

    /// <summary>The defects that name a line; the others are sessions that are missing altogether.</summary>
    private static IEnumerable<string> KnownDefects() =>
        from line in File.ReadLines(Fixtures.Path("ohlcv", "sp500_5yr_DEFECTS.csv")).Skip(1)
        let cells = line.Split(',', 4)
        where cells[2].Length > 0
        select $"{cells[0]}.csv:{cells[2]}";
}
