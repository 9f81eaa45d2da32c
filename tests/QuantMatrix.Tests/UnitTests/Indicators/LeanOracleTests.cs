using QuantMatrix.Indicators.Kernels.Momentum;
using QuantMatrix.Indicators.Kernels.Structure;
using QuantMatrix.Indicators.Kernels.Trend;
using QuantMatrix.Indicators.Kernels.Volatility;
using QuantMatrix.Indicators;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Indicators;

/// <summary>Columns against the published test data of Lean, whose sheets hold their own bars; values are rounded there.</summary>
public class LeanOracleTests
{
    [FixtureTheory]
    [InlineData("spy_tr.txt", "TR", "true_range", 1e-9, 0)]
    [InlineData("spy_atr_wilder.txt", "Average True Range 14", "atr_14", 1e-3, 80)]               // its seed counts the first bar's range
    [InlineData("spy_atr.txt", "Average True Range 14", "true_range_mean_14", 1e-5, 0)] // a plain mean of true ranges
    [InlineData("spy_with_indicators.txt", "SMA14", "sma_14", 1e-2, 0)]                 // of closes rounded too
    [InlineData("spy_with_indicators.txt", "EMA14", "ema_14", 1e-2, 0)]
    [InlineData("spy_with_indicators.txt", "MACD 12 26", "macd", 1e-2, 0)]
    [InlineData("spy_with_indicators.txt", "RSI 14 Wilder", "rsi_14", 1e-3, 0)]
    [InlineData("spy_with_macd.txt", "MACD", "macd", 1e-4, 179)]                        // its values begin late
    [InlineData("spy_with_macd.txt", "Signal", "macd_signal", 1e-4, 179)]
    [InlineData("spy_with_macd.txt", "Histogram", "macd_histogram", 1e-4, 179)]
    [InlineData("spy_with_rma.csv", "SMA15", "sma_5", 1e-6, 4)]                         // 5 and 15 are exchanged in its head line;
    [InlineData("spy_with_rma.csv", "SMA10", "sma_10", 1e-6, 9)]                        // its values know bars before its first
    [InlineData("spy_with_rma.csv", "SMA5", "sma_15", 1e-6, 14)]
    public void Values_agree(string oracle, string name, string column, double tolerance, int from)
    {
        var sheet = Sheet.Read("lean_testdata/" + oracle);
        sheet.ShouldAgree(new Features(sheet.Bars(), catalogue: Wide).Of("A", column), name, tolerance, from);
    }

    [FixtureFact]
    public void The_highest_close_agrees()
    {
        var sheet = Sheet.Read("lean_testdata/spy_max.txt");
        var close = sheet["Close"];
        var bars = Series.Of("A", Series.Sessions().Zip(close, (s, c) => new Bar(Day.Of(s), c, c, c, c, double.NaN, 0)));
        sheet.ShouldAgree(new Features(bars, catalogue: Wide).Of("A", "high_5d"), "MAX_5", 0);
    }

    [FixtureFact]
    public void The_change_over_fifty_sessions_agrees()
    {
        var sheet = Sheet.Read("lean_testdata/spy_with_roc50.txt");
        var (close, percents) = (sheet["Close"], new Features(sheet.Bars(), catalogue: Wide).Of("A", "roc_50"));
        sheet.ShouldAgree([.. percents.Select((p, i) => i < 50 ? double.NaN : p / 100 * close[i - 50])], "Rate of Change 50", 1e-4); // in prices, whatever its name
    }

    private static Catalogue Wide { get; } = new(Catalogue.Standard.Indicators
        .Concat([Sma.Of(10), Sma.Of(15), Ema.Of(14), RateOfChange.Of(50), .. Ranges.Extremes(5), MeanTrueRange])
        .Select(i => i with { Published = true }));

    private static Indicator MeanTrueRange => Sma.Over("true_range", new Column("true_range_mean_14", Unit.Price, "trial", "trial", "test"), 14);
}
