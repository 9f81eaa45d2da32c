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
            indicator.Reads.ShouldAllBe(i => seen.Contains(i));
            seen.UnionWith(indicator.Outputs.Select(o => o.Name));
        }
    }

    [Fact]
    public void Every_meaning_is_a_distinct_phrase_with_a_full_stop()
    {
        var meanings = Catalogue.Standard.Columns.Select(c => c.Meaning).ToList();
        meanings.ShouldBeUnique();
        meanings.ShouldAllBe(m => char.IsAsciiLetterUpper(m[0]) || char.IsAsciiDigit(m[0]) || m.StartsWith("+DI") || m.StartsWith("−DI"));
        meanings.ShouldAllBe(m => m.EndsWith('.') && m.IndexOf(". ", StringComparison.Ordinal) < 0);
    }

    [Fact]
    public void An_input_that_no_indicator_produces_is_named() =>
        Should.Throw<ArgumentException>(() => new Catalogue([Stub("a", "b")])).Message.ShouldBe("column 'a' reads 'b', which no indicator produces");

    [Fact]
    public void A_cycle_is_reported_with_its_columns() =>
        Should.Throw<ArgumentException>(() => new Catalogue([Stub("a", "b"), Stub("b", "c"), Stub("c", "a")])).Message
            .ShouldBe("columns depend on each other: a -> b -> c -> a");

    [Fact]
    public void A_column_may_be_defined_once() =>
        Should.Throw<ArgumentException>(() => new Catalogue([Stub("a", BarField.Close), Stub("a", BarField.Close)])).Message
            .ShouldBe("column 'a' is defined twice");

    [Fact]
    public void Warm_ups_add_up_along_the_inputs() =>
        new Catalogue([Stub("b", "a", 9), Stub("a", BarField.Close, 5)]).Columns.ToDictionary(c => c.Name, c => c.WarmUp)
            .ShouldBe(new Dictionary<string, int> { ["a"] = 5, ["b"] = 14 }, ignoreOrder: true);

    private static Indicator Stub(string name, string input, int lookback = 0) =>
        new([input], [new Column(name, Unit.Ratio, "Test column.", "constant", "test")], lookback, (in KernelContext _) => { });
}
