using System.Globalization;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Model;

/// <summary>Total-return closes from closes and actions, and the adjustments that give stated ones.</summary>
public class TotalReturnTests
{
    private static readonly int First = Day.Of(new(2024, 3, 4));

    private static readonly double[] Steady = [100, 102, 98, 101, 104];

    /// <summary>Actions as kind, session, value and source; the expected factor of each of five sessions.</summary>
    public static TheoryData<string, string, double[]> Cases => new()
    {
        { "nothing", "", [1, 1, 1, 1, 1] },
        { "a dividend lowers the closes before its ex-date", "D 2 5.1 x", [0.95, 0.95, 1, 1, 1] },
        { "a dividend at the newest session", "D 4 1.01 x", [0.99, 0.99, 0.99, 0.99, 1] },
        { "two dividends multiply", "D 2 5.1 x, D 4 1.01 x", [0.9405, 0.9405, 0.99, 0.99, 1] },
        { "dividends of one date add up", "D 2 5.1 x, D 2 5.1 x", [0.9, 0.9, 1, 1, 1] },
        { "of two sources the larger sum counts", "D 2 5.1 x, D 2 3 y, D 2 7.2 y", [0.9, 0.9, 1, 1, 1] },
        { "a dividend before every session", "D 0 5 x", [1, 1, 1, 1, 1] },
        { "a dividend after every session", "D 5 1.04 x", [0.99, 0.99, 0.99, 0.99, 0.99] },
        { "a dividend 28 days after the bar before it", "D 32 1.04 x", [0.99, 0.99, 0.99, 0.99, 0.99] },
        { "a dividend 29 days after the bar before it", "D 33 1.04 x", [1, 1, 1, 1, 1] },
        { "a dividend as large as the close is none", "D 2 102 x", [1, 1, 1, 1, 1] },
        { "a dividend just below the close", "D 2 101.9 x", [0.1 / 102, 0.1 / 102, 1, 1, 1] },
        { "an amount that is no number", "D 2 NaN x, D 2 -1 x, D 2 Infinity x", [1, 1, 1, 1, 1] },
        { "a split is in the closes already", "S 2 4 x", [1, 1, 1, 1, 1] },
        { "an adjustment multiplies earlier closes", "A 3 0.5 x", [0.5, 0.5, 0.5, 1, 1] },
        { "an adjustment after every session counts at once", "A 5 0.5 x", [0.5, 0.5, 0.5, 0.5, 0.5] },
        { "an adjustment and a dividend of one date", "A 2 1.1 x, D 2 5.1 x", [1.045, 1.045, 1, 1, 1] },
        { "adjustments of one date multiply", "A 2 1.1 x, A 2 2 x", [2.2, 2.2, 1, 1, 1] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Closes_are_multiplied_by_the_later_actions(string what, string actions, double[] factors) =>
        TotalReturn.Closes(Series(Steady), Parse(actions)).Zip(Steady, (adjusted, close) => adjusted / close).ShouldBe(factors, 1e-12, what);

    [Fact]
    public void A_dividend_of_a_day_without_a_bar_is_subtracted_from_the_close_before_it()
    {
        int[] days = [First, First + 1, First + 4];
        TotalReturn.Closes(new("AAA", days, [100, 50, 51]), Parse("D 3 5 x")).ShouldBe([90, 45, 51], 1e-12);
    }

    [Fact]
    public void The_order_of_actions_does_not_matter()
    {
        var actions = Parse("D 2 5.1 x, A 4 0.9 x, D 4 1.01 y, D 1 2 x").ToList();
        TotalReturn.Closes(Series(Steady), Enumerable.Reverse(actions)).ShouldBe(TotalReturn.Closes(Series(Steady), actions));
    }

    /// <summary>Stated ratios of total-return close to close, NaN for none; the adjustments as session and factor.</summary>
    [Theory]
    [InlineData("equal to the closes", new double[] { 1, 1, 1, 1, 1 }, "")]
    [InlineData("none stated", new[] { double.NaN, double.NaN, double.NaN, double.NaN, double.NaN }, "")]
    [InlineData("one step", new[] { 0.5, 0.5, 1, 1, 1 }, "2 0.5")]
    [InlineData("two steps", new[] { 0.2, 0.5, 0.5, 1, 1 }, "1 0.4, 3 0.5")]
    [InlineData("an ending in the past", new[] { 0.25, 0.25, 0.5, 0.5, 0.5 }, "2 0.5, 5 0.5")]
    [InlineData("a ratio above 1", new[] { 1.5, 1, 1, 1, 1 }, "1 1.5")]
    [InlineData("a session without one", new[] { 0.5, 0.5, double.NaN, 1, 1 }, "3 0.5")]
    [InlineData("the newest without one", new[] { 0.5, 0.5, 1, 1, double.NaN }, "2 0.5")]
    [InlineData("no prices", new[] { 0, -1, double.PositiveInfinity, 1, 1 }, "")]
    [InlineData("rounding below a millionth", new[] { 1.0000008, 0.9999992, 1, 1, 1 }, "")]
    public void An_adjustment_is_where_the_stated_ratio_changes(string what, double[] ratios, string adjustments)
    {
        var found = TotalReturn.Adjustments(Series(Steady), [.. Steady.Zip(ratios, (close, ratio) => close * ratio)], [], "folder");
        string.Join(", ", found.Select(a => string.Create(CultureInfo.InvariantCulture,
            $"{Day.Of(a.ExDate) - First} {Math.Round(a.Value, 6)}"))).ShouldBe(adjustments, what);
        found.ShouldAllBe(a => a.Symbol == "AAA" && a.Kind == ActionKind.Adjustment && a.Source == "folder");
    }

    [Fact]
    public void What_known_actions_explain_needs_no_adjustment()
    {
        var dividends = Parse("D 2 5.1 x, D 4 1.01 x").ToList();
        TotalReturn.Adjustments(Series(Steady), TotalReturn.Closes(Series(Steady), dividends), dividends, "folder").ShouldBeEmpty();
        TotalReturn.Adjustments(Series(Steady), TotalReturn.Closes(Series(Steady), dividends), dividends[..1], "folder").Single().Value.ShouldBe(0.99, 1e-6);
    }

    /// <summary>Any series comes back to a millionth: dividends, rounding to cents, gaps and noise.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(12)]
    public void Stated_closes_come_back_to_a_millionth(int decimals)
    {
        var random = new Random(decimals);
        var closes = Enumerable.Range(0, 900).Select(i => Math.Round(20 + (10 * Math.Sin(i / 40.0)) + random.NextDouble(), 2)).ToArray();
        var dividends = Enumerable.Range(1, 12).SelectMany(n => Parse($"D {n * 70} 0.21 x")).ToList();
        var stated = TotalReturn.Closes(Series(closes), dividends).Select((c, i) => i % 97 == 5 ? double.NaN : Math.Round(c * 0.97, decimals)).ToArray();

        var computed = TotalReturn.Closes(Series(closes), TotalReturn.Adjustments(Series(closes), stated, [], "folder"));

        for (var i = 0; i < stated.Length; i++)
            if (!double.IsNaN(stated[i])) (computed[i] / stated[i]).ShouldBe(1, 1e-6, $"session {i}");
    }

    private static CloseSeries Series(double[] closes) => new("AAA", Enumerable.Range(First, closes.Length).ToArray(), closes);

    private static IEnumerable<CorporateAction> Parse(string actions) => actions.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(text =>
    {
        var words = text.Split(' ');
        var kind = words[0] switch { "D" => ActionKind.Dividend, "S" => ActionKind.Split, _ => ActionKind.Adjustment };
        var (day, value) = (First + int.Parse(words[1], CultureInfo.InvariantCulture), double.Parse(words[2], CultureInfo.InvariantCulture));
        return new CorporateAction("AAA", Day.Date(day), kind, value, words[3]);
    });
}
