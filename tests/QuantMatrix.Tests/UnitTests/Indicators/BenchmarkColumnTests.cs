using QuantMatrix.Indicators;
using QuantMatrix.Model;
using QuantMatrix.Tests.UnitTests.Indicators.Twins;

namespace QuantMatrix.Tests.UnitTests.Indicators;

/// <summary>Columns computed from the benchmark: without its bars, with some of them, and of the benchmark itself.</summary>
public class BenchmarkColumnTests
{
    private static readonly string[] Relative =
        ["beta_252", "corr_252", "rs_line_new_high", "rs_mansfield_pct", "rs_rank", "rs_score", "stage_label", "stage_label_5d_ago"];

    [Fact]
    public void The_catalogue_marks_them_through_their_inputs() =>
        Catalogue.Standard.Columns.Where(c => c.NeedsBenchmark).Select(c => c.Name).Order(StringComparer.Ordinal).ShouldBe(Relative);

    [Theory, InlineData(1), InlineData(int.MaxValue)]
    public void Without_bars_of_the_benchmark_they_are_null_in_every_row_and_the_others_are_not(int keep)
    {
        var bars = Series.Join(Series.Of("A", Series.Walk(1, 400)), Series.Of("B", Series.Walk(2, 30)), Series.Of("C", Series.Walk(3, 350)));
        var market = Series.MarketContext with { Benchmark = new("SPY") };
        using var with = new Engine(Catalogue.Standard, Series.MarketContext).Compute(bars, keep);
        using var without = new Engine(Catalogue.Standard, market).Compute(bars, keep);
        foreach (var column in Catalogue.Standard.Columns)
        {
            var (expected, actual) = (with.Column(column.Name), without.Column(column.Name));
            actual.NullCount.ShouldBe(Relative.Contains(column.Name) ? without.Length : expected.NullCount, column.Name);
            Enumerable.Range(0, without.Length).Count(i => actual.IsNull(i)).ShouldBe(actual.NullCount, column.Name);
        }
    }

    [Fact]
    public void An_engine_without_a_benchmark_computes_no_symbols_as_well()
    {
        using var none = new Engine(Catalogue.Standard, Series.MarketContext with { Benchmark = new("SPY") }).Compute(Bars.Empty, 5);
        none.Length.ShouldBe(0);
    }

    /// <summary>A benchmark that begins later, one that ends earlier, and one with a hole of ten weeks.</summary>
    [Theory, InlineData(500, 11_000), InlineData(0, 700), InlineData(0, 600, 650)]
    public void Weeks_without_the_benchmark_have_no_stage_and_the_next_ones_begin_again(int from, int until, int again = 11_000)
    {
        var market = new MarketInputs([.. Series.BenchmarkBars.Where((_, i) => (i >= from && i < until) || i >= again)]);
        var unknown = 0;
        foreach (var seed in Enumerable.Range(0, 12))
        {
            var bars = Series.Walk(seed, 1_200).ToArray();
            var (features, twin) = (new Features(Series.Of("A", bars), market: market.MarketContext), WeeklyTwin.Of(new History(bars, market)));
            foreach (var name in new[] { "stage_label", "stage_label_5d_ago", "rs_mansfield_pct" })
                Agreement.Require(Column(name), features.Of("A", name), twin[name], $"walk {seed}", 1e3);
            unknown += features.Of("A", "stage_label").Skip(260).Count(double.IsNaN);
        }
        unknown.ShouldBeGreaterThan(12 * 100);
    }

    /// <summary>Its relative strength is always 0, which would keep it out of stage 2.</summary>
    [Fact]
    public void The_benchmark_itself_is_staged_by_price_and_slope_alone()
    {
        foreach (var seed in Enumerable.Range(0, 6))
        {
            var bars = Series.Walk(seed, 1_500).ToArray();
            var market = new MarketInputs(bars);
            var all = Series.Join(Series.Of("A", bars), Series.Of("SPY", bars), Series.Of("T", Series.Walk(seed + 50, 900)));
            var features = new Features(all, market: market.MarketContext);
            var own = features.Of("SPY", "stage_label");
            var history = new History(bars, market);
            Agreement.Require(Column("stage_label"), own, WeeklyTwin.Of(history with { IsBenchmark = true })["stage_label"], $"benchmark {seed}", 1e3);
            Agreement.Require(Column("stage_label"), features.Of("A", "stage_label"), WeeklyTwin.Of(history)["stage_label"], $"{seed}", 1e3);
            own.Skip(300).ShouldContain(2.0);
        }
    }

    private static Column Column(string name) => Catalogue.Standard.Columns.Single(c => c.Name == name);
}
