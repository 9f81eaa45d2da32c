using System.Globalization;
using System.Numerics;
using QuantMatrix.Indicators;
using QuantMatrix.Indicators.Kernels.Momentum;
using QuantMatrix.Indicators.Kernels.Structure;
using QuantMatrix.Indicators.Kernels.Trend;
using QuantMatrix.Indicators.Kernels.Volatility;
using QuantMatrix.Indicators.Kernels.Volume;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Indicators;

/// <summary>Columns against the hand-built sheets of Stock.Indicators, 502 sessions of SPY: <c>tests/data/oracles/stock_indicators.csv</c>.</summary>
public class StockIndicatorsTests
{
    private static readonly IReadOnlyList<IReadOnlyDictionary<string, string>> Sheet = TestData.Rows("oracles", "stock_indicators.csv");

    [Theory]
    [InlineData("rsi_14", "rsi_14")]
    [InlineData("true_range", "true_range")]
    [InlineData("atr_14", "atr_14")]
    [InlineData("atrp_14", "atrp_14")]
    [InlineData("macd", "macd")]
    [InlineData("macd_signal", "macd_signal")]
    [InlineData("macd_histogram", "macd_histogram")]
    [InlineData("sma_20", "sma_20")]
    [InlineData("volume_sma_20", "volume_sma_20")]
    [InlineData("ema_20", "ema_20")]
    [InlineData("mean_10", "bb_middle_10")]
    [InlineData("deviation_10", "bb_deviation_10")]
    public void Values_agree(string name, string column)
    {
        var actual = Compute().Of("A", column);

        Compared(name).Length.ShouldBeGreaterThan(45);
        foreach (var i in Compared(name)) actual[i].ShouldBe(Sheet[i].Number(name), 1e-9, $"{column} on {Sheet[i]["date"]}");
        Array.FindIndex(actual, double.IsFinite).ShouldBe(Compared(name)[0], "first value");
    }

    /// <summary>The sheet starts at 0, the column at the first bar's volume.</summary>
    [Fact]
    public void On_balance_volume_is_the_sheets_plus_the_first_volume()
    {
        var actual = Compute().Of("A", "obv");

        foreach (var i in Compared("obv")) (actual[i] - Sheet[0].Number("volume")).ShouldBe(Sheet[i].Number("obv"));
    }

    [Theory]
    [InlineData("pivot_low_4", "low", 1)]
    [InlineData("pivot_high_4", "high", -1)]
    public void Pivots_are_those_of_the_sheet(string name, string price, int side)
    {
        const int Span = 4;
        Vector<double>[] prices = [.. Sheet.Select(row => new Vector<double>(row.Number(price)))];
        var marks = new Vector<double>[prices.Length];
        Pivots.Mark(prices, side, Span, from: 2 * Span, last: 0, marks).ShouldBe(2 * Span);

        Compared(name).Length.ShouldBeGreaterThan(30);
        Enumerable.Range(Span, prices.Length - 2 * Span).Where(t => marks[t + Span] == Vector<double>.One).ShouldBe(Compared(name));
    }

    /// <summary>The bars of which the sheet gives a value.</summary>
    private static int[] Compared(string name) => [.. Enumerable.Range(0, Sheet.Count).Where(i => !double.IsNaN(Sheet[i].Number(name)))];

    private static Features Compute()
    {
        Indicator[] more = [.. VolumeAverage.Of(20), .. Bollinger.Of(10)];
        var indicators = Catalogue.Standard.Indicators.Concat(more).Select(i => i with { Published = true });
        return new(Series.Of("A", Sheet.Select(BarOf)), int.MaxValue, new Catalogue(indicators));
    }

    private static Bar BarOf(IReadOnlyDictionary<string, string> row) =>
        new(Day.Of(DateOnly.Parse(row["date"], CultureInfo.InvariantCulture)),
            row.Number("open"), row.Number("high"), row.Number("low"), row.Number("close"), double.NaN, (long)row.Number("volume"));
}
