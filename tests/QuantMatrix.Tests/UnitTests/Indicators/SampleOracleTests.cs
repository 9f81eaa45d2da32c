namespace QuantMatrix.Tests.UnitTests.Indicators;

/// <summary>Columns of five symbols of the sample against TA-Lib C: <c>tests/data/oracles/talib.csv</c>, made by <c>tests/tools/talib_oracles.sh</c>.</summary>
/// <remarks>SPY is the benchmark; AAPL and NFLX are large and volatile, CHK has a session without a bar, DWDP has 109 bars.</remarks>
public class SampleOracleTests
{
    private const int Converged = 300;

    /// <summary>Bars compared of each symbol with the whole history.</summary>
    private const int ComparedBars = 43;

    /// <summary>TA-Lib seeds these differently: its first EMA starts at the slow one's first bar, its Wilder sums one bar earlier.</summary>
    private static readonly string[] SeededDifferently = ["macd", "macd_signal", "macd_histogram", "adx_14", "plus_di_14", "minus_di_14"];

    private static readonly string[] Keys = ["symbol", "bar", "date"];

    private static readonly IReadOnlyList<IReadOnlyDictionary<string, string>> Oracle = TestData.Rows("oracles", "talib.csv");

    public static TheoryData<string> Symbols => ["AAPL", "CHK", "DWDP", "NFLX", "SPY"];

    [Theory, MemberData(nameof(Symbols))]
    public void Columns_of_one_definition_agree_with_TA_Lib_from_their_first_value(string symbol)
    {
        var features = Compute(symbol);
        var columns = Oracle[0].Keys.Except([.. Keys, .. SeededDifferently]).ToList();

        columns.Count.ShouldBe(57);
        foreach (var column in columns) ShouldAgree(symbol, features.Of(symbol, column), column, from: 0, _ => Tolerance(column));
    }

    [Theory, InlineData("AAPL"), InlineData("CHK"), InlineData("NFLX"), InlineData("SPY")]
    public void Columns_that_TA_Lib_seeds_differently_agree_after_convergence(string symbol)
    {
        var features = Compute(symbol);

        foreach (var column in SeededDifferently)
        {
            var inPrices = column.StartsWith("macd", StringComparison.Ordinal);
            ShouldAgree(symbol, features.Of(symbol, column), column, Converged, expected => inPrices ? 1e-6 : 1e-6 * expected).ShouldBe(21);
        }
    }

    [Fact]
    public void The_oracle_covers_early_and_late_bars_of_each_symbol() =>
        Oracle.GroupBy(row => row["symbol"]).Select(g => (g.Key, g.Count()))
            .ShouldBe([("AAPL", ComparedBars), ("CHK", ComparedBars), ("DWDP", 17), ("NFLX", ComparedBars), ("SPY", ComparedBars)]);

    /// <summary>TA-Lib keeps running sums, which drift where squares or volumes are summed.</summary>
    private static double Tolerance(string column) => column switch
    {
        "bb_upper_20" or "bb_lower_20" or "hv_20" or "hv_60" => 1e-8,
        "volume_sma_50" => 1e-3,
        _ => 1e-9,
    };

    /// <returns>The number of values compared.</returns>
    private static int ShouldAgree(string symbol, double[] actual, string column, int from, Func<double, double> tolerance)
    {
        var compared = Oracle.Where(row => row["symbol"] == symbol && row.Number("bar") >= from && !double.IsNaN(row.Number(column))).ToList();
        foreach (var row in compared)
            actual[(int)row.Number("bar")].ShouldBe(row.Number(column), tolerance(row.Number(column)), $"{symbol} {column} on {row["date"]}");
        return compared.Count;
    }

    private static Features Compute(string symbol) =>
        new(Series.Of(symbol, Sample.BarsOf(symbol)), int.MaxValue, null, Series.Against(Series.Of("SPY", Sample.BarsOf("SPY"))));
}
