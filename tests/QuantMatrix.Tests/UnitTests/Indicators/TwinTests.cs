using CsCheck;
using QuantMatrix.Indicators;
using QuantMatrix.Model;
using QuantMatrix.Tests.UnitTests.Indicators.Twins;

namespace QuantMatrix.Tests.UnitTests.Indicators;

/// <summary>Every column compared with a plain loop written from its definition, over random series.</summary>
public class TwinTests
{
    private static readonly Gen<StageThresholds> Thresholds = Gen.Select(Gen.Double[0, 3], Gen.Int[1, 20], Gen.Int[1, 4], (band, rising, confirm) =>
        new StageThresholds { FlatBand = band, RisingWeeks = rising, ConfirmWeeks = confirm });

    /// <summary>With a benchmark that lacks every so many sessions, or none.</summary>
    private static readonly Gen<(Recipe[] Series, Recipe Benchmark, StageThresholds Stage, int Missing)> Batches = Gen.Select(Recipe.Any.Array[1, 5],
        Recipe.Of(Gen.Const(1_300)), Gen.OneOf(Gen.Const(new StageThresholds()), Thresholds), Gen.OneOf(Gen.Const(int.MaxValue), Gen.Int[9, 90]));

    private static readonly HashSet<string> Names = [.. Twins.Twins.Of(new History([], MarketInputs.Default)).Keys];

    private static IEnumerable<Column> Columns => Catalogue.Standard.Columns.Where(c => Names.Contains(c.Name));

    /// <summary>Either a loop, or SQL in the column's vector file; ranks across symbols have tests of their own.</summary>
    [Fact]
    public void Every_published_column_has_a_twin() =>
        Catalogue.Standard.Columns.Where(c => !c.IsCrossSectional).Select(c => c.Name).ShouldBeSubsetOf(Names.Concat(VectorTests.Sql.Select(s => s.Key)));

    [Fact]
    public void Every_column_agrees_with_its_twin() =>
        Batches.Sample(batch => Compare(batch.Series, new([.. batch.Benchmark.Bars.Where((_, i) => i % batch.Missing != 5)]) { Stage = batch.Stage }),
            iter: 100, print: Print);

    /// <summary>Otherwise agreement would prove little: every label, both values of a flag and more than one value of any other column occur.</summary>
    [Fact]
    public void The_compared_series_cover_the_values_of_every_column()
    {
        var seen = Columns.ToDictionary(c => c.Name, _ => new HashSet<double>());
        foreach (var recipe in Enum.GetValues<Kind>().SelectMany(kind => Enumerable.Range(0, 5).Select(seed => new Recipe(kind, Recipe.Longest, 100, seed))))
            foreach (var (name, values) in Twins.Twins.Of(new History(recipe.Bars, MarketInputs.Default)))
                seen.GetValueOrDefault(name)?.UnionWith(values.Where(double.IsFinite));
        foreach (var column in Columns)
            seen[column.Name].Count.ShouldBeGreaterThanOrEqualTo(column.Unit == Unit.Label ? column.Labels.Count - 1 : 2,
                $"{column.Name}: {string.Join(' ', seen[column.Name].Take(10))}");
    }

    [Fact]
    public void A_difference_is_reported_with_column_bar_and_series()
    {
        var recipe = new Recipe(Kind.Random, 60, 100, 1);
        var twin = Twins.Twins.Of(new History(recipe.Bars, MarketInputs.Default))["sma_5"];
        var engine = new Features(Series.Of("S0", recipe.Bars)).Of("S0", "sma_5");
        var column = Catalogue.Standard.Columns.Single(c => c.Name == "sma_5");
        Agreement.Require(column, engine, twin, recipe, highest: 130);

        twin[40] *= 1 + 1e-8;
        Should.Throw<ShouldAssertException>(() => Agreement.Require(column, engine, twin, recipe, highest: 130)).Message
            .ShouldContain("sma_5 at bar 40 of 'Random, 60 bars, near 100, seed 1'");
        (twin[40], twin[3]) = (engine[40], 1);
        Should.Throw<ShouldAssertException>(() => Agreement.Require(column, engine, twin, recipe, highest: 130)).Message.ShouldContain("bar 3");
    }

    private static void Compare(Recipe[] series, MarketInputs market)
    {
        var features = new Features(Series.Join(series.Select((r, i) => Series.Of(Symbol(i), r.Bars))), market: market.MarketContext);
        for (var i = 0; i < series.Length; i++)
        {
            var history = new History(series[i].Bars, market);
            var twins = Twins.Twins.Of(history);
            foreach (var column in Columns)
                Agreement.Require(column, features.Of(Symbol(i), column.Name), twins[column.Name], series[i], history.Highest);
        }
    }

    private static string Symbol(int i) => $"S{i}";

    private static string Print((Recipe[] Series, Recipe Benchmark, StageThresholds Stage, int Missing) batch) =>
        $"{string.Join(" | ", batch.Series.AsEnumerable())}; benchmark {batch.Benchmark} without every {batch.Missing}th; {batch.Stage}";
}
