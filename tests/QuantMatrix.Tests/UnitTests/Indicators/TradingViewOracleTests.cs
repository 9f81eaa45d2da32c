namespace QuantMatrix.Tests.UnitTests.Indicators;

/// <summary>Columns of five symbols of the sample against ports of TradingView's indicators: <c>tests/data/oracles/tradingview.csv</c>.</summary>
/// <remarks>A port seeds averages with the first bar, so channels and stops are compared after convergence.</remarks>
public class TradingViewOracleTests
{
    private const int Converged = 400;

    private static readonly IReadOnlyList<IReadOnlyDictionary<string, string>> Oracle = TestData.Rows("oracles", "tradingview.csv");

    [Theory]
    [InlineData("cmf_20", 0, 147)]
    [InlineData("ichimoku_tenkan", 0, 167)]
    [InlineData("ichimoku_kijun", 0, 132)]
    [InlineData("ichimoku_span_a", 0, 122)]
    [InlineData("ichimoku_span_b", 0, 107)]
    [InlineData("keltner_upper_20", Converged, 76)]
    [InlineData("keltner_lower_20", Converged, 76)]
    [InlineData("supertrend", Converged, 76)]
    [InlineData("supertrend_up", Converged, 76)]
    public void Columns_agree_with_TradingView(string column, int from, int values)
    {
        var compared = 0;
        foreach (var symbol in Oracle.GroupBy(row => row["symbol"]))
        {
            var actual = new Features(Series.Of(symbol.Key, Sample.BarsOf(symbol.Key))).Of(symbol.Key, column);
            foreach (var row in symbol.Where(row => row.Number("bar") >= from && !double.IsNaN(row.Number(column))))
            {
                actual[(int)row.Number("bar")].ShouldBe(row.Number(column), 1e-9, $"{symbol.Key} {column} on {row["date"]}");
                compared++;
            }
            if (from == 0) FirstValue(symbol, column).ShouldBe(Array.FindIndex(actual, double.IsFinite), $"{symbol.Key} {column}");
        }
        compared.ShouldBe(values);
    }

    /// <summary>The bar of the first value, which is one of the file.</summary>
    private static int FirstValue(IEnumerable<IReadOnlyDictionary<string, string>> rows, string column) =>
        (int)rows.First(row => !double.IsNaN(row.Number(column))).Number("bar");
}
