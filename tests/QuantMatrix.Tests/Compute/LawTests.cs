using QuantMatrix.Compute;

namespace QuantMatrix.Tests.Compute;

/// <summary>The laws every published column obeys, over whatever is in the catalogue.</summary>
public class LawTests
{
    private static readonly int[] ShortLengths = [1, 2, 13, 14, 15, 199, 200, 251, 252, 253];

    public static TheoryData<string> Columns => [.. Catalogue.Standard.Columns.Select(c => c.Name)];

    public static TheoryData<string, Bar[]> Kinds => new()
    {
        { "random", [.. Series.Walk(1, 700)] },
        { "random, prices near 1e-4", [.. Series.Walk(2, 400, 1e-4)] },
        { "random, prices near 1e6", [.. Series.Walk(3, 400, 1e6)] },
        { "flat", [.. Series.Flat(400)] },
        { "flat at 0.1", [.. Series.Flat(400, 0.1)] },
        { "rising", [.. Series.FromCloses(Enumerable.Range(0, 400).Select(i => 100.0 + i))] },
        { "falling", [.. Series.FromCloses(Enumerable.Range(0, 400).Select(i => 1000.0 - i))] },
        { "gappy", [.. Series.Gappy(4, 500)] },
    };

    [Theory, MemberData(nameof(Columns))]
    public void The_first_value_stands_exactly_at_the_end_of_the_warm_up(string name)
    {
        var column = Catalogue.Standard.Columns.Single(c => c.Name == name);
        var values = new Features(Series.Of("A", Series.Walk(5, column.WarmUp + (column.Awaits is null ? 30 : 2000)))).Of("A", name);
        values.Take(column.WarmUp).ShouldAllBe(v => double.IsNaN(v));
        if (column.Awaits is not null) values.ShouldContain(v => !double.IsNaN(v));
        else values.Skip(column.WarmUp).ShouldAllBe(v => !double.IsNaN(v));
    }

    [Theory, MemberData(nameof(Columns))]
    public void No_column_looks_ahead(string name)
    {
        var bars = Series.Walk(6, 420).ToArray();
        var whole = new Features(Series.Of("A", bars)).Of("A", name);
        foreach (var k in new[] { 1, 30, 253, 300, 419 })
            new Features(Series.Of("A", bars[..k])).Of("A", name).ShouldBe(whole[..k], $"first {k} days alone");
    }

    [Fact]
    public void A_symbols_values_do_not_depend_on_its_batch_its_lane_or_the_rows_kept()
    {
        var parts = Enumerable.Range(0, 11).Select(i => Series.Of($"S{i:D2}", Series.Walk(i, 40 + 61 * i))).ToArray();
        var (together, latest) = (new Features(Series.Join(parts)), new Features(Series.Join(parts), keep: 5));
        foreach (var part in parts)
        {
            var (symbol, alone) = (part.Symbols[0], new Features(part));
            foreach (var column in Catalogue.Standard.Columns)
            {
                var values = alone.Of(symbol, column.Name);
                together.Of(symbol, column.Name).ShouldBe(values, $"{column.Name} of {symbol}");
                latest.Of(symbol, column.Name).ShouldBe(values[^5..], $"the last five of {column.Name} of {symbol}");
            }
        }
    }

    [Theory, MemberData(nameof(Columns))]
    public void Prices_times_four_scale_prices_and_nothing_else(string name)
    {
        var bars = Series.Walk(7, 400).ToArray();
        var factor = Catalogue.Standard.Columns.Single(c => c.Name == name).Unit == Unit.Price ? 4.0 : 1.0;
        var scaled = bars.Select(b => b with { Open = b.Open * 4, High = b.High * 4, Low = b.Low * 4, Close = b.Close * 4 });
        new Features(Series.Of("A", scaled)).Of("A", name).ShouldBe(new Features(Series.Of("A", bars)).Of("A", name).Select(v => v * factor));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Values_are_finite_and_keep_their_bounds(string kind, Bar[] bars)
    {
        var features = new Features(Series.Of("A", bars));
        foreach (var column in Catalogue.Standard.Columns)
        {
            var values = features.Of("A", column.Name).Where(v => !double.IsNaN(v)).ToArray();
            values.ShouldAllBe(v => double.IsFinite(v), $"{column.Name}, {kind}");
            if (column.Bounds is not { } bounds) continue;
            var slack = 1e-9 * Math.Max(1, double.IsFinite(bounds.High) ? bounds.High : 0);
            values.ShouldAllBe(v => v >= bounds.Low - slack && v <= bounds.High + slack, $"{column.Name}, {kind}");
        }
    }

    [Fact]
    public void Short_series_give_as_many_rows_as_bars()
    {
        foreach (var length in ShortLengths)
            new Features(Series.Of("A", Series.Walk(8, length))).Batch.Length.ShouldBe(length);
        new Features(Bars.Empty).Batch.Length.ShouldBe(0);
    }

    [Fact]
    public void A_mean_does_not_drift_over_ten_thousand_bars()
    {
        var bars = Series.Walk(9, 10_001).Select(b => b with { Close = b.Close + 1e6 }).ToArray();
        var last = new Features(Series.Of("A", bars), keep: 1);
        foreach (var n in new[] { 5, 50, 200 })
            last.Of("A", $"sma_{n}").Single().ShouldBe(bars[^n..].Sum(b => b.Close) / n, 1e-12 * 1e6);
    }
}
