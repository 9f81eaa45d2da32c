using CsCheck;
using QuantMatrix.Model;
using QuantMatrix.Reconcile;
using static QuantMatrix.Tests.UnitTests.Reconcile.ReconcileCase;

namespace QuantMatrix.Tests.UnitTests.Reconcile;

/// <summary>Laws of the reconciler over random histories: holes, corrections, splits, other bases, jumps, another provider.</summary>
public class ReconcilerPropertyTests
{
    private const int Sessions = 60;

    /// <summary>A history, and how the fetched one differs from it.</summary>
    private sealed record History(int Seed, int StoredTo, int FetchedFrom, int Hole, int Corrections, double Factor, bool KnowsSplit, int Jump, int Flags)
    {
        public bool Exact => Flags == 15;

        private bool SameSource => (Flags & 1) == 0;

        private bool HasOpinion => (Flags & 2) == 0;

        private bool IsWhole => (Flags & 4) == 0;

        public double[] Truth => Walk(Seed);

        public ReconcileCase Case
        {
            get
            {
                var (truth, random) = (Truth, new Random(Seed + 1));
                var corrected = Enumerable.Range(0, Corrections).Select(_ => random.Next(Sessions)).ToHashSet();
                double Close(int i) => truth[i] * Factor * (corrected.Contains(i) ? 1.03 : 1) * (Jump > 0 && i >= Jump ? 0.2 : 1);
                var fetched = Enumerable.Range(FetchedFrom, Sessions - FetchedFrom).Where(i => i != Hole).Select(i => BarOf(i, Close(i), Close(i) * 0.9));
                return new()
                {
                    Stored = Of(Enumerable.Range(0, StoredTo).Where(i => i != Hole + 7).Select(i => BarOf(i, truth[i], truth[i] * 0.9))),
                    Fetched = Of(fetched, SameSource ? "one" : "two"),
                    Reported = KnowsSplit ? [Split(1 / Factor, StoredTo), Dividend(0.1, 5), Split(1.01, 9)] : [Dividend(0.1, 5)],
                    Recorded = KnowsSplit ? [new(Split(1 / Factor, StoredTo), false)] : [],
                    SecondOpinion = HasOpinion ? Bars.Empty : null, IsWhole = IsWhole, Rules = Exact ? ReconcileRules.Exact : new() { AsOf = Date(Sessions) },
                };
            }
        }
    }

    private static readonly Gen<History> Histories =
        from seed in Gen.Int[0, 10_000]
        from storedTo in Gen.Int[0, Sessions - 1]
        from fetchedFrom in Gen.Int[0, 20]
        from hole in Gen.Int[-1, Sessions]
        from corrections in One(0, 0, 1, 2, 40)
        from factor in One(1.0, 1.0, 0.5, 0.25, 10, 0.97)
        from knowsSplit in Gen.Bool
        from jump in One(0, 0, 50)
        from flags in Gen.Int[0, 15]
        select new History(seed, storedTo, fetchedFrom, hole, corrections, factor, knowsSplit && factor != 1, jump, flags);

    [Fact]
    public void The_same_inputs_give_the_same_changes() => Histories.Sample(h => Content(h.Case.Plan()).ShouldBe(Content(h.Case.Plan())));

    [Fact]
    public void Once_applied_the_same_answer_changes_no_bar() => Histories.Sample(h =>
    {
        var changes = h.Case.Plan();
        var after = Apply(h.Case.Stored, changes);
        var again = (h.Case with { Stored = after, Recorded = Recorded(h.Case.Recorded, changes.Actions) }).Plan();
        (again.Inserted.Count, again.Replaced.Count, again.Revisions.Count, string.Join(' ', again.Actions)).ShouldBe((0, 0, 0, ""));
    });

    [Fact]
    public void What_is_stored_and_fetched_alike_changes_nothing() => Histories.Sample(h =>
    {
        var stored = h.Case.Stored;
        var changes = (h.Case with { Fetched = stored, Reported = [], Recorded = [] }).Plan();
        (changes.Inserted.Count, changes.Replaced.Count, changes.Held.Count, changes.Unchanged).ShouldBe((0, 0, 0, stored.Count));
    });

    [Fact]
    public void No_fetched_bar_is_lost() => Histories.Sample(h =>
    {
        var (fetched, changes) = (h.Case.Fetched, h.Case.Plan());
        var (decision, replaced) = (changes.Decisions.Single(), BarsOf(changes.Replaced).Count(b => BarsOf(fetched).Any(f => f.Day == b.Day)));
        var decided = changes.Inserted.Count + replaced + changes.Unchanged + changes.Held.Count;
        decided.ShouldBe(decision.IsAccepted || decision.Outcome == Outcome.Held ? fetched.Count : 0);
    });

    [Fact]
    public void No_stored_session_is_lost_and_every_overwritten_value_is_in_the_ledger() => Histories.Sample(h =>
    {
        var changes = h.Case.Plan();
        var after = BarsOf(Apply(h.Case.Stored, changes)).ToDictionary(b => b.Day);
        foreach (var old in BarsOf(h.Case.Stored))
        {
            var now = after[old.Day];
            Ledger(changes, old.Day, "open", now.Open).ShouldBe(old.Open);
            Ledger(changes, old.Day, "close", now.Close).ShouldBe(old.Close);
            Ledger(changes, old.Day, "volume", now.Volume).ShouldBe(old.Volume);
        }
    });

    /// <summary>Stored closes are the truth, fetched ones a multiple of it; afterwards all closes have one factor, apart from single corrections.</summary>
    [Fact]
    public void Two_bases_never_meet_in_one_series() => Histories.Where(h => !h.Exact && h.Corrections < 40 && h.Jump == 0).Sample(h =>
    {
        var after = Apply(h.Case.Stored, h.Case.Plan());
        var factors = BarsOf(after).Select(b => b.Close / h.Truth[SessionOf(b.Day)]).ToList();
        if (factors.Count == 0) return;
        factors.Count(f => Math.Abs(f - factors[0]) > 0.02 && Math.Abs(f / factors[0] - 1.03) > 0.01 && Math.Abs(f / factors[0] * 1.03 - 1) > 0.01).ShouldBe(0);
    });

    [Fact]
    public void The_order_of_actions_does_not_matter() => Histories.Sample(h =>
    {
        var reported = h.Case.Reported.Append(Split(2, 30, "two")).Append(Split(3, 30, "three")).Append(Dividend(1, 5, "two")).ToList();
        var (forth, back) = (h.Case with { Reported = reported }, h.Case with { Reported = [.. Enumerable.Reverse(reported)] });
        Content(forth.Plan()).ShouldBe(Content(back.Plan()));
    });

    [Fact]
    public void The_order_of_bars_does_not_matter() => Histories.Sample(h =>
    {
        var mixed = new BarsBuilder();
        foreach (var (bar, i) in BarsOf(h.Case.Fetched).Select((b, i) => (b, i)).OrderBy(b => b.i * 7 % 11)) mixed.Add(Symbol, bar, h.Case.Fetched.Source[i]);
        Content((h.Case with { Fetched = mixed.Build() }).Plan()).ShouldBe(Content(h.Case.Plan()));
    });

    /// <summary>A split of small whole numbers at the newest session, in prices before it or not yet, with any return on its day.</summary>
    [Fact]
    public void A_split_is_in_all_prices_before_it_or_in_none_whatever_the_return() => Gen.Select(
        Gen.Int[0, 999], Gen.Int[1, 10], Gen.Int[1, 10], Gen.Double[0.4, 1.9], Gen.Bool).Where(c => c.Item2 != c.Item3).Sample(c =>
    {
        var (seed, shares, old, change, isLate) = c;
        var (truth, ratio) = (Walk(seed)[..20], (double)shares / old);
        var fetched = Closes(0, [.. truth.Select(c => isLate ? c : c / ratio), truth[^1] * change / ratio]);
        var changes = new ReconcileCase { Stored = Closes(0, truth), Fetched = fetched, Reported = [Split(ratio, 20)], Rules = new() { MaxJump = 9 } }.Plan();
        changes.Decisions[0].Outcome.ShouldBe(isLate ? Outcome.Refused : Outcome.Rebased);
        changes.Actions.ShouldBe([new(Split(ratio, 20), !isLate)]);
    });

    /// <summary>Another provider's series, on another basis up to some session, once the stored one is gone.</summary>
    [Fact]
    public void A_second_night_ends_every_conflict_of_bases() => Gen.Select(
        Gen.Int[0, 999], Gen.Int[2, 30], One(0.3, 0.8, 0.97, 1.02, 1.253, 7)).Sample((seed, until, factor) =>
    {
        var truth = Walk(seed)[..31];
        var conflict = new ReconcileCase
        {
            Stored = Closes(0, truth[..30]), Fetched = Closes(0, [.. truth.Select((c, i) => i < until ? c * factor : c)], "two"), Prefer = "one",
            SecondOpinion = Bars.Empty, Rules = new() { AsOf = Date(30), MaxJump = 9 },
        };
        var first = conflict.Plan();
        (first.Decisions[0].Outcome, first.Inserted.Count, first.Replaced.Count, first.Conflicts.Count).ShouldBe((Outcome.Refused, 0, 0, 1));
        var second = (conflict with { Conflicts = first.Conflicts, Rules = new() { AsOf = Date(31), MaxJump = 9 } }).Plan();
        second.Decisions[0].Outcome.ShouldBe(Outcome.Replaced);
        BarsOf(Apply(conflict.Stored, second)).ShouldBe(BarsOf(conflict.Fetched));
    });

    /// <summary>Bars of another company, whatever their prices, with or without a first trade date.</summary>
    [Fact]
    public void Two_instruments_never_meet_in_one_series() => Gen.Select(
        Gen.Int[0, 999], Gen.Int[1, 30], Gen.Int[0, 200], Gen.Double[0.01, 100], Gen.Int[0, 7]).Sample((seed, stored, gap, scale, flags) =>
    {
        var reused = new ReconcileCase
        {
            Stored = Closes(0, Walk(seed)[..stored]),
            Fetched = Closes(stored + gap, [.. Walk(seed + 1)[..9].Select(c => c * scale)], (flags & 1) == 0 ? "one" : "two"),
            FirstTrade = (flags & 2) == 0 ? Date(stored + gap) : null, SecondOpinion = (flags & 4) == 0 ? Bars.Empty : null,
        };
        var changes = reused.Plan();
        changes.Decisions[0].IsAccepted.ShouldBeFalse();
        BarsOf(Apply(reused.Stored, changes)).ShouldBe(BarsOf(reused.Stored));
    });

    private static Gen<T> One<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static double[] Walk(int seed)
    {
        var (random, closes) = (new Random(seed), new double[Sessions]);
        for (var i = 0; i < Sessions; i++) closes[i] = i == 0 ? 100 : closes[i - 1] * (1 + (0.04 * (random.NextDouble() - 0.5)));
        return closes;
    }

    private static int SessionOf(int day) => Enumerable.Range(0, Sessions).First(i => DayOf(i) == day);

    /// <summary>The old value by the ledger; the new one when the ledger has none.</summary>
    private static double Ledger(Changes changes, int day, string field, double now) =>
        changes.Revisions.SingleOrDefault(r => r.Day == day && r.Field == field) is { } revision ? revision.Old : now;

    private static List<RecordedAction> Recorded(IEnumerable<RecordedAction> before, IEnumerable<RecordedAction> changes) =>
        [.. changes, .. before.Where(b => !changes.Any(c => (c.Action.ExDate, c.Action.Kind) == (b.Action.ExDate, b.Action.Kind)))];

    private static string Content(Changes changes) => string.Join('\n',
        BarsOf(changes.Inserted).Concat(BarsOf(changes.Replaced)).Select(b => $"{b}").Concat(changes.Revisions.Select(r => $"{r}"))
            .Concat(changes.Held.Select(r => $"{r}")).Concat(changes.Actions.Select(r => $"{r}")).Concat(changes.Decisions.Select(r => $"{r}"))
            .Append($"{changes.Unchanged} {string.Join(' ', changes.BackfilledYears)}"));
}
