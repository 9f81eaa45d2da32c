using System.Globalization;
using QuantMatrix.Indicators.Kernels.Momentum;
using QuantMatrix.Indicators.Kernels.Structure;
using QuantMatrix.Indicators.Kernels.Trend;
using QuantMatrix.Indicators.Kernels.Volatility;
using QuantMatrix.Indicators.Kernels.Volume;
using QuantMatrix.Indicators;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Indicators;

/// <summary>Columns against what TA-Lib and hand-built sheets gave for real bars.</summary>
public class OracleTests
{
    private static readonly string[] SameName =
        ["sma_5", "sma_8", "sma_14", "sma_21", "sma_50", "sma_100", "sma_150", "sma_200", "ema_8", "ema_10", "ema_21", "ema_200", "rsi_14", "atr_14", "atr_30"];

    /// <summary>TA-Lib's sheets with the bars they were made from, and how far its running sums drift over them.</summary>
    public static TheoryData<string, string, double> Sheets => new()
    {
        { "talib/AAPL_5yr.csv", "sp500_5yr/AAPL.csv", 1e-9 },
        { "talib/SPY_default502.csv", "skender_quotes/default.csv", 1e-9 },
        { "talib/SPY_lean_1998_2021.csv", "lean_daily_raw/spy.csv", 1e-8 },
    };

    [FixtureTheory, MemberData(nameof(Sheets))]
    public void Means_rsi_and_ranges_agree_with_TA_Lib(string oracle, string bars, double tolerance)
    {
        var (sheet, features) = (Sheet.Read(oracle), Compute(bars));
        foreach (var column in SameName) sheet.ShouldAgree(features.Of("A", column), column.ToUpperInvariant(), tolerance);
    }

    [FixtureTheory, MemberData(nameof(Sheets))]
    public void Macd_and_directional_movement_agree_with_TA_Lib_once_its_other_seeds_are_forgotten(string oracle, string bars, double _)
    {
        var (sheet, features) = (Sheet.Read(oracle), Compute(bars));
        foreach (var (name, column) in new[] { ("MACD", "macd"), ("MACD_SIGNAL", "macd_signal"), ("MACD_HIST", "macd_histogram") })
            sheet.ShouldAgree(features.Of("A", column), name, 1e-6, from: 300);
        foreach (var column in new[] { "plus_di_14", "minus_di_14", "adx_14" })
            sheet.ShouldAgreeInProportion(features.Of("A", column), column.ToUpperInvariant(), 1e-6, from: 300);
    }

    [FixtureTheory, MemberData(nameof(Sheets))]
    public void Extremes_and_true_ranges_are_exactly_TA_Libs(string oracle, string bars, double _)
    {
        var sheet = Sheet.Read(oracle);
        var features = Compute(bars, [Atr.TrueRange, .. Ranges.Extremes(20), .. Ranges.Extremes(50), .. Ranges.Extremes(252)]);
        sheet.ShouldAgree(features.Of("A", "true_range"), "TRANGE", 0);
        foreach (var n in new[] { 20, 50, 252 })
        {
            sheet.ShouldAgree(features.Of("A", $"high_{n}d"), $"MAX_{n}", 0);
            sheet.ShouldAgree(features.Of("A", $"low_{n}d"), $"MIN_{n}", 0);
        }
        var ofCloses = Compute(bars, Ranges.Extremes(252), b => b with { High = b.Close, Low = b.Close });
        sheet.ShouldAgree(ofCloses.Of("A", "high_252d"), "MAXC_252", 0);
        sheet.ShouldAgree(ofCloses.Of("A", "low_252d"), "MINC_252", 0);
    }

    [FixtureTheory, MemberData(nameof(Sheets))]
    public void Changes_agree_with_TA_Lib(string oracle, string bars, double _)
    {
        var (sheet, sessions) = (Sheet.Read(oracle), new[] { 5, 21, 63, 126, 252 });
        var features = Compute(bars, sessions.Select(RateOfChange.Of));
        foreach (var n in sessions) sheet.ShouldAgree(features.Of("A", $"roc_{n}"), $"ROC_{n}", 1e-9);
        var published = Compute(bars);
        foreach (var n in new[] { 5, 252 }) sheet.ShouldAgree(published.Of("A", $"perf_{n}d"), $"ROC_{n}", 1e-9);
    }

    [FixtureTheory, MemberData(nameof(Sheets))]
    public void Bands_and_mean_volumes_agree_with_TA_Lib(string oracle, string bars, double _)
    {
        var (sheet, features) = (Sheet.Read(oracle), Compute(bars));
        var widths = features.Of("A", "bb_upper_20").Zip(features.Of("A", "bb_lower_20"), (upper, lower) => upper - lower);
        sheet.ShouldAgree([.. widths.Select(w => w / 4)], "STDDEV_20", 1e-8);
        sheet.ShouldAgree(features.Of("A", "volume_sma_50"), "SMA_VOL_50", 1e-3);
    }

    [FixtureTheory]
    [InlineData("Rsi.csv", "RSI(14)", "rsi_14")]
    [InlineData("Tr.csv", "TR", "true_range")]
    [InlineData("Atr.csv", "ATR", "atr_14")]
    [InlineData("Atr.csv", "ATR%", "atrp_14")]
    [InlineData("Macd.csv", "MACD", "macd")]
    [InlineData("Macd.csv", "Signal", "macd_signal")]
    [InlineData("Macd.csv", "Histo", "macd_histogram")]
    [InlineData("Sma.SMA_Close.csv", "SMA", "sma_20")]
    [InlineData("Sma.SMA_Volume.csv", "sma", "volume_sma_20")]
    [InlineData("Ema.csv", "ema", "ema_20")]
    [InlineData("StdDev.csv", "mean", "bb_middle_10")]
    [InlineData("StdDev.csv", "stddev", "bb_deviation_10")]
    public void Values_agree_with_the_hand_built_sheets(string oracle, string name, string column)
    {
        var sheet = Sheet.Read("skender_calc/" + oracle);
        Indicator[] more = [Sma.Of(20), Ema.Of(20), .. VolumeAverage.Of(20), .. Bollinger.Of(10)];
        var features = new Features(sheet.Bars(), catalogue: Published([.. Catalogue.Standard.Indicators, .. more]));
        sheet.ShouldAgree(features.Of("A", column), name, 1e-9);
    }

    [FixtureFact]
    public void On_balance_volume_is_the_sheets_and_the_first_bars_volume_more()
    {
        var sheet = Sheet.Read("skender_calc/Obv.csv");
        var values = new Features(sheet.Bars()).Of("A", "obv");
        sheet.ShouldAgree([.. values.Select(v => v - sheet["volume"][0])], "obv", 0);
    }

    private static Features Compute(string file, IEnumerable<Indicator>? indicators = null, Func<Bar, Bar>? change = null)
    {
        var lines = File.ReadLines(Fixtures.Path(["ohlcv", .. file.Split('/')])).Skip(1).Select(l => l.Split(','));
        var bars = lines.Select(f => new Bar(Day.Of(DateOnly.Parse(f[0], CultureInfo.InvariantCulture)),
            Sheet.Number(f[1]), Sheet.Number(f[2]), Sheet.Number(f[3]), Sheet.Number(f[4]), double.NaN, (long)Sheet.Number(f[5])));
        return new Features(Series.Of("A", bars.Select(change ?? (b => b))), catalogue: indicators is null ? null : Published(indicators));
    }

    /// <summary>With its helpers for all to see.</summary>
    private static Catalogue Published(IEnumerable<Indicator> indicators) => new(indicators.Select(i => i with { Published = true }));
}
