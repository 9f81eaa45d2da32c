using CsCheck;
using QuantMatrix.Indicators;
using QuantMatrix.Model;
using QuantMatrix.Tests.UnitTests.Indicators.Twins;

namespace QuantMatrix.Tests.UnitTests.Indicators;

/// <summary>Laws that every published column obeys, on series of every kind, length and price level.</summary>
public class LawTests
{
    private const int FlatFrom = 300, FlatBars = 60;

    public static TheoryData<string> Columns => [.. Catalogue.Standard.Columns.Where(c => !c.IsCrossSectional).Select(c => c.Name)];

    /// <summary>Without those that count all bars.</summary>
    public static TheoryData<string> WindowedColumns => [.. Windowed.Columns.Select(c => c.Name).Except(["history_bars", "unstable_columns"])];

    [Theory, MemberData(nameof(Columns))]
    public void The_first_value_is_exactly_at_the_end_of_the_warm_up(string name)
    {
        var column = Column(name);
        foreach (var recipe in RecipeFeatures.Walks)
        {
            var values = RecipeFeatures.Of(recipe, name);
            values.Take(column.WarmUp).ShouldAllBe(v => double.IsNaN(v), $"{recipe}");
            if (column.Awaits is not null) values.ShouldContain(v => !double.IsNaN(v), $"{recipe}");
            else values.Skip(column.WarmUp).ShouldAllBe(v => !double.IsNaN(v), $"{recipe}");
        }
    }

    [Theory, MemberData(nameof(Columns))]
    public void No_column_looks_ahead(string name)
    {
        foreach (var recipe in RecipeFeatures.Kinds)
        {
            var whole = RecipeFeatures.Of(recipe, name);
            foreach (var k in Recipe.Edges.Concat([30, 300, 419]))
                ShouldBeIdentical(RecipeFeatures.Of(recipe, ..k, name), whole[..k], $"{name}, first {k} bars of '{recipe}'");
        }
    }

    [Theory, MemberData(nameof(Columns))]
    public void Scaling_prices_by_four_scales_price_columns_and_nothing_else(string name)
    {
        var factor = Column(name).Unit == Unit.Price ? 4.0 : 1.0;
        foreach (var recipe in RecipeFeatures.Kinds)
            ShouldBeIdentical(RecipeFeatures.Scaled(recipe, 4, name), [.. RecipeFeatures.Of(recipe, name).Select(v => v * factor)], $"{name} of '{recipe}'");
    }

    /// <summary>A value computed from its window's bars alone is the same as with the earlier bars.</summary>
    [Theory, MemberData(nameof(WindowedColumns))]
    public void A_windowed_value_depends_only_on_its_window(string name)
    {
        var (column, window) = (Column(name), WindowOf(name));
        foreach (var recipe in RecipeFeatures.Kinds)
            foreach (var end in new[] { 300, 360, 420 })
                Agreement.Require(column, [RecipeFeatures.Of(recipe, (end - window)..end, name)[^1]], [RecipeFeatures.Of(recipe, name)[end - 1]],
                    $"{recipe}, up to bar {end - 1}", recipe.Bars.Max(b => b.High));
    }

    [Theory, MemberData(nameof(Columns))]
    public void Values_missing_after_a_flat_stretch_return_once_it_has_left_the_window(string name)
    {
        var column = Column(name);
        if (column.Awaits is not null) return;
        var values = AfterAFlatStretch.Of("A", name);
        var from = FlatFrom + FlatBars + column.Reach;
        from.ShouldBeLessThan(values.Length);
        values.Skip(from).ShouldAllBe(v => !double.IsNaN(v), $"from bar {from} on");
    }

    [Fact]
    public void A_flat_stretch_makes_some_values_missing() =>
        Windowed.Columns.ShouldContain(c => double.IsNaN(AfterAFlatStretch.Of("A", c.Name)[FlatFrom + FlatBars - 1]));

    [Fact]
    public void A_symbols_values_do_not_depend_on_batch_lane_thread_or_rows_kept() =>
        Gen.Select(Recipe.Any.Array[1, 20], Gen.Int[1, 20], Gen.Int[1, 300]).Sample((recipes, batchSize, keep) =>
        {
            var parts = recipes.Select((r, i) => Series.Of($"S{i:D2}", r.Bars)).Where(p => p.Count > 0).ToArray();
            var together = Series.Join(parts);
            var batches = ComputeOnTwoThreads(together, batchSize, keep);
            foreach (var part in parts)
            {
                var (symbol, alone) = (part.Symbols[0], new Features(part));
                foreach (var column in Catalogue.Standard.Columns)
                    ShouldBeIdentical(batches[together.IndexOf(symbol) / batchSize].Of(symbol, column.Name),
                        [.. alone.Of(symbol, column.Name).TakeLast(keep)], $"{column.Name} of {symbol}");
            }
        }, iter: 15);

    [Fact]
    public void Values_are_finite_within_bounds_and_one_for_each_bar() => Recipe.Any.Sample(recipe =>
    {
        var features = new Features(Series.Of("A", recipe.Bars));
        features.Batch.Length.ShouldBe(recipe.Length);
        foreach (var column in Catalogue.Standard.Columns)
        {
            var bounds = column.Bounds ?? new Bounds(double.NegativeInfinity, double.PositiveInfinity);
            foreach (var (v, t) in features.Of("A", column.Name).Select((v, t) => (v, t)).Where(x => !double.IsNaN(x.v)))
                if (!double.IsFinite(v) || v < bounds.Low || v > bounds.High)
                    throw new ShouldAssertException($"{column.Name} at bar {t} of '{recipe}': {v:R}, expected {bounds.Low} to {bounds.High}");
        }
    }, iter: 100);

    [Theory, InlineData(10), InlineData(0.1), InlineData(123.45), InlineData(33.333333), InlineData(271828.18)]
    public void A_price_that_never_moves_has_no_distance_no_slope_and_equal_averages(double price)
    {
        var features = new Features(Series.Of("A", Series.Flat(420, price)));
        string[] zero = ["macd", "macd_signal", "macd_histogram", "stage_slope_pct", "stage_dist_pct", "perf_20d", "drawdown_52w", "pct_above_low_52w"];
        foreach (var name in zero.Concat(Catalogue.Standard.Columns.Select(c => c.Name).Where(n => n.StartsWith("pct_dist_", StringComparison.Ordinal))))
            features.Of("A", name).Where(v => !double.IsNaN(v)).Distinct().ShouldBe([0], name);
        features.Of("A", "stage_label").Where(v => !double.IsNaN(v)).Distinct().ShouldBe([1]);
        features.Of("A", "sma200_rising_20d").Where(v => !double.IsNaN(v)).Distinct().ShouldBe([0]);
        features.Of("A", "ma_aligned").Skip(199).ShouldAllBe(v => v == 1);
        features.Of("A", "ma_bucket").Skip(199).ShouldAllBe(v => v == AlignmentTwin.Neutral);
    }

    /// <summary>The oracle sums in decimals with 28 digits.</summary>
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
            var exact = (double)(bars[^n..].Sum(field) / n);
            value.ShouldBe(exact, 1e-12 * exact, name);
        }
    }

    private static readonly Features AfterAFlatStretch = new(Series.Of("A", Series.Walk(12, 900).Select((b, i) =>
        i is >= FlatFrom and < FlatFrom + FlatBars ? b with { Open = 50, High = 50, Low = 50, Close = 50 } : b)));

    /// <summary>Window length in bars; longer than the warm-up where a value may exist before the window is full.</summary>
    private static int WindowOf(string name) => name switch
    {
        "gaps_unfilled_up" or "gaps_unfilled_down" or "gap_nearest_up" or "gap_nearest_down" => 1 + 120,
        "perf_mtd" => 23 + 10,
        "perf_qtd" => 66 + 10,
        "perf_ytd" => 253 + 10,
        _ => Column(name).Reach + 1,
    };

    private static Column Column(string name) => Catalogue.Standard.Columns.Single(c => c.Name == name);

    /// <summary>As in the recompute job: one engine a worker, each taking the next batch.</summary>
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

/// <summary>Columns that, with all their inputs, depend only on a window of bars.</summary>
internal static class Windowed
{
    public static IReadOnlyList<Column> Columns { get; } = [.. Find()];

    private static IEnumerable<Column> Find()
    {
        var recursive = new HashSet<string>();
        foreach (var indicator in Catalogue.Standard.Indicators)
            if (indicator.Recursive || indicator.Inputs.Any(recursive.Contains)) recursive.UnionWith(indicator.Outputs.Select(o => o.Name));
        return Catalogue.Standard.Columns.Where(c => !recursive.Contains(c.Name) && !c.IsCrossSectional);
    }
}
