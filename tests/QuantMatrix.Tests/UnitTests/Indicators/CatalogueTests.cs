using QuantMatrix.Indicators;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Indicators;

public class CatalogueTests
{
    [Fact]
    public void Every_column_comes_after_its_inputs()
    {
        var seen = BarField.All.ToHashSet();
        foreach (var indicator in Catalogue.Standard.Indicators)
        {
            indicator.Inputs.ShouldAllBe(i => seen.Contains(i));
            seen.UnionWith(indicator.Outputs.Select(o => o.Name));
        }
    }

    [Fact]
    public void An_input_that_no_indicator_produces_is_named() =>
        Should.Throw<ArgumentException>(() => new Catalogue([Trial("a", "b")])).Message.ShouldBe("column 'a' reads 'b', which no indicator produces");

    [Fact]
    public void A_cycle_is_reported_with_its_columns() =>
        Should.Throw<ArgumentException>(() => new Catalogue([Trial("a", "b"), Trial("b", "c"), Trial("c", "a")])).Message
            .ShouldBe("columns depend on each other: a -> b -> c -> a");

    [Fact]
    public void A_column_may_be_defined_once() =>
        Should.Throw<ArgumentException>(() => new Catalogue([Trial("a", BarField.Close), Trial("a", BarField.Close)])).Message
            .ShouldBe("column 'a' is defined twice");

    [Fact]
    public void Warm_up_adds_up_along_the_inputs() =>
        new Catalogue([Trial("b", "a", 9), Trial("a", BarField.Close, 5)]).Columns.ToDictionary(c => c.Name, c => c.WarmUp)
            .ShouldBe(new Dictionary<string, int> { ["a"] = 5, ["b"] = 14 }, ignoreOrder: true);

    private static Indicator Trial(string name, string input, int lookback = 0) =>
        new([input], [new Column(name, Unit.Ratio, "trial", "trial", "test")], lookback, (in KernelContext _) => { });
}
