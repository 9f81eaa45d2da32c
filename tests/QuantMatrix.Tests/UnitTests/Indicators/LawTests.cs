using CsCheck;
using QuantMatrix.Indicators;
using QuantMatrix.Model;
using QuantMatrix.Tests.UnitTests.Indicators.Twins;

namespace QuantMatrix.Tests.UnitTests.Indicators;

/// <summary>The laws every published column obeys, over whatever is in the catalogue, on series of every kind, length and price.</summary>
public class LawTests
{
    private const int FlatBars = 60;

    public static TheoryData<string> Columns => [.. Catalogue.Standard.Columns.Select(c => c.Name)];

    public static TheoryData<string> WindowedColumns => [.. Windowed.Columns.Select(c => c.Name).Where(name => name != "history_bars")]; // which counts all bars there are

    [Theory, MemberData(nameof(Columns))]
    public void The_first_value_stands_exactly_at_the_end_of_the_warm_up(string name)
    {
        var column = Column(name);
        foreach (var recipe in Samples.Walks)
        {
            var values = Samples.Of(recipe, name);
            values.Take(column.WarmUp).ShouldAllBe(v => double.IsNaN(v), $"{recipe}");
            if (column.Awaits is not null) values.ShouldContain(v => !double.IsNaN(v), $"{recipe}");
            else values.Skip(column.WarmUp).ShouldAllBe(v => !double.IsNaN(v), $"{recipe}");
        }
    }

    [Theory, MemberData(nameof(Columns))]
    public void No_column_looks_ahead(string name)
    {
        foreach (var recipe in Samples.Kinds)
        {
            var whole = Samples.Of(recipe, name);
            foreach (var k in Recipe.Edges.Concat([30, 300, 419])) ShouldBeIdentical(Samples.Of(recipe, ..k, name), whole[..k], $"{name}, first {k} of «{recipe}»");
        }
    }

    [Theory, MemberData(nameof(Columns))]
    public void Prices_times_four_scale_prices_and_nothing_else(string name)
    {
        var factor = Column(name).Unit == Unit.Price ? 4.0 : 1.0;
        foreach (var recipe in Samples.Kinds)
            ShouldBeIdentical(Samples.Scaled(recipe, 4, name), [.. Samples.Of(recipe, name).Select(v => v * factor)], $"{name} of «{recipe}»");
    }

    /// <summary>Computed from the bars of its window alone it is the same, whatever stood before.</summary>
    [Theory, MemberData(nameof(WindowedColumns))]
    public void A_windowed_value_knows_nothing_but_its_window(string name)
    {
        var (column, window) = (Column(name), WindowOf(name));
        foreach (var recipe in Samples.Kinds)
            foreach (var end in new[] { 300, 360, 420 })
                Agreement.Require(column, [Samples.Of(recipe, (end - window)..end, name)[^1]], [Samples.Of(recipe, name)[end - 1]], $"{recipe}, up to bar {end - 1}",
                    recipe.Bars.Max(b => b.High));
    }

    [Theory, MemberData(nameof(Columns))]
    public void What_a_flat_stretch_makes_missing_is_back_when_it_has_left_the_window(string name)
    {
        var column = Column(name);
        if (column.Awaits is not null) return;
        var values = AfterAFlatStretch.Of("A", name);
        var left = FlatFrom + FlatBars + column.WarmUp;
        values.Skip(left).ShouldAllBe(v => !double.IsNaN(v), $"from bar {left} on");
    }

    [Fact]
    public void A_flat_stretch_does_make_some_columns_missing() =>
        Windowed.Columns.ShouldContain(c => double.IsNaN(AfterAFlatStretch.Of("A", c.Name)[FlatFrom + FlatBars - 1]));

    [Fact]
    public void A_symbols_values_do_not_depend_on_its_batch_its_lane_its_thread_or_the_rows_kept() =>
        Gen.Select(Recipe.Any.Array[1, 20], Gen.Int[1, 20], Gen.Int[1, 300]).Sample((recipes, batchSize, keep) =>
        {
            var parts = recipes.Select((r, i) => Series.Of($"S{i:D2}", r.Bars)).Where(p => p.Count > 0).ToArray();
            var together = Series.Join(parts);
            var batches = ComputeOnTwoThreads(together, batchSize, keep);
            foreach (var part in parts)
            {
                var (symbol, alone) = (part.Symbols[0], new Features(part));
                foreach (var column in Catalogue.Standard.Columns)
                    ShouldBeIdentical(batches[together.IndexOf(symbol) / batchSize].Of(symbol, column.Name), [.. alone.Of(symbol, column.Name).TakeLast(keep)], $"{column.Name} of {symbol}");
            }
        }, iter: 15);

    [Fact]
    public void Values_are_finite_keep_their_bounds_and_are_as_many_as_bars() => Recipe.Any.Sample(recipe =>
    {
        var features = new Features(Series.Of("A", recipe.Bars));
        features.Batch.Length.ShouldBe(recipe.Length);
        foreach (var column in Catalogue.Standard.Columns)
        {
            var bounds = column.Bounds ?? new Bounds(double.NegativeInfinity, double.PositiveInfinity);
            var slack = 1e-9 * Math.Max(1, double.IsFinite(bounds.High) ? bounds.High : 0);
            foreach (var (v, t) in features.Of("A", column.Name).Select((v, t) => (v, t)).Where(x => !double.IsNaN(x.v)))
                if (!double.IsFinite(v) || v < bounds.Low - slack || v > bounds.High + slack)
                    throw new ShouldAssertException($"{column.Name} at bar {t} of «{recipe}»: {v:R}, expected {bounds.Low} to {bounds.High}");
        }
    }, iter: 100);

    /// <summary>Prices whose sums are exact; with others the averages of one price differ by a rounding.</summary>
    [Theory, InlineData(10), InlineData(0.25), InlineData(123.5), InlineData(1e6)]
    public void The_averages_of_a_flat_market_are_in_order_and_none_leads(double price)
    {
        var features = new Features(Series.Of("A", Series.Flat(420, price)));
        features.Of("A", "ma_aligned").Skip(199).ShouldAllBe(v => v == 1);
        features.Of("A", "ma_bucket").Skip(199).ShouldAllBe(v => v == OrderTwin.Neutral);
    }

    /// <summary>The oracle adds in decimals, 28 digits.</summary>
    [Theory, InlineData(1e-4), InlineData(100), InlineData(1e6)]
    public void A_mean_does_not_drift_over_ten_thousand_bars(double level)
    {
        var bars = Series.Walk(9, 10_001, level).ToArray();
        var last = new Features(Series.Of("A", bars), keep: 1);
        foreach (var name in Catalogue.Standard.Columns.Select(c => c.Name).Where(n => n.StartsWith("sma_", StringComparison.Ordinal)))
            ShouldBeMean(last.Of("A", name).Single(), name, b => (decimal)b.Close);
        foreach (var name in Catalogue.Standard.Columns.Select(c => c.Name).Where(n => n.StartsWith("volume_sma_", StringComparison.Ordinal)))
            ShouldBeMean(last.Of("A", name).Single(), name, b => b.Volume);

        void ShouldBeMean(double value, string name, Func<Bar, decimal> field)
        {
            var n = int.Parse(name.Split('_')[^1], System.Globalization.CultureInfo.InvariantCulture);
            var fresh = (double)(bars[^n..].Sum(field) / n);
            value.ShouldBe(fresh, 1e-12 * fresh, name);
        }
    }

    private const int FlatFrom = 300;

    private static readonly Features AfterAFlatStretch = new(Series.Of("A", Series.Walk(12, 900).Select((b, i) =>
        i is >= FlatFrom and < FlatFrom + FlatBars ? b with { Open = 50, High = 50, Low = 50, Close = 50 } : b)));

    /// <summary>Bars a windowed value is made of: where a column has one before its window is full, or may wait for one, more than its warm-up says.</summary>
    private static int WindowOf(string name) => name switch
    {
        "gaps_unfilled_up" or "gaps_unfilled_down" or "gap_nearest_up" or "gap_nearest_down" => 1 + 120,
        "perf_mtd" => 23 + 10,
        "perf_qtd" => 66 + 10,
        "perf_ytd" => 253 + 10,
        _ => Column(name).WarmUp + 1,
    };

    private static Column Column(string name) => Catalogue.Standard.Columns.Single(c => c.Name == name);

    /// <summary>As the recompute job does it: an engine a worker, whichever batch is next.</summary>
    private static Features[] ComputeOnTwoThreads(Bars bars, int batchSize, int keep)
    {
        var computed = new Features[(bars.Symbols.Count + batchSize - 1) / batchSize];
        var next = -1;
        Parallel.For(0, 2, new ParallelOptions { MaxDegreeOfParallelism = 2 }, _ =>
        {
            var engine = new Engine(Catalogue.Standard, Series.MarketContext);
            for (var b = Interlocked.Increment(ref next); b < computed.Length; b = Interlocked.Increment(ref next))
                computed[b] = new Features(engine.Compute(bars, (b * batchSize)..Math.Min((b + 1) * batchSize, bars.Symbols.Count), keep));
        });
        return computed;
    }

    private static void ShouldBeIdentical(double[] actual, double[] expected, string what)
    {
        actual.Length.ShouldBe(expected.Length, what);
        for (var t = 0; t < actual.Length; t++)
            if (!actual[t].Equals(expected[t]))
                throw new ShouldAssertException($"{what}, bar {t}: {actual[t]:R}, expected {expected[t]:R}");
    }
}
