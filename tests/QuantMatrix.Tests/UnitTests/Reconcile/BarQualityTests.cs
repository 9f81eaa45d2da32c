using QuantMatrix.Model;
using QuantMatrix.Reconcile;
using QuantMatrix.Tests.UnitTests.Indicators;
using static QuantMatrix.Tests.UnitTests.Reconcile.ReconcileCase;

namespace QuantMatrix.Tests.UnitTests.Reconcile;

/// <summary>Bars that break no rule and still look wrong.</summary>
public class BarQualityTests
{
    private static readonly BarQualityOptions Defaults = new();
    private static readonly Bar Holiday = BarOf(3, 100) with { Day = Day.Of(new(2015, 1, 19)) };

    [Fact]
    public void Sound_bars_pass_as_they_are()
    {
        var bars = Closes(0, Steady(20));
        var report = Check(bars);
        report.Passed.ShouldBeSameAs(bars);
        (report.Held.Count, report.Warnings.Count).ShouldBe((0, 0));
    }

    [Fact]
    public void A_bar_of_a_day_without_a_session_is_held()
    {
        var report = Check(Of([BarOf(9, 99), Holiday, BarOf(12, 101)]));
        BarsOf(report.Passed).ShouldBe([BarOf(9, 99), BarOf(12, 101)]);
        report.Held.ShouldHaveSingleItem().ShouldBe(HeldBar.Of(Symbol, Holiday, "one", "a day without a session"));
        report.Warnings.ShouldBe([new("a day without a session", 1, "AAA 2015-01-19")]);
    }

    [Theory]
    [InlineData(BarSeverity.Off, 3, 0, 0)]
    [InlineData(BarSeverity.Warn, 3, 0, 1)]
    [InlineData(BarSeverity.Hold, 2, 1, 1)]
    public void The_severity_says_what_happens(BarSeverity severity, int passed, int held, int warnings)
    {
        var bars = Of([BarOf(9, 99, volume: 0), BarOf(10, 100), BarOf(11, 101)]);
        var report = Check(bars, Defaults with { ZeroVolume = severity });
        (report.Passed.Count, report.Held.Count, report.Warnings.Count).ShouldBe((passed, held, warnings));
    }

    [Fact]
    public void A_warning_counts_the_bars_and_names_the_first()
    {
        var report = Check(Of([BarOf(0, 1), BarOf(1, 2, volume: 0), BarOf(2, 3, volume: 0)]));
        report.Warnings.ShouldBe([new("no volume", 2, $"AAA {Date(1):yyyy-MM-dd}")]);
        report.Passed.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData(4, 0)]
    [InlineData(5, 1)]
    [InlineData(11, 1)]
    public void The_same_four_prices_for_five_sessions_are_one_finding(int sessions, int findings) =>
        Check(Of([BarOf(0, 50), .. Enumerable.Range(1, sessions).Select(i => BarOf(i, 100))])).Warnings.Sum(w => w.Bars).ShouldBe(findings);

    [Fact]
    public void Flat_prices_end_with_any_other_price()
    {
        var flat = BarOf(2, 100);
        foreach (var other in new[] { flat with { Open = 99 }, flat with { High = 103 }, flat with { Low = 90 }, flat with { Close = 99.5 } })
            Check(Of(Enumerable.Range(0, 5).Select(i => i == 2 ? other : BarOf(i, 100)))).Warnings.ShouldBeEmpty();
    }

    /// <summary>50 % and splits of 2:1 and 3:2, which a day's return hides from the limit.</summary>
    [Theory]
    [InlineData(100, 152, 1)]
    [InlineData(100, 149, 0)]
    [InlineData(100, 25, 1)]
    [InlineData(100, 51.9, 1)]
    [InlineData(100, 52.1, 0)]
    [InlineData(100, 69.3, 1)]
    [InlineData(100, 64.1, 1)]
    [InlineData(100, 69.4, 0)]
    [InlineData(100, 63.9, 0)]
    public void A_price_step_is_reported_and_its_bar_stays(double before, double after, int steps)
    {
        var report = Check(Closes(0, [before, before, after]), Defaults with { PriceStep = 0.5 });

        report.Warnings.Sum(w => w.Bars).ShouldBe(steps);
        report.Passed.Count.ShouldBe(3);
        Check(Closes(0, [before, before, after])).Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void Price_steps_are_one_line_a_symbol()
    {
        var bars = new BarsBuilder();
        foreach (var symbol in new[] { "AAA", "BBB" })
            for (var i = 0; i < 4; i++) bars.Add(symbol, BarOf(i, i % 2 == 0 ? 100 : 400), "one");

        Check(bars.Build(), Defaults with { PriceStep = 0.5 }).Warnings.ShouldBe(
        [
            new("AAA: price step without a split in the file", 3, $"AAA {Date(1):yyyy-MM-dd}"),
            new("BBB: price step without a split in the file", 3, $"BBB {Date(1):yyyy-MM-dd}"),
        ]);
    }

    [Fact]
    public void Flat_prices_do_not_go_on_from_one_symbol_to_the_next()
    {
        var bars = new BarsBuilder();
        for (var i = 0; i < 3; i++) bars.Add("AAA", BarOf(i, 100), "one");
        for (var i = 3; i < 6; i++) bars.Add("BBB", BarOf(i, 100), "one");
        Check(bars.Build()).Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void A_bar_held_for_two_reasons_is_held_once_by_the_first()
    {
        var report = Check(Of([Holiday with { Volume = 0 }]), Defaults with { ZeroVolume = BarSeverity.Hold });
        report.Held.ShouldHaveSingleItem().Reason.ShouldBe("held: a day without a session");
        report.Warnings.Select(w => w.What).ShouldBe(["a day without a session", "no volume"]);
        report.Passed.Count.ShouldBe(0);
    }

    [Fact]
    public void Flat_prices_can_be_held()
    {
        var report = Check(Of(Enumerable.Range(0, 4).Select(i => BarOf(i, 100))), Defaults with { FlatPrices = BarSeverity.Hold, FlatPricesSessions = 3 });
        report.Held.ShouldHaveSingleItem().Reason.ShouldBe("held: 3 sessions with the same four prices");
        BarsOf(report.Passed).Select(b => b.Day).ShouldBe([DayOf(0), DayOf(1), DayOf(3)]);
    }

    [Fact]
    public void The_defaults_hold_holidays_and_warn_of_the_rest() =>
        Defaults.ShouldBe(new() { NoSession = BarSeverity.Hold, ZeroVolume = BarSeverity.Warn, FlatPrices = BarSeverity.Warn, FlatPricesSessions = 5 });

    [Theory]
    [InlineData(0.1, double.NaN, 9_000_000_000)]
    [InlineData(1e-300, 123456789.123456789, 0)]
    [InlineData(0.30000000000000004, 5e-324, long.MaxValue)]
    public void A_held_bar_reads_back_as_it_was(double price, double adjusted, long volume)
    {
        var bar = new Bar(17591, price, price * 2, price / 3, price, adjusted, volume);
        HeldBar.TryParse(HeldBar.Of("S01", bar, "yahoo", "why").Row, out var again).ShouldBeTrue();
        again.ShouldBe(bar);
    }

    [Fact]
    public void A_held_bar_is_a_row_of_the_quarantine() =>
        HeldBar.Of("S01", new(17591, 1, 3, 0.5, 2, double.NaN, 7), "yahoo", "why")
            .ShouldBe(new("S01", "2018-03-01", "yahoo", "", 0, "held: why", "2018-03-01,1,3,0.5,2,,7"));

    [Theory]
    [InlineData("")]
    [InlineData("2018-03-01,1,2,1,2,")]
    [InlineData("2018-03-01,1,2,1,2,,5,6")]
    [InlineData("2018-03-01,,2,1,2,,5")]
    [InlineData("2018-03-01,1,2,1,,,5")]
    [InlineData("2018-03-01,1,2,1,2,x,5")]
    [InlineData("2018-03-01,1,2,1,2,,1.5")]
    [InlineData("03/01/2018,1,2,1,2,,5")]
    public void A_row_of_another_form_is_no_held_bar(string row) => HeldBar.TryParse(row, out _).ShouldBeFalse();

    private static QualityReport Check(Bars bars, BarQualityOptions? options = null) => new BarQualityChecks(Series.Calendar, options ?? Defaults).Check(bars);
}
