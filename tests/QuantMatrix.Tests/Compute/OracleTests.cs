using System.Globalization;
using QuantMatrix.Compute;

namespace QuantMatrix.Tests.Compute;

/// <summary>Published columns against values other programs and hand-built sheets gave for real bars.</summary>
public class OracleTests
{
    private static readonly string[] SameName =
        ["sma_5", "sma_8", "sma_14", "sma_21", "sma_50", "sma_100", "sma_150", "sma_200", "ema_8", "ema_10", "ema_21", "ema_200", "rsi_14", "atr_14", "atr_30"];

    [FixtureTheory]
    [InlineData("talib/AAPL_5yr.csv", "sp500_5yr/AAPL.csv", 1e-9)]
    [InlineData("talib/SPY_default502.csv", "skender_quotes/default.csv", 1e-9)]
    [InlineData("talib/SPY_lean_1998_2021.csv", "lean_daily_raw/spy.csv", 1e-8)] // TA-Lib keeps a running sum over 5,849 bars
    public void Means_rsi_and_ranges_agree_with_TA_Lib(string oracle, string bars, double tolerance)
    {
        var (sheet, features) = (Sheet.Read(oracle), Sheet.Compute(bars));
        foreach (var column in SameName) sheet.ShouldAgree(features, column.ToUpperInvariant(), column, tolerance);
    }

    [FixtureTheory]
    [InlineData("talib/AAPL_5yr.csv", "sp500_5yr/AAPL.csv")]
    [InlineData("talib/SPY_default502.csv", "skender_quotes/default.csv")]
    public void Macd_agrees_with_TA_Lib_once_its_other_seed_is_forgotten(string oracle, string bars)
    {
        var (sheet, features) = (Sheet.Read(oracle), Sheet.Compute(bars));
        sheet.ShouldAgree(features, "MACD", "macd", 1e-6, from: 300);
        sheet.ShouldAgree(features, "MACD_SIGNAL", "macd_signal", 1e-6, from: 300);
        sheet.ShouldAgree(features, "MACD_HIST", "macd_histogram", 1e-6, from: 300);
    }

    [FixtureTheory]
    [InlineData("skender_calc/Rsi.csv", "RSI(14)", "rsi_14")]
    [InlineData("skender_calc/Atr.csv", "ATR", "atr_14")]
    [InlineData("skender_calc/Macd.csv", "MACD", "macd")]
    [InlineData("skender_calc/Macd.csv", "Signal", "macd_signal")]
    [InlineData("skender_calc/Macd.csv", "Histo", "macd_histogram")]
    public void Textbook_seeds_agree_with_the_hand_built_sheets(string oracle, string name, string column) =>
        Sheet.Read(oracle).ShouldAgree(Sheet.Compute("skender_quotes/default.csv"), name, column, 1e-9);

    [FixtureTheory]
    [InlineData("ROC_5", "perf_5d")]
    [InlineData("ROC_252", "perf_252d")]
    [InlineData("MAX_252", "high_52w")]
    [InlineData("MIN_252", "low_52w")]
    public void Windows_agree_with_TA_Lib(string name, string column) =>
        Sheet.Read("talib/AAPL_5yr.csv").ShouldAgree(Sheet.Compute("sp500_5yr/AAPL.csv"), name, column, 1e-9);

    /// <summary>One oracle file: named columns, blank where there is no value.</summary>
    private sealed class Sheet(string file, Dictionary<string, double[]> columns)
    {
        public static Sheet Read(string file)
        {
            var lines = File.ReadAllLines(Fixtures.Path(["indicators", .. file.Split('/')]));
            var names = lines[0].Split(',');
            var rows = lines[1..].Select(l => l.Split(',')).ToArray();
            var columns = names.Select((name, c) => (name, c)).Where(x => x.name.Length > 0).DistinctBy(x => x.name)
                .ToDictionary(x => x.name, x => rows.Select(r => x.c < r.Length ? Number(r[x.c]) : double.NaN).ToArray());
            return new Sheet(file, columns);
        }

        public static Features Compute(string file)
        {
            var lines = File.ReadLines(Fixtures.Path(["ohlcv", .. file.Split('/')])).Skip(1).Select(l => l.Split(','));
            return new Features(Series.Of("A", lines.Select(f => new Bar(Day.Of(DateOnly.Parse(f[0], CultureInfo.InvariantCulture)),
                Number(f[1]), Number(f[2]), Number(f[3]), Number(f[4]), double.NaN, (long)Number(f[5])))));
        }

        public void ShouldAgree(Features features, string name, string column, double tolerance, int from = 0)
        {
            var (expected, actual) = (columns[name], features.Of("A", column));
            actual.Length.ShouldBe(expected.Length);
            expected.Count(e => !double.IsNaN(e)).ShouldBeGreaterThan(100);
            for (var i = from; i < expected.Length; i++)
            {
                double.IsNaN(actual[i]).ShouldBe(double.IsNaN(expected[i]), $"{file} {name} at bar {i}: expected {expected[i]}, got {actual[i]}");
                if (!double.IsNaN(expected[i])) actual[i].ShouldBe(expected[i], tolerance, $"{file} {name} at bar {i}");
            }
        }

        private static double Number(string text) => double.TryParse(text, CultureInfo.InvariantCulture, out var v) ? v : double.NaN;
    }
}
