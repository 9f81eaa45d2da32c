using QuantMatrix.Indicators;
using QuantMatrix.Model;
using QuantMatrix.Tests.UnitTests.Indicators.Twins;

namespace QuantMatrix.Tests.UnitTests.Indicators;

/// <summary>Windowed columns compared with DuckDB window functions over the same bars.</summary>
public class SqlTests
{
    private static readonly Recipe[] Recipes =
    [
        .. Enum.GetValues<Kind>().Select(kind => new Recipe(kind, Recipe.Longest, 100, (int)kind)),
        .. Recipe.Edges.Where(n => n > 0).Select(n => new Recipe(Kind.Random, n, 40, n)),
        new(Kind.Random, 400, 1e-4, 1), new(Kind.Ties, 400, 1e-4, 2), new(Kind.Random, 400, 1e6, 3), new(Kind.Stretches, 400, 1e6, 4),
    ];

    /// <summary>A benchmark with two days missing, and all exchange sessions.</summary>
    private static readonly MarketInputs Market = new([.. Series.BenchmarkBars.Where((_, i) => i is not (430 or 431))]);

    private static readonly Lazy<Dictionary<(string Symbol, string Column), double[]>> SqlValues = new(() =>
    {
        using var engine = new SqlEngine(Market, Recipes.Select((r, i) => (Symbol(i), r.Bars)));
        return engine.Compute();
    });

    [Fact]
    public void Every_windowed_column_has_an_SQL_expression() =>
        Windowed.Columns.Select(c => c.Name).ShouldBeSubsetOf(SqlWindows.Expressions.Keys);

    [Fact]
    public void Every_SQL_expression_yields_values() =>
        SqlWindows.Expressions.Keys.ShouldAllBe(name => SqlValues.Value.Any(a => a.Key.Column == name && a.Value.Any(double.IsFinite)));

    [Fact]
    public void The_engine_agrees_with_SQL()
    {
        var features = new Features(Series.Join(Recipes.Select((r, i) => Series.Of(Symbol(i), r.Bars))), market: Market.MarketContext);
        foreach (var column in Catalogue.Standard.Columns.Where(c => SqlWindows.Expressions.ContainsKey(c.Name)))
            for (var i = 0; i < Recipes.Length; i++)
                Agreement.Require(column, features.Of(Symbol(i), column.Name), SqlValues.Value[(Symbol(i), column.Name)], Recipes[i],
                    Recipes[i].Bars.Max(b => b.High));
    }

    [Fact]
    public void The_twins_agree_with_SQL()
    {
        for (var i = 0; i < Recipes.Length; i++)
        {
            var history = new History(Recipes[i].Bars, Market);
            var twins = Twins.Twins.Of(history);
            foreach (var column in Catalogue.Standard.Columns.Where(c => SqlWindows.Expressions.ContainsKey(c.Name) && twins.ContainsKey(c.Name)))
                Agreement.Require(column, twins[column.Name], SqlValues.Value[(Symbol(i), column.Name)], Recipes[i], history.Highest);
        }
    }

    private static string Symbol(int i) => $"S{i:D2}";
}
