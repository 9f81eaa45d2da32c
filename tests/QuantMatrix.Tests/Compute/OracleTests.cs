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
        var (sheet, features) = (Sheet.Read(oracle), Compute(bars));
        foreach (var column in SameName) sheet.ShouldAgree(features.Of("A", column), column.ToUpperInvariant(), tolerance);
    }

    [FixtureTheory]
    [InlineData("talib/AAPL_5yr.csv", "sp500_5yr/AAPL.csv")]
    [InlineData("talib/SPY_default502.csv", "skender_quotes/default.csv")]
    public void Macd_agrees_with_TA_Lib_once_its_other_seed_is_forgotten(string oracle, string bars)
    {
        var (sheet, features) = (Sheet.Read(oracle), Compute(bars));
        sheet.ShouldAgree(features.Of("A", "macd"), "MACD", 1e-6, from: 300);
        sheet.ShouldAgree(features.Of("A", "macd_signal"), "MACD_SIGNAL", 1e-6, from: 300);
        sheet.ShouldAgree(features.Of("A", "macd_histogram"), "MACD_HIST", 1e-6, from: 300);
    }

    [FixtureTheory]
    [InlineData("skender_calc/Rsi.csv", "RSI(14)", "rsi_14")]
    [InlineData("skender_calc/Atr.csv", "ATR", "atr_14")]
    [InlineData("skender_calc/Macd.csv", "MACD", "macd")]
    [InlineData("skender_calc/Macd.csv", "Signal", "macd_signal")]
    [InlineData("skender_calc/Macd.csv", "Histo", "macd_histogram")]
    public void Textbook_seeds_agree_with_the_hand_built_sheets(string oracle, string name, string column) =>
        Sheet.Read(oracle).ShouldAgree(Compute("skender_quotes/default.csv").Of("A", column), name, 1e-9);

    [FixtureTheory]
    [InlineData("ROC_5", "perf_5d")]
    [InlineData("ROC_252", "perf_252d")]
    [InlineData("MAX_252", "high_52w")]
    [InlineData("MIN_252", "low_52w")]
    public void Windows_agree_with_TA_Lib(string name, string column) =>
        Sheet.Read("talib/AAPL_5yr.csv").ShouldAgree(Compute("sp500_5yr/AAPL.csv").Of("A", column), name, 1e-9);

    private static Features Compute(string file)
    {
        var lines = File.ReadLines(Fixtures.Path(["ohlcv", .. file.Split('/')])).Skip(1).Select(l => l.Split(','));
        return new Features(Series.Of("A", lines.Select(f => new Bar(Day.Of(DateOnly.Parse(f[0], CultureInfo.InvariantCulture)),
            Sheet.Number(f[1]), Sheet.Number(f[2]), Sheet.Number(f[3]), Sheet.Number(f[4]), double.NaN, (long)Sheet.Number(f[5])))));
    }
}
