using System.Globalization;
using System.Text.RegularExpressions;
using QuantMatrix.Batch.Lookup;
using QuantMatrix.Indicators;
using QuantMatrix.MarketData.Calendar;
using QuantMatrix.Model;
using QuantMatrix.Tests.UnitTests.Indicators;

namespace QuantMatrix.Tests.UnitTests.Lookup;

/// <summary>The card of <c>show</c> on real bars.</summary>
public sealed class SymbolCardTests
{
    private static readonly StoredFacts Facts = new()
    {
        Name = "Wynn Resorts", Sector = "Consumer Discretionary", Indices = ["SP500", "NASDAQ100"], Screens = [],
        Restated = [new("WYNN", Day.Of(new(2018, 2, 6)), BarField.Low, 161.14, 162.24, BarRevision.Correction, "test")],
    };

    [Fact]
    public void Real_bars_give_the_card_line_by_line()
    {
        using var history = Of("WYNN", new(2018, 2, 7));
        string.Join('\n', new SymbolCard(history, Facts).Lines(color: false)).ShouldBe("""
            WYNN  Wynn Resorts · Consumer Discretionary · SP500 NASDAQ100     177.32  +8.6 %
            stage 2 advancing, 46 weeks  RSI 54  ATR 4.6 %  RS +11.1  vol 4.1×    7 Feb 2018

                                                            │╽┃┃          203.63
                                                           ┃╿╿ ┃
                                                           ┃   ┃
                                                          ╷╵   ┃       ╷
                                                        ╷╻┃    ╵  │    ┃  177.32 close
                                       ╻╻╷╻╻╽╻         ╽╹╹      ┃┃┃╽╽╷ ╵
                                ╽╻╽╿╿╿╹╿ ╹╵╹ ╵┃┃╻╽╻╻╻╻┃╵        ┃┃╿╿╹╹╽
             ╷    ╻╻╽┃╽╽╻╻╿┃┃╽╽╿               ╵╵ ╵ ╵╵╵          ╹
            ╹╹╿╻┃╽╹     ╵╹╵╵                                              150.01

            1d +8.6  5d +7.1  20d +8.5  60d +15.5  1y +82.8
            high −12.9 %  SMA50 +5.5  SMA200 +22.4
            TD sell setup 1, countdown 12/13 · gaps 143.88↑ 172.95↑ · rising line 162.69
            screens: none   restated: 6 Feb low 161.14→162.24   unstable: 3 columns
            """);
    }

    [Theory]
    [InlineData("WYNN", "2018-02-07")]
    [InlineData("WYNN", "2013-02-08")]
    [InlineData("CHK", "2016-01-15")]
    [InlineData("SPY", "2014-06-30")]
    public void A_card_has_at_most_24_lines_of_80_columns(string symbol, string asOf)
    {
        using var history = Of(symbol, DateOnly.Parse(asOf, CultureInfo.InvariantCulture));
        var facts = Facts with { Name = new string('x', 90), Screens = [.. Enumerable.Range(0, 9).Select(i => $"screen_{i}")] };
        var lines = new SymbolCard(history, facts).Lines(color: false).ToList();
        lines.Count.ShouldBeLessThanOrEqualTo(24);
        lines.ShouldAllBe(line => line.Length <= SymbolCard.Width);
        lines[0].ShouldContain("…");
    }

    [Fact]
    public void Colors_change_nothing_but_colors()
    {
        using var history = Of("WYNN", new(2017, 3, 9));
        var card = new SymbolCard(history, Facts);
        var colored = string.Join('\n', card.Lines(color: true));
        colored.ShouldContain("\x1b[32m");
        Regex.Replace(colored, "\x1b\\[[0-9]+m", "").ShouldBe(string.Join('\n', card.Lines(color: false)));
    }

    /// <summary>Open, high, low and close in a chart of 18 half rows, from 0 at the bottom to 18 at the top.</summary>
    [Theory]
    [InlineData("8.5 18 0 9.5", "││││┃││││")]
    [InlineData("7.5 18 0 8.5", "││││╽╿│││")]
    [InlineData("0.5 18 0 17.5", "┃┃┃┃┃┃┃┃┃")]
    [InlineData("1.5 18 0 16.5", "╽┃┃┃┃┃┃┃╿")]
    public void A_candle_is_drawn_in_half_rows(string prices, string column)
    {
        var p = prices.Split(' ').Select(x => double.Parse(x, CultureInfo.InvariantCulture)).ToArray();
        var chart = new CandleChart(Series.Of("A", new Bar(1, p[0], p[1], p[2], p[3], double.NaN, 1)));
        string.Concat(chart.Lines(color: false).Select(line => line.PadRight(CandleChart.Candles)[CandleChart.Candles - 1])).ShouldBe(column);
    }

    [Fact]
    public void A_candle_that_ends_within_a_cell_leaves_its_other_half_empty()
    {
        var scale = new Bar(1, 0, 18, 0, 18, double.NaN, 1);
        var candle = new Bar(2, 11.5, 12.5, 10.5, 11.5, double.NaN, 1);
        var lines = new CandleChart(Series.Of("A", scale, candle)).Lines(color: false);
        string.Concat(lines.Select(line => line.PadRight(CandleChart.Candles)[CandleChart.Candles - 1]))
            .ShouldBe("  ╷╿     ");
    }

    [Fact]
    public void Prices_that_never_differ_are_one_line()
    {
        var chart = new CandleChart(Series.Of("A", Series.Flat(70, 10)));
        chart.Lines(color: false).Count(line => line.Contains(new string('╻', 60)) || line.Contains(new string('╹', 60))).ShouldBe(1);
    }

    /// <summary>The weeks of a stage, counted again from its label on the last session of each week.</summary>
    [Theory]
    [InlineData("WYNN", "2018-02-07")]
    [InlineData("WYNN", "2018-02-02")]
    [InlineData("AAPL", "2016-03-24")]
    public void Weeks_in_a_stage_are_those_whose_last_session_has_its_label(string symbol, string asOf)
    {
        using var history = Of(symbol, DateOnly.Parse(asOf, CultureInfo.InvariantCulture));
        var label = history.Value("stage_label", history.Last);
        var ends = Enumerable.Range(0, history.Bars.Count).Where(row => ISOWeek.GetWeekOfYear(history.DateOf(row).ToDateTime(default))
            != ISOWeek.GetWeekOfYear(history.Calendar.AtOrAfter(history.DateOf(row).AddDays(1)).ToDateTime(default))).Reverse();
        history.WeeksInStage().ShouldBe(ends.TakeWhile(row => Equals(history.Value("stage_label", row), label)).Count());
    }

    private static SymbolHistory Of(string symbol, DateOnly asOf)
    {
        var calendar = CalendarFiles.Read(Fixtures.Repository);
        var (bars, spy) = (Series.Of(symbol, Until(symbol)), Series.Of("SPY", Until("SPY")));
        return new(bars, new(calendar, Benchmark.Of("SPY", spy), asOf));

        IEnumerable<Bar> Until(string name) => Sample.BarsOf(name).Where(bar => bar.Day <= Day.Of(asOf));
    }
}
