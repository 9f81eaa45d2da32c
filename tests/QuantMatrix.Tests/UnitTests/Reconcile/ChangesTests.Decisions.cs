using QuantMatrix.Model;
using QuantMatrix.Reconcile;
using static QuantMatrix.Tests.UnitTests.Reconcile.ReconcileCase;

namespace QuantMatrix.Tests.UnitTests.Reconcile;

/// <summary>What is decided for each symbol.</summary>
public partial class ChangesTests
{
    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void A_series_is_extended_by_a_session_newer_than_every_stored_one(int stored, bool extended) =>
        new ReconcileCase { Stored = Closes(0, Steady(stored)), Fetched = Closes(0, Steady(3)) }.Decide().IsExtended.ShouldBe(extended);

    [Fact]
    public void The_first_bars_of_a_symbol_extend_it_and_undecided_ones_do_not()
    {
        new ReconcileCase { Fetched = Closes(0, [100]) }.Decide().IsExtended.ShouldBeTrue();
        new ReconcileCase { Stored = Closes(0, [100]), Fetched = Closes(0, [100, 20]) }.Decide().IsExtended.ShouldBeFalse();
    }

    [Fact]
    public void A_whole_series_that_is_accepted_names_the_session_it_was_fetched_from()
    {
        var whole = new BarRequest(Symbol, Date(0), Date(9)) { WithActions = true };
        FetchedFrom(whole, [100]).ShouldBe(Date(0));
        FetchedFrom(whole with { WithActions = false }, [100]).ShouldBeNull();
        FetchedFrom(whole, [100, 20]).ShouldBeNull();

        static DateOnly? FetchedFrom(BarRequest request, double[] closes) => Reconciler.Plan(Bars.Empty,
            new(Closes(0, closes)) { Requests = new Dictionary<string, BarRequest> { [Symbol] = request } }, Recorded.Nothing, new()).Decisions[0].FetchedFrom;
    }

    /// <summary>A request is whole when it reaches back to the first stored session, with actions.</summary>
    [Theory]
    [InlineData(4, true, Outcome.NeedsSecondOpinion)]
    [InlineData(5, true, Outcome.NeedsSecondOpinion)]
    [InlineData(6, true, Outcome.NeedsWholeSeries)]
    [InlineData(4, false, Outcome.NeedsWholeSeries)]
    public void A_request_is_whole_when_it_covers_the_stored_sessions_and_their_actions(int from, bool withActions, Outcome outcome)
    {
        var request = new BarRequest(Symbol, Date(from), Date(9)) { WithActions = withActions };
        var fetched = new FetchedBars(Closes(5, [100, 100, 20])) { Requests = new Dictionary<string, BarRequest> { [Symbol] = request } };
        Reconciler.Plan(Closes(5, [100, 100]), fetched, Recorded.Nothing, new()).Decisions[0].Outcome.ShouldBe(outcome);
    }

    [Fact]
    public void The_first_series_of_a_symbol_is_whole_wherever_it_begins() =>
        new ReconcileCase { Fetched = Closes(3, [100, 20]), IsWhole = true }.Decide().Outcome.ShouldBe(Outcome.NeedsSecondOpinion);

    [Fact]
    public void With_a_second_opinion_nothing_stays_undecided() =>
        new ReconcileCase { Stored = Closes(0, [100, 100]), Fetched = Closes(1, [100, 20]), IsWhole = false, SecondOpinion = Bars.Empty }.Decide().Outcome
            .ShouldBe(Outcome.Held);

    [Theory]
    [InlineData("synthetic", "one", "bars of AAA are synthetic, a bar from 'one' is not")]
    [InlineData("one", "synthetic", "bars of AAA are real, a bar from 'synthetic' is not")]
    public void Synthetic_and_real_bars_are_never_mixed(string stored, string fetched, string message)
    {
        var mixed = new ReconcileCase { Stored = Closes(0, [100], stored), Fetched = Closes(1, [100], fetched), Rules = Exact };
        var fault = Should.Throw<DataUnfitException>(mixed.Plan).Message;
        fault.ShouldContain(message);
        fault.ShouldEndWith("Nothing was changed; use another data root (QM_DATA) for the other kind");
        var within = Of([BarOf(0, 1)], stored);
        var joined = new BarsBuilder();
        joined.Add(within, 0, ..);
        joined.Add(Symbol, BarOf(1, 1), fetched);
        Should.Throw<DataUnfitException>(() => new ReconcileCase { Fetched = joined.Build(), Rules = Exact }.Plan()).Message.ShouldContain(message);
        (mixed with { Fetched = Closes(1, [100], stored) }).Plan().Inserted.Count.ShouldBe(1);
    }

    [Fact]
    public void Each_symbol_is_decided_by_its_own_bars_and_actions()
    {
        var stored = Join(Of(BarsOf(Closes(0, [100, 100]))), Of(BarsOf(Closes(0, [100, 100, double.NaN, 100, 100])), symbol: "BBB"));
        var fetched = Join(Of(BarsOf(Closes(0, [100, 100, 50]))), Of(BarsOf(Closes(0, [100, 100, 101])), symbol: "BBB"));
        var changes = new ReconcileCase { Stored = stored, Fetched = fetched, Reported = [Split(2, 2), Split(2, 2) with { Symbol = "CCC" }] }.Plan();
        changes.Decisions.Select(d => (d.Symbol, d.Outcome, d.Source)).ShouldBe([("AAA", Outcome.Refused, "one"), ("BBB", Outcome.Merged, "one")]);
        changes.Actions.ShouldBe([new(Split(2, 2), false)]);
        changes.Inserted.Symbols.ShouldBe(["BBB"]);
        changes.Unchanged.ShouldBe(2);
    }
}
