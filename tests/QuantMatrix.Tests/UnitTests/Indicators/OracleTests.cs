using System.Globalization;
using QuantMatrix.Indicators;
using QuantMatrix.Indicators.Kernels.Momentum;
using QuantMatrix.Indicators.Kernels.Structure;
using QuantMatrix.Indicators.Kernels.Trend;
using QuantMatrix.Indicators.Kernels.Volatility;
using QuantMatrix.Indicators.Kernels.Volume;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Indicators;

/// <summary>Columns compared with full TA-Lib outputs over up to 23 years; <see cref="SampleOracleTests"/> compares selected bars of the sample.</summary>
public class OracleTests
{
    private static readonly string[] SameName =
    [
        "sma_5", "sma_8", "sma_14", "sma_21", "sma_50", "sma_100", "sma_150", "sma_200",
        "ema_8", "ema_10", "ema_21", "ema_200", "rsi_14", "atr_14", "atr_30",
    ];

    /// <summary>TA-Lib outputs, the bars they were computed from, and the tolerance for TA-Lib's drifting running sums.</summary>
    public static TheoryData<string, string, double> Sheets => new()
    {
        { "talib/AAPL_5yr.csv", "sp500_5yr/AAPL.csv", 1e-9 },
        { "talib/SPY_default502.csv", "skender_quotes/default.csv", 1e-9 },
        { "talib/SPY_lean_1998_2021.csv", "lean_daily_raw/spy.csv", 1e-8 },
    };

    [FixtureTheory, MemberData(nameof(Sheets))]
    public void Every_bar_agrees_with_TA_Lib(string oracle, string bars, double tolerance)
    {
        var (sheet, features) = (Sheet.Read(oracle), Compute(bars));
        foreach (var column in SameName) sheet.ShouldAgree(features.Of("A", column), column.ToUpperInvariant(), tolerance);
        foreach (var n in new[] { 5, 252 }) sheet.ShouldAgree(features.Of("A", $"perf_{n}d"), $"ROC_{n}", 1e-9);
        sheet.ShouldAgree(features.Of("A", "volume_sma_50"), "SMA_VOL_50", 1e-3);
        var widths = features.Of("A", "bb_upper_20").Zip(features.Of("A", "bb_lower_20"), (upper, lower) => upper - lower);
        sheet.ShouldAgree([.. widths.Select(w => w / 4)], "STDDEV_20", 1e-8);
        ConvergedShouldAgree(sheet, features);
        ExtremesShouldAgree(sheet, bars);
    }

    /// <summary>TA-Lib seeds these differently.</summary>
    private static void ConvergedShouldAgree(Sheet sheet, Features features)
    {
        foreach (var (name, column) in new[] { ("MACD", "macd"), ("MACD_SIGNAL", "macd_signal"), ("MACD_HIST", "macd_histogram") })
            sheet.ShouldAgree(features.Of("A", column), name, 1e-6, from: 300);
        foreach (var column in new[] { "plus_di_14", "minus_di_14", "adx_14" })
            sheet.ShouldAgreeInProportion(features.Of("A", column), column.ToUpperInvariant(), 1e-6, from: 300);
    }

    private static void ExtremesShouldAgree(Sheet sheet, string bars)
    {
        int[] windows = [20, 50, 252], changes = [5, 21, 63, 126, 252];
        var features = Compute(bars, [Atr.TrueRange, .. windows.SelectMany(Ranges.Extremes), .. changes.Select(RateOfChange.Of)]);
        sheet.ShouldAgree(features.Of("A", "true_range"), "TRANGE", 0);
        foreach (var n in windows)
        {
            sheet.ShouldAgree(features.Of("A", $"high_{n}d"), $"MAX_{n}", 0);
            sheet.ShouldAgree(features.Of("A", $"low_{n}d"), $"MIN_{n}", 0);
        }
        foreach (var n in changes) sheet.ShouldAgree(features.Of("A", $"roc_{n}"), $"ROC_{n}", 1e-9);
        var ofCloses = Compute(bars, Ranges.Extremes(252), b => b with { High = b.Close, Low = b.Close });
        sheet.ShouldAgree(ofCloses.Of("A", "high_252d"), "MAXC_252", 0);
        sheet.ShouldAgree(ofCloses.Of("A", "low_252d"), "MINC_252", 0);
    }

    private static Features Compute(string file, IEnumerable<Indicator>? indicators = null, Func<Bar, Bar>? change = null)
    {
        var lines = File.ReadLines(Fixtures.Path(["ohlcv", .. file.Split('/')])).Skip(1).Select(l => l.Split(','));
        var bars = lines.Select(f => new Bar(Day.Of(DateOnly.Parse(f[0], CultureInfo.InvariantCulture)),
            Sheet.Number(f[1]), Sheet.Number(f[2]), Sheet.Number(f[3]), Sheet.Number(f[4]), double.NaN, (long)Sheet.Number(f[5])));
        return new Features(Series.Of("A", bars.Select(change ?? (b => b))), catalogue: indicators is null ? null : Published(indicators));
    }

    /// <summary>With every helper column published.</summary>
    private static Catalogue Published(IEnumerable<Indicator> indicators) => new(indicators.Select(i => i with { Published = true }));
}
