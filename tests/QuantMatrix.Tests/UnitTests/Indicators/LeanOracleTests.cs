using QuantMatrix.Indicators;
using QuantMatrix.Indicators.Kernels.Momentum;
using QuantMatrix.Indicators.Kernels.Structure;
using QuantMatrix.Indicators.Kernels.Trend;
using QuantMatrix.Indicators.Kernels.Volatility;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Indicators;

/// <summary>Columns compared with Lean's published test data, whose files contain their own bars and rounded values.</summary>
public class LeanOracleTests
{
    [FixtureTheory]
    [InlineData("spy_tr.txt", "TR", "true_range", 1e-9, 0)]
    [InlineData("spy_atr_wilder.txt", "Average True Range 14", "atr_14", 1e-3, 80)]               // its seed includes the first bar's range
    [InlineData("spy_atr.txt", "Average True Range 14", "true_range_mean_14", 1e-5, 0)] // a plain mean of true ranges
    [InlineData("spy_with_indicators.txt", "SMA14", "sma_14", 1e-2, 0)]                 // of rounded closes
    [InlineData("spy_with_indicators.txt", "EMA14", "ema_14", 1e-2, 0)]
    [InlineData("spy_with_indicators.txt", "MACD 12 26", "macd", 1e-2, 0)]
    [InlineData("spy_with_indicators.txt", "RSI 14 Wilder", "rsi_14", 1e-3, 0)]
    [InlineData("spy_with_macd.txt", "MACD", "macd", 1e-4, 179)]                        // its values start late
    [InlineData("spy_with_macd.txt", "Signal", "macd_signal", 1e-4, 179)]
    [InlineData("spy_with_macd.txt", "Histogram", "macd_histogram", 1e-4, 179)]
    [InlineData("spy_with_rma.csv", "SMA15", "sma_5", 1e-6, 4)]                         // its header swaps 5 and 15,
    [InlineData("spy_with_rma.csv", "SMA10", "sma_10", 1e-6, 9)]                        // and its values include bars before the first
    [InlineData("spy_with_rma.csv", "SMA5", "sma_15", 1e-6, 14)]
    public void Columns_agree_with_Lean(string oracle, string name, string column, double tolerance, int from)
    {
        var sheet = Sheet.Read("lean_testdata/" + oracle);
        sheet.ShouldAgree(new Features(sheet.Bars(), catalogue: Wide).Of("A", column), name, tolerance, from);
    }

    [FixtureFact]
    public void The_highest_close_and_the_change_over_fifty_sessions_agree_with_Lean()
    {
        var sheet = Sheet.Read("lean_testdata/spy_max.txt");
        var bars = Series.Of("A", Series.Sessions().Zip(sheet["Close"], (s, c) => new Bar(Day.Of(s), c, c, c, c, double.NaN, 0)));
        sheet.ShouldAgree(new Features(bars, catalogue: Wide).Of("A", "high_5d"), "MAX_5", 0);

        sheet = Sheet.Read("lean_testdata/spy_with_roc50.txt");
        var (close, percents) = (sheet["Close"], new Features(sheet.Bars(), catalogue: Wide).Of("A", "roc_50"));
        // The column is a price difference despite its name.
        sheet.ShouldAgree([.. percents.Select((p, i) => i < 50 ? double.NaN : p / 100 * close[i - 50])], "Rate of Change 50", 1e-4);
    }

    private static Catalogue Wide { get; } = new(Catalogue.Standard.Indicators
        .Concat([Sma.Of(15), Ema.Of(14), RateOfChange.Of(50), .. Ranges.Extremes(5), MeanTrueRange])
        .Select(i => i with { Published = true }));

    private static Indicator MeanTrueRange => Sma.Over("true_range",
        new Column("true_range_mean_14", Unit.Price, "Test column.", "mean of 14 true ranges", "test"), 14);
}
