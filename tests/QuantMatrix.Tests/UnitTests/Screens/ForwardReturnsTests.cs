using QuantMatrix.Batch.Screens;

namespace QuantMatrix.Tests.UnitTests.Screens;

/// <summary>Entries, returns over the median, and their statistics, against a sheet worked by hand.</summary>
public class ForwardReturnsTests
{
    private const int First = 100;

    [Theory]
    [InlineData("", 0, "")]
    [InlineData("TTFF", 0, "")]
    [InlineData("FTTFT", 0, "1 4")]
    [InlineData("F-T-T", 0, "2 4")]
    [InlineData("--T", 2, "")]
    [InlineData("--T", 1, "2")]
    [InlineData("--FTFT", 2, "3 5")]
    public void An_entry_is_the_first_session_that_holds_after_one_known_not_to(string holds, int warmUp, string entries)
    {
        bool?[] values = [.. holds.Select(h => h == '-' ? null : (bool?)(h == 'T'))];
        var entered = ScreenEntries.Of(values, warmUp);
        string.Join(' ', Enumerable.Range(0, entered.Length).Where(t => entered[t])).ShouldBe(entries);
    }

    /// <summary>Bought at 10, 20 and 50; A rises by 1, B rests, C falls by 5 a session.</summary>
    [Fact]
    public void A_return_is_from_the_next_open_to_the_close_of_the_horizon_and_its_excess_is_over_the_median()
    {
        var two = new ForwardReturns([Symbol("A", 10, [10, 11, 12, 13, 14], entered: 0), Symbol("B", 20, [20, 20, 20, 20, 20], entered: 3),
            Symbol("C", 50, [50, 45, 40, 35, 30], entered: 1)]).After(2);
        two.Entries.Select(e => (e.Symbol, e.Day, Math.Round(e.Return, 12), Math.Round(e.Excess, 12)))
            .ShouldBe([("A", 100, 0.2, 0.2), ("C", 101, -0.3, -0.3)]);
        (two.Ahead, two.Untraded, two.Early).ShouldBe((1, 0, 0));
    }

    [Fact]
    public void The_median_of_an_even_number_is_the_mean_of_the_middle_two_and_others_than_members_do_not_count()
    {
        var d = Symbol("D", 10, [10, 10, 14, 10, 10]);
        ForwardReturns Of(SymbolSignals last) => new([Symbol("A", 10, [10, 11, 12, 13, 14], entered: 0), Symbol("C", 50, [50, 45, 40, 35, 30]), last]);
        Of(d).After(2).Entries.Single().Excess.ShouldBe(0, 1e-12);
        Of(d with { Member = new bool[5] }).After(2).Entries.Single().Excess.ShouldBe(0.2 - (0.2 - 0.2) / 2, 1e-12);
    }

    [Fact]
    public void Without_a_bar_in_the_next_session_there_is_no_trade()
    {
        var gap = Symbol("A", 10, [10, 11, 12, 13], entered: 0) with { Days = [First, First + 2, First + 3, First + 4] };
        var one = new ForwardReturns([gap, Symbol("B", 20, [20, 20, 20, 20, 20])]).After(1);
        (one.Entries.Count, one.Ahead, one.Untraded).ShouldBe((0, 0, 1));
    }

    [Fact]
    public void A_symbol_without_a_bar_at_the_exit_leaves_at_its_last_close_before()
    {
        var short3 = Symbol("A", 10, [10, 11, 12], entered: 0);
        var three = new ForwardReturns([short3, Symbol("B", 20, [20, 20, 20, 20, 20])]).After(3);
        three.Entries.Single().Return.ShouldBe(0.2, 1e-12);
        three.Early.ShouldBe(1);

        var holed = Symbol("A", 10, [10, 11, 12, 14], entered: 0) with { Days = [First, First + 1, First + 2, First + 4] };
        new ForwardReturns([holed, Symbol("B", 20, [20, 20, 20, 20, 20])]).After(3).Entries.Single().Return.ShouldBe(0.2, 1e-12);
    }

    /// <summary>Mean 2 %; sums of deviations by day 2, −3 and 1 %: 3/2 · (4 + 9 + 1) / 16 = 1.3125 %².</summary>
    [Fact]
    public void Standard_errors_are_clustered_by_date()
    {
        var outcome = ScreenOutcome.Of(new(20, [new("A", 1, 0.1, 0.02), new("B", 1, 0.1, 0.04), new("A", 2, -0.1, -0.01), new("C", 5, 0.3, 0.03)]));
        (outcome.Sessions, outcome.Entries, outcome.Symbols, outcome.Dates).ShouldBe((20, 4, 3, 3));
        outcome.Return.ShouldBe(10, 1e-12);
        outcome.Excess.ShouldBe(2, 1e-12);
        outcome.StandardError.ShouldBe(Math.Sqrt(1.3125), 1e-12);
        outcome.T.ShouldBe(1.7457431218879391, 1e-12);
        outcome.HitRate.ShouldBe(75, 1e-12);
    }

    [Fact]
    public void Too_few_entries_have_no_error()
    {
        var one = ScreenOutcome.Of(new(5, [new("A", 1, 0.1, 0.02), new("B", 1, 0.1, 0)]));
        (one.Excess, one.StandardError, one.T, one.HitRate).ShouldBe((1, double.NaN, double.NaN, 50));
        ScreenOutcome.Of(new(5, [])).ShouldBe(new(5, 0, 0, 0, double.NaN, double.NaN, double.NaN, double.NaN));
    }

    [Fact]
    public void Without_bars_there_are_no_entries() => new ForwardReturns([]).After(5).Entries.ShouldBeEmpty();

    private static SymbolSignals Symbol(string name, double open, double[] closes, params int[] entered) => new(name, [.. closes.Select((_, t) => First + t)],
        [.. closes.Select(_ => open)], closes, [.. closes.Select(_ => true)], [.. closes.Select((_, t) => entered.Contains(t))]);
}
