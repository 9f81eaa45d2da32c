using QuantMatrix.Model;
using QuantMatrix.Reconcile;
using static QuantMatrix.Tests.UnitTests.Reconcile.ReconcileCase;

namespace QuantMatrix.Tests.UnitTests.Reconcile;

/// <summary>Every row of README's table "when the response … then", one case per line.</summary>
public class AnswerTests
{
    private static readonly double[] Old = Steady(40);
    private static readonly Bars Stored = Closes(0, Old);

    private static readonly Dictionary<string, (ReconcileCase Case, Outcome Outcome)> Cases = new()
    {
        ["agrees and continues"] = (new() { Stored = Stored, Fetched = Closes(0, [.. Old, 100.4]) }, Outcome.Merged),
        ["is the first of its symbol"] = (new() { Fetched = Closes(0, Old) }, Outcome.Merged),
        ["differs in a few bars"] = (new() { Stored = Stored, Fetched = Closes(0, [.. Old[..^1], 101, 100.4]) }, Outcome.Merged),
        ["differs by one factor and a split explains it"] =
            (new() { Stored = Stored, Fetched = Closes(0, [.. Times(Old, 0.25), 25.1]), Reported = [Split(4, 40)] }, Outcome.Rebased),
        ["differs by one factor and a recorded split explains it"] =
            (new() { Stored = Stored, Fetched = Closes(0, [.. Times(Old, 0.25), 25.1]), Recorded = [new(Split(4, 40), false)] }, Outcome.Rebased),
        ["differs by one factor and a reverse split explains it"] =
            (new() { Stored = Stored, Fetched = Closes(0, [.. Times(Old, 10), 1004]), Reported = [Split(0.1, 40)] }, Outcome.Rebased),
        ["differs by the factor of two splits"] =
            (new() { Stored = Stored, Fetched = Closes(0, [.. Times(Old, 1 / 6.0), 16.7]), Reported = [Split(3, 38), Split(2, 40)] }, Outcome.Rebased),
        ["differs by one factor, partial request"] =
            (InPart([.. Times(Old[30..], 0.25), 25.1]) with { Reported = [Split(4, 40)] }, Outcome.NeedsWholeSeries),
        ["has other total-return closes"] = (new() { Stored = Adjusted(1), Fetched = Adjusted(0.99) }, Outcome.Merged),
        ["has the split's price but not the split before it"] =
            (new() { Stored = Stored, Fetched = Closes(0, [.. Old, 25.1]), Reported = [Split(4, 40)] }, Outcome.Refused),
        ["has the split's price but not the split before it, partial request"] =
            (new() { Stored = Stored, Fetched = Closes(0, [.. Old, 25.1]), Reported = [Split(4, 40)], IsWhole = false }, Outcome.NeedsWholeSeries),
        ["differs by another factor than the split's"] =
            (new() { Stored = Stored, Fetched = Closes(0, [.. Times(Old, 0.3), 30]), Reported = [Split(4, 40)] }, Outcome.NeedsSecondOpinion),
        ["differs by another factor than the split's, to the end"] =
            (new() { Stored = Stored, Fetched = Closes(0, [.. Times(Old, 0.3), 30]), Reported = [Split(4, 40)], SecondOpinion = Bars.Empty }, Outcome.Refused),
        ["differs in most bars by no one factor"] =
            (new() { Stored = Stored, Fetched = Closes(0, [.. Old.Select((c, i) => c * (1 + (i * 0.01)))]) }, Outcome.NeedsSecondOpinion),
        ["differs in most bars by no one factor, to the end"] =
            (new() { Stored = Stored, Fetched = Closes(0, [.. Old.Select((c, i) => c * (1 + (i * 0.01)))]), SecondOpinion = Bars.Empty }, Outcome.Held),
        ["is older than the stored ones"] = (new() { Stored = Closes(10, Old), Fetched = Closes(0, Steady(5)) }, Outcome.NeedsSecondOpinion),
        ["is older than the stored ones, to the end"] =
            (new() { Stored = Closes(10, Old), Fetched = Closes(0, Steady(5)), SecondOpinion = Bars.Empty }, Outcome.Refused),
        ["lacks every stored session"] = (new() { Stored = Stored, Fetched = Closes(45, Steady(5)) }, Outcome.Held),
        ["lacks every stored session, partial request"] =
            (new() { Stored = Stored, Fetched = Closes(45, Steady(5)), IsWhole = false }, Outcome.NeedsWholeSeries),
        ["jumps"] = (new() { Stored = Stored, Fetched = Closes(0, [.. Old, 20]) }, Outcome.NeedsSecondOpinion),
        ["jumps, partial request"] = (InPart([.. Old[30..], 20]), Outcome.NeedsWholeSeries),
        ["jumps and another provider agrees"] =
            (new() { Stored = Stored, Fetched = Closes(0, [.. Old, 20]), SecondOpinion = Closes(38, [.. Old[38..], 20.1], "two") }, Outcome.Merged),
        ["jumps and another provider does not agree"] =
            (new() { Stored = Stored, Fetched = Closes(0, [.. Old, 20]), SecondOpinion = Closes(38, [.. Old[38..], 100], "two") }, Outcome.Held),
        ["jumps and no other provider has the symbol"] =
            (new() { Stored = Stored, Fetched = Closes(0, [.. Old, 20]), SecondOpinion = Bars.Empty }, Outcome.Held),
        ["jumps and a dividend explains it"] = (new() { Stored = Stored, Fetched = Closes(0, [.. Old, 20]), Reported = [Dividend(80, 40)] }, Outcome.Merged),
        ["jumps, and jumps are only reported"] = (new()
        {
            Stored = Stored, Fetched = Closes(0, [.. Old, 20]), SecondOpinion = Bars.Empty, Rules = new() { HoldJumps = false, AsOf = Date(41) },
        }, Outcome.Merged),
        ["jumps, and jumps are not checked"] =
            (new() { Stored = Stored, Fetched = Closes(0, [.. Old, 20]), Rules = new() { MaxJump = double.PositiveInfinity } }, Outcome.Merged),
        ["jumps in a local folder"] = (new() { Stored = Stored, Fetched = Closes(0, [.. Times(Old, 0.25), 20]), Rules = ReconcileRules.Exact }, Outcome.Merged),
    };

    public static TheoryData<string> Answers => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Answers))]
    public void When_the_answer(string answer) => Cases[answer].Case.Decide().Outcome.ShouldBe(Cases[answer].Outcome);

    [Theory]
    [InlineData("differs by one factor and a split explains it", "prices were divided by 4 for the split of 2015-03-03")]
    [InlineData("differs by one factor and a reverse split explains it", "prices were divided by 0.1 for the split of 2015-03-03")]
    [InlineData("differs by the factor of two splits", "prices were divided by 6 for the split of 2015-03-03")]
    [InlineData("has the split's price but not the split before it",
        "the split 4:1 of 2015-03-03 is not in the prices before it: 100.44 on 2015-03-02, 25.1 on 2015-03-03")]
    [InlineData("differs by another factor than the split's", "every stored close differs by the factor 0.3, and the splits known are 4:1 of 2015-03-03")]
    [InlineData("differs in most bars by no one factor", "39 of 40 stored closes differ, first 2015-01-05: 100.11 from one, now 101.1111 from one")]
    [InlineData("is older than the stored ones", "no session of the response (2015-01-02 to 2015-01-08) is stored, so the price basis cannot be compared")]
    [InlineData("lacks every stored session",
        "another instrument: the one that one serves as AAA has no bar before 2015-03-10, and the stored one last traded on 2015-03-02")]
    [InlineData("jumps", "close 20 on 2015-03-03 after 100.44 on 2015-03-02: -80 %, and no action explains it")]
    [InlineData("jumps, and jumps are only reported", "close 20 on 2015-03-03 after 100.44 on 2015-03-02: -80 %, and no action explains it")]
    [InlineData("jumps and another provider agrees", "")]
    public void The_reason_names_sessions_and_values(string answer, string reason) => Cases[answer].Case.Decide().Reason.ShouldBe(reason);

    [Fact]
    public void Without_a_known_split_the_reason_says_so() =>
        new ReconcileCase { Stored = Stored, Fetched = Closes(0, Times(Old, 0.3)) }.Decide().Reason
            .ShouldBe("every stored close differs by the factor 0.3, and no split is known");

    [Theory]
    [InlineData("jumps", 40)]
    [InlineData("differs by one factor and a split explains it", 40)]
    [InlineData("has the split's price but not the split before it", 40)]
    [InlineData("differs in most bars by no one factor", 1)]
    [InlineData("differs by another factor than the split's", 0)]
    [InlineData("lacks every stored session", 45)]
    public void The_session_in_question_is_named(string answer, int session) => Cases[answer].Case.Decide().Day.ShouldBe(DayOf(session));

    [Theory]
    [MemberData(nameof(Answers))]
    public void What_is_undecided_or_refused_changes_no_bar(string answer)
    {
        var changes = Cases[answer].Case.Plan();
        if (changes.Decisions[0].IsAccepted || changes.Decisions[0].Outcome == Outcome.Held) return;
        (changes.Inserted.Count, changes.Replaced.Count, changes.Revisions.Count, changes.Held.Count, changes.Unchanged).ShouldBe((0, 0, 0, 0, 0));
    }

    /// <summary>The newest sessions alone, from 30 on.</summary>
    private static ReconcileCase InPart(double[] closes) => new() { Stored = Stored, Fetched = Closes(30, closes), IsWhole = false };

    private static double[] Times(double[] closes, double factor) => [.. closes.Select(c => c * factor)];

    /// <summary>Total-return closes that stand at a factor below the closes, from the second session on.</summary>
    private static Bars Adjusted(double factor) => Of(Old.Select((close, i) => BarOf(i, close, i == 0 ? close : close * factor)));
}
