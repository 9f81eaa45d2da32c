using QuantMatrix.Model;
using QuantMatrix.Reconcile;
using static QuantMatrix.Tests.UnitTests.Reconcile.ReconcileCase;

namespace QuantMatrix.Tests.UnitTests.Reconcile;

/// <summary>Where a correction ends and another price basis begins; where a move ends and a jump begins.</summary>
public class BasisAndJumpTests
{
    private static readonly double[] Old = Steady(12);

    [Theory]
    [InlineData(12, 4, Outcome.Merged)]
    [InlineData(12, 5, Outcome.NeedsSecondOpinion)]
    [InlineData(11, 3, Outcome.Merged)]
    [InlineData(11, 4, Outcome.NeedsSecondOpinion)]
    [InlineData(2, 1, Outcome.Merged)]
    [InlineData(3, 2, Outcome.NeedsSecondOpinion)]
    public void More_than_one_shared_session_in_three_is_no_correction(int shared, int differing, Outcome outcome)
    {
        var fetched = Old[..shared].Select((c, i) => i < differing ? c * (1.01 + (i * 0.02)) : c);
        new ReconcileCase { Stored = Closes(0, Old[..shared]), Fetched = Closes(0, [.. fetched]) }.Decide().Outcome.ShouldBe(outcome);
    }

    [Theory]
    [InlineData(1.004, "closes differ")]
    [InlineData(1.006, "differs by the factor 1.006")]
    [InlineData(0.996, "closes differ")]
    [InlineData(0.994, "differs by the factor 0.994")]
    public void A_uniform_factor_beyond_half_a_per_cent_is_another_basis(double factor, string says) =>
        new ReconcileCase { Stored = Closes(0, Old), Fetched = Closes(0, [.. Old.Select(c => c * factor)]) }.Decide().Reason.ShouldContain(says);

    [Fact]
    public void The_factor_is_the_median_one()
    {
        double[] factors = [0.5020, 0.5001, 0.4990];
        var fetched = Closes(0, [.. Old[..3].Select((c, i) => c * factors[i])]);
        new ReconcileCase { Stored = Closes(0, Old[..3]), Fetched = fetched }.Decide().Reason
            .ShouldStartWith("every stored close differs by the factor 0.5001,");
    }

    [Fact]
    public void A_split_before_the_fetched_sessions_explains_no_factor()
    {
        var reverse = new ReconcileCase { Stored = Closes(5, Old), Fetched = Closes(5, [.. Old.Select(c => c / 4)]), Reported = [Split(4, 5)] };
        reverse.Decide().Outcome.ShouldBe(Outcome.NeedsSecondOpinion);
        (reverse with { Reported = [Split(4, 6)] }).Decide().Outcome.ShouldBe(Outcome.Rebased);
    }

    [Fact]
    public void Splits_that_explain_no_factor_are_listed() =>
        new ReconcileCase { Stored = Closes(0, Old), Fetched = Closes(0, [.. Old.Select(c => c * 0.3)]), Reported = [Split(4, 6), Split(1.5, 3)] }.Decide()
            .Reason.ShouldEndWith($"the splits known are 1.5:1 of {Date(3):yyyy-MM-dd}, 4:1 of {Date(6):yyyy-MM-dd}");

    [Fact]
    public void A_dividend_explains_no_factor() =>
        new ReconcileCase { Stored = Closes(0, Old), Fetched = Closes(0, [.. Old.Select(c => c / 4)]), Reported = [Dividend(4, 6)] }.Decide()
            .Reason.ShouldEndWith("no split is known");

    [Fact]
    public void One_of_several_splits_may_explain_the_factor_alone()
    {
        var fetched = Closes(0, [.. Old.Select(c => c / 4)]);
        var rebased = new ReconcileCase { Stored = Closes(0, Old), Fetched = fetched, Reported = [Split(3, 3), Split(4, 6), Split(2, 9)] }.Decide();
        (rebased.Outcome, rebased.Day).ShouldBe((Outcome.Rebased, DayOf(6)));
    }

    [Fact]
    public void Of_several_splits_that_explain_the_factor_together_the_newest_is_named() =>
        new ReconcileCase { Stored = Closes(0, Old), Fetched = Closes(0, [.. Old.Select(c => c / 12)]), Reported = [Split(4, 9), Split(3, 3)] }.Decide().Day
            .ShouldBe(DayOf(9));

    [Fact]
    public void Another_providers_closes_are_compared_by_its_own_tolerance()
    {
        var rounded = new ReconcileCase { Stored = Closes(0, Old), Fetched = Closes(0, [.. Old.Select(c => c * 1.0015)], "two") };
        rounded.Decide().Outcome.ShouldBe(Outcome.Merged);
        (rounded with { Fetched = Closes(0, [.. Old.Select(c => c * 1.0015)]) }).Decide().Outcome.ShouldBe(Outcome.NeedsSecondOpinion);
    }

    [Theory]
    [InlineData(150, true)]
    [InlineData(151, false)]
    [InlineData(50, true)]
    [InlineData(49, false)]
    public void A_close_may_move_by_half(double close, bool fits) =>
        new ReconcileCase { Stored = Closes(0, [100, 100]), Fetched = Closes(0, [100, 100, close]) }.Decide().Outcome
            .ShouldBe(fits ? Outcome.Merged : Outcome.NeedsSecondOpinion);

    [Fact]
    public void A_jump_between_two_fetched_bars_counts_also_without_stored_ones()
    {
        var jump = new ReconcileCase { Fetched = Closes(0, [100, 100, 20, 20]) }.Decide();
        (jump.Outcome, jump.Day).ShouldBe((Outcome.NeedsSecondOpinion, DayOf(2)));
        jump.Reason.ShouldStartWith($"close 20 on {Date(2):yyyy-MM-dd} after 100 on {Date(1):yyyy-MM-dd}: -80 %");
    }

    [Fact]
    public void A_rise_is_written_with_its_sign() => new ReconcileCase { Fetched = Closes(0, [10, 30]) }.Decide().Reason.ShouldContain(": +200 %,");

    /// <summary>Sessions 0, 1, 4 stored, 2 and 3 missing; the bar before a new one is stored or fetched, whichever is newer.</summary>
    [Theory]
    [InlineData(100, 40, 1)]
    [InlineData(60, 25, 2)]
    public void A_bar_is_compared_with_the_newest_bar_before_it(double second, double third, int before)
    {
        var stored = Closes(0, [100, 100, double.NaN, double.NaN, 100]);
        var fetched = before == 1 ? Closes(1, [100, double.NaN, third, 100]) : Closes(1, [100, second, third, 100]);
        new ReconcileCase { Stored = stored, Fetched = fetched }.Decide().Reason
            .ShouldContain($"after {(before == 1 ? 100 : second)} on {Date(before):yyyy-MM-dd}");
    }

    [Fact]
    public void A_stored_bar_between_two_fetched_ones_is_the_one_before()
    {
        var stored = Closes(0, [100, 140, double.NaN]);
        var fetched = Closes(0, [100, double.NaN, 190]);
        new ReconcileCase { Stored = stored, Fetched = fetched }.Decide().Outcome.ShouldBe(Outcome.Merged);
    }

    [Fact]
    public void A_stored_bar_is_the_one_before_the_first_fetched_one() =>
        new ReconcileCase { Stored = Closes(0, [100, double.NaN, 100, 100]), Fetched = Closes(1, [20, 100, 100]) }.Decide()
            .Reason.ShouldContain($"after 100 on {Date(0):yyyy-MM-dd}");

    [Fact]
    public void After_a_corrected_bar_the_corrected_close_counts() =>
        new ReconcileCase { Stored = Closes(0, Old[..6]), Fetched = Closes(0, [.. Old[..5], 40, 39]) }.Decide().Outcome.ShouldBe(Outcome.Merged);

    [Fact]
    public void The_first_bar_of_all_has_none_before_it() =>
        new ReconcileCase { Stored = Closes(1, [100, 100]), Fetched = Closes(0, [10, 100, 100]) }.Decide().Outcome.ShouldBe(Outcome.Merged);

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    [InlineData(4, true)]
    public void A_split_counts_after_the_bar_before_and_up_to_the_new_one(int exSession, bool fits) =>
        new ReconcileCase { Stored = Closes(0, [100, 100]), Fetched = Closes(0, [100, 100, double.NaN, 60]), Reported = [Split(2, exSession)] }.Decide().Outcome
            .ShouldBe(fits ? Outcome.Merged : Outcome.Refused);

    [Theory]
    [InlineData(80, true)]
    [InlineData(41, true)]
    [InlineData(119, true)]
    [InlineData(39, false)]
    [InlineData(121, false)]
    [InlineData(40, false)]
    [InlineData(120, false)]
    public void A_dividend_of_about_the_fall_explains_it(double cash, bool fits) => new ReconcileCase
    {
        Stored = Closes(0, [100, 100]), Fetched = Closes(0, [100, 100, 20]), Reported = [Dividend(cash, 2)],
    }.Decide().Outcome.ShouldBe(fits ? Outcome.Merged : Outcome.NeedsSecondOpinion);

    [Fact]
    public void A_split_explains_no_fall_like_a_dividend() =>
        new ReconcileCase { Stored = Closes(0, [100, 100]), Fetched = Closes(0, [100, 100, 20]), Reported = [Split(1.05, 2)] }.Decide().Outcome
            .ShouldBe(Outcome.NeedsSecondOpinion);

    [Theory]
    [InlineData(19.7, true)]
    [InlineData(20.3, true)]
    [InlineData(19.5, false)]
    [InlineData(20.5, false)]
    public void Another_provider_confirms_a_jump_by_its_own_return(double close, bool confirmed) =>
        Confirmed(Closes(1, [100, close], "two")).ShouldBe(confirmed ? Outcome.Merged : Outcome.Held);

    [Fact]
    public void Another_basis_confirms_a_jump_as_well() => Confirmed(Closes(1, [1000, 200], "two")).ShouldBe(Outcome.Merged);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Without_either_session_nothing_is_confirmed(bool lacksNew) =>
        Confirmed(lacksNew ? Closes(0, [100, 100], "two") : Closes(2, [20, 20], "two")).ShouldBe(Outcome.Held);

    [Fact]
    public void A_new_basis_is_checked_for_jumps_of_its_own()
    {
        var rebased = new ReconcileCase { Stored = Closes(0, [100, 100]), Fetched = Closes(0, [25, 25, 25.2]), Reported = [Split(4, 2)] };
        rebased.Decide().Outcome.ShouldBe(Outcome.Rebased);
        (rebased with { Fetched = Closes(0, [25, 25, 99]) }).Decide().Outcome.ShouldBe(Outcome.NeedsSecondOpinion);
    }

    /// <summary>Stored and fetched closes; a split of 4 at session 4 explains the new basis.</summary>
    [Theory]
    [InlineData(new double[] { 100, 100, 240, 240 }, new double[] { 25, 25, 60, 60, 60.5 }, Outcome.Rebased)]
    [InlineData(new double[] { 240, 240, 100, 100 }, new double[] { 60, 60, 25, 25, 25.2 }, Outcome.Rebased)]
    [InlineData(new double[] { 100, 100, 240, 240 }, new double[] { 25, 25, 60, 60, 144 }, Outcome.Refused)]
    [InlineData(new double[] { 100, double.NaN, 240, 240 }, new double[] { 25, 25, 60, 60, 60.5 }, Outcome.Refused)]
    public void On_a_new_basis_a_jump_that_is_stored_as_well_needs_no_explanation(double[] stored, double[] fetched, Outcome outcome) => new ReconcileCase
    {
        Stored = Closes(0, stored), Fetched = Closes(0, fetched), Reported = [Split(4, 4)], SecondOpinion = Bars.Empty,
    }.Decide().Outcome.ShouldBe(outcome);

    private static Outcome Confirmed(Bars opinion) =>
        new ReconcileCase { Stored = Closes(0, [100, 100]), Fetched = Closes(0, [100, 100, 20]), SecondOpinion = opinion }.Decide().Outcome;
}
