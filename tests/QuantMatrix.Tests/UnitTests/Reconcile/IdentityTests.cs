using QuantMatrix.Model;
using QuantMatrix.Reconcile;
using static QuantMatrix.Tests.UnitTests.Reconcile.ReconcileCase;

namespace QuantMatrix.Tests.UnitTests.Reconcile;

/// <summary>A ticker that another company uses after the stored one: its bars are held and never join the stored series.</summary>
public class IdentityTests
{
    private static readonly Bars Stored = Closes(0, Steady(20));

    [Theory]
    [InlineData(false, null, Outcome.NeedsWholeSeries)]
    [InlineData(true, null, Outcome.Held)]
    [InlineData(false, 120, Outcome.Held)]
    [InlineData(true, 120, Outcome.Held)]
    [InlineData(true, 0, Outcome.Held)]
    public void Bars_of_a_ticker_reused_after_months_are_held_although_prices_look_continuous(bool whole, int? firstTrade, Outcome outcome)
    {
        var reused = Reused with { IsWhole = whole, FirstTrade = firstTrade is { } session ? Date(session) : null };
        reused.Decide().Outcome.ShouldBe(outcome);
        var changes = reused.Plan();
        (changes.Inserted.Count, changes.Replaced.Count, changes.Revisions.Count).ShouldBe((0, 0, 0));
        changes.Held.Count.ShouldBe(outcome == Outcome.Held ? 8 : 0);
    }

    [Theory]
    [InlineData(null, "has no bar before")]
    [InlineData(120, "first traded on")]
    public void The_reason_names_both_instruments_and_is_the_same_every_night(int? firstTrade, string says)
    {
        var reused = Reused with { FirstTrade = firstTrade is { } session ? Date(session) : null };
        var reason = $"another instrument: the one that one serves as AAA {says} {Date(120):yyyy-MM-dd}, and the stored one last traded on 2015-01-30";
        reused.Decide().Reason.ShouldBe(reason);
        reused.Decide().IsExtended.ShouldBeFalse();
        (reused with { Fetched = Closes(120, Steady(9)) }).Plan().Held.Take(8).ShouldBe(reused.Plan().Held);
    }

    [Fact]
    public void A_ticker_reused_at_once_is_held() => new ReconcileCase { Stored = Stored, Fetched = Closes(20, [101]) }.Decide().Outcome.ShouldBe(Outcome.Held);

    /// <summary>The provider joins both companies in one answer; only the first trade date tells.</summary>
    [Theory]
    [InlineData(120, Outcome.Held)]
    [InlineData(0, Outcome.Merged)]
    [InlineData(12, Outcome.Merged)]
    [InlineData(24, Outcome.Merged)]
    [InlineData(25, Outcome.Held)]
    [InlineData(128, Outcome.Merged)]
    public void A_first_trade_date_well_after_the_stored_bars_counts_also_when_the_overlap_agrees(int firstTrade, Outcome outcome)
    {
        var joined = new ReconcileCase { Stored = Stored, Fetched = Closes(0, [.. Steady(20), .. Enumerable.Repeat(double.NaN, 100), .. Steady(8)]) };
        (joined with { FirstTrade = Date(firstTrade) }).Decide().Outcome.ShouldBe(outcome);
        (joined with { FirstTrade = Date(firstTrade) }).Plan().Held.Count.ShouldBe(outcome == Outcome.Held ? 8 : 0);
    }

    [Fact]
    public void A_share_that_trades_again_after_a_halt_continues_its_series() =>
        new ReconcileCase { Stored = Stored, Fetched = Closes(10, [.. Steady(20)[10..], .. Enumerable.Repeat(double.NaN, 200), 104]), IsWhole = false }
            .Decide().Outcome.ShouldBe(Outcome.Merged);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_stored_series_shorter_than_the_overlap_continues(int stored) =>
        new ReconcileCase { Stored = Closes(0, Steady(stored)), Fetched = Closes(0, Steady(stored + 1)), IsWhole = false }.Decide().Outcome
            .ShouldBe(Outcome.Merged);

    [Fact]
    public void A_new_symbol_has_no_other_instrument() =>
        new ReconcileCase { Fetched = Closes(0, Steady(5)), FirstTrade = Date(0) }.Decide().Outcome.ShouldBe(Outcome.Merged);

    /// <summary>Bars of sessions 20 to 24 that reach the reconciler for a request from one session to another.</summary>
    [Theory]
    [InlineData(19, 24, true)]
    [InlineData(20, 24, false)]
    public void Without_a_stored_session_in_the_request_none_is_missing(int from, int to, bool held)
    {
        var request = new BarRequest(Symbol, Date(from), Date(to)) { WithActions = true };
        var fetched = new FetchedBars(Closes(20, Steady(5))) { Requests = new Dictionary<string, BarRequest> { [Symbol] = request } };
        Reconciler.Plan(Stored, fetched with { SecondOpinion = Bars.Empty }, Recorded.Nothing, new()).Decisions[0].Outcome
            .ShouldBe(held ? Outcome.Held : Outcome.Refused);
    }

    [Fact]
    public void The_provider_of_the_stored_bars_is_asked_first() => (Reused with { Fetched = Closes(120, Steady(8), "two"), FirstTrade = Date(120) }).Decide()
        .ShouldSatisfyAllConditions(d => d.Outcome.ShouldBe(Outcome.NeedsStoredProvider), d => d.Prefer.ShouldBe("one"));

    [Fact]
    public void They_are_held_also_where_jumps_are_only_reported() =>
        (Reused with { Rules = new() { HoldJumps = false, AsOf = Date(130) } }).Decide().Outcome.ShouldBe(Outcome.Held);

    private static ReconcileCase Reused => new() { Stored = Stored, Fetched = Closes(120, Steady(8)) };
}
