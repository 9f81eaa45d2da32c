using QuantMatrix.Model;
using QuantMatrix.Reconcile;
using static QuantMatrix.Tests.UnitTests.Reconcile.ReconcileCase;

namespace QuantMatrix.Tests.UnitTests.Reconcile;

/// <summary>What total-return closes that a source states lead to, and the basis of recorded dividends.</summary>
public class TotalReturnRulesTests
{
    private const double Limit = 0.001;
    private static readonly double[] Flat = [100, 100, 100, 100, 100];

    [Fact]
    public void A_dividend_is_one_recorded_action_and_changes_no_bar()
    {
        var changes = Provider(Flat, [0.98, 0.98, 0.98, 1, 1]) with { Stored = Closes(0, Flat[..4]), Reported = [Dividend(2, 3)] };
        var plan = changes.Plan();
        (plan.Inserted.Count, plan.Replaced.Count, plan.Revisions.Count).ShouldBe((1, 0, 0));
        plan.Actions.ShouldBe([new(Dividend(2, 3), true)]);
        plan.ReturnGaps.ShouldBeEmpty();
    }

    /// <summary>Stated ratios to the closes beside a known dividend of 2 % at session 3; the first session that differs and their number.</summary>
    [Theory]
    [InlineData(new[] { 0.98, 0.98, 0.98, 1, 1 }, -1, 0)]
    [InlineData(new[] { 0.9809, 0.98, 0.9791, 1, 1 }, -1, 0)]
    [InlineData(new[] { 0.9811, 0.98, 0.98, 1, 1 }, 0, 1)]
    [InlineData(new[] { 0.98, 0.9789, 0.9789, 1, 1 }, 1, 2)]
    [InlineData(new[] { 1.0, 1, 1, 1, 1 }, 0, 3)]
    [InlineData(new[] { 0.49, 0.49, 0.49, 0.5, 0.5 }, -1, 0)]
    [InlineData(new[] { double.NaN, double.NaN, 0.98, double.NaN, 1 }, -1, 0)]
    [InlineData(new[] { double.NaN, double.NaN, 1, 1, double.NaN }, 2, 1)]
    public void A_stated_total_return_beyond_the_limit_is_reported(double[] ratios, int first, int bars)
    {
        var gaps = (Provider(Flat, ratios) with { Stored = Closes(0, Flat[..4]), Recorded = [new(Dividend(2, 3), true)] }).Plan().ReturnGaps;
        (gaps.SingleOrDefault()?.Day ?? 0, gaps.SingleOrDefault()?.Bars ?? 0).ShouldBe((first < 0 ? 0 : DayOf(first), bars));
    }

    [Fact]
    public void A_gap_names_both_closes_and_the_source()
    {
        var gap = Provider(Flat, [0.97, 0.97, 0.97, 1, 1]).Plan().ReturnGaps.ShouldHaveSingleItem();
        (gap.Symbol, gap.Stated, gap.Computed, gap.Source).ShouldBe((Symbol, 97, 100, "one"));
        (Provider(Flat, [0.97, 0.97, 0.97, 1, 1]) with { Rules = new() }).Plan().ReturnGaps.ShouldBeEmpty();
    }

    [Fact]
    public void Recorded_adjustments_count_in_the_comparison() =>
        (Provider(Flat, [0.97, 0.97, 0.97, 1, 1]) with { Recorded = [new(Adjustment(0.97, 3), true)] }).Plan().ReturnGaps.ShouldBeEmpty();

    [Fact]
    public void A_folders_total_return_closes_become_adjustments_once()
    {
        var folder = Folder(Flat, [0.9, 0.9, 1, 1, 1]);
        var changes = folder.Plan();
        changes.Readjusted.ShouldBe([Symbol]);
        changes.Actions.Select(Text).ShouldBe([$"Adjustment {Date(2):yyyy-MM-dd} 0.9 folder"]);
        var again = (folder with { Stored = folder.Fetched, Recorded = changes.Actions }).Plan();
        (again.Readjusted.Count, again.Actions.Count, again.Unchanged).ShouldBe((0, 0, 5));
    }

    /// <summary>The folder states other total-return closes, or none any more.</summary>
    [Theory]
    [InlineData(new[] { 0.8, 1, 1, 1, 1 }, "0.8")]
    [InlineData(new[] { double.NaN, double.NaN, double.NaN, double.NaN, double.NaN }, "")]
    public void Restated_total_return_closes_replace_the_adjustments(double[] ratios, string values)
    {
        var changes = (Folder(Flat, ratios) with { Stored = Closes(0, Flat), Recorded = [new(Adjustment(0.9, 2, "folder"), true)] }).Plan();
        changes.Readjusted.ShouldBe([Symbol]);
        string.Join(' ', changes.Actions.Select(a => Math.Round(a.Action.Value, 6))).ShouldBe(values);
    }

    [Fact]
    public void What_recorded_dividends_explain_is_not_adjusted_twice()
    {
        var folder = Folder(Flat, [0.98, 0.98, 0.98, 1, 1]) with { Recorded = [new(Dividend(2, 3), true)] };
        folder.Plan().Readjusted.ShouldBeEmpty();
    }

    /// <summary>A folder of sessions 1 to 3 among stored ones 0 to 4: the adjustments of 1 and 4 are of sessions it does not cover.</summary>
    [Fact]
    public void Adjustments_of_sessions_that_a_folder_does_not_cover_stay()
    {
        var fetched = Of([BarOf(1, 100, 45), BarOf(2, 100, 50), BarOf(3, 100, 50)]);
        RecordedAction[] recorded = [new(Adjustment(0.8, 1, "folder"), true), new(Adjustment(0.7, 2, "folder"), true), new(Adjustment(0.5, 4, "folder"), true)];
        var changes = new ReconcileCase { Stored = Closes(0, Flat), Fetched = fetched, Recorded = recorded, Rules = ReconcileRules.Folder("folder") }.Plan();
        changes.Actions.Select(Text).ShouldBe([
            $"Adjustment {Date(1):yyyy-MM-dd} 0.8 folder", $"Adjustment {Date(2):yyyy-MM-dd} 0.9 folder", $"Adjustment {Date(4):yyyy-MM-dd} 0.5 folder",
        ]);
    }

    [Fact]
    public void Only_a_folder_records_adjustments() =>
        (Folder(Flat, [0.9, 0.9, 1, 1, 1]) with { Rules = ReconcileRules.Exact }).Plan().Actions.ShouldBeEmpty();

    /// <summary>Two for one at session 4: the cash of recorded dividends is converted, that of reported ones is on the new basis.</summary>
    [Fact]
    public void A_split_converts_recorded_dividends_that_are_not_reported_again()
    {
        var changes = new ReconcileCase
        {
            Stored = Closes(0, Flat[..4]), Fetched = Closes(0, [50, 50, 50, 50, 50]), Reported = [Split(2, 4), Dividend(0.4, 2), Dividend(0.3, 4)],
            Recorded = [new(Dividend(1, 1, "two"), true), new(Dividend(0.9, 2, "two"), true)],
        }.Plan();
        changes.Decisions[0].Outcome.ShouldBe(Outcome.Rebased);
        changes.Actions.Select(Text).ShouldBe([
            $"Dividend {Date(1):yyyy-MM-dd} 0.5 two", $"Dividend {Date(2):yyyy-MM-dd} 0.4 one", $"Split {Date(4):yyyy-MM-dd} 2 one",
            $"Dividend {Date(4):yyyy-MM-dd} 0.3 one",
        ]);
    }

    /// <summary>A dividend recorded of one source, reported by another with a date a few days off.</summary>
    [Theory]
    [InlineData(1.0, 3, "two", 0)]
    [InlineData(1.009, 3, "two", 0)]
    [InlineData(1.02, 3, "two", 1)]
    [InlineData(1.0, 9, "two", 1)]
    [InlineData(1.0, 3, "one", 1)]
    public void A_dividend_of_another_source_a_few_days_off_is_no_second_one(double cash, int session, string source, int recorded)
    {
        var closes = Enumerable.Repeat(100.0, 12).ToArray();
        new ReconcileCase
        {
            Stored = Closes(0, closes[..11]), Fetched = Closes(0, closes),
            Recorded = [new(Dividend(1, 2), true)], Reported = [Dividend(cash, session, source)],
        }.Plan().Actions.Count.ShouldBe(recorded);
    }

    private static ReconcileCase Provider(double[] closes, double[] ratios) =>
        new() { Fetched = Stated(closes, ratios), Rules = new() { MaxReturnGap = Limit } };

    private static ReconcileCase Folder(double[] closes, double[] ratios) =>
        new() { Fetched = Stated(closes, ratios), Rules = ReconcileRules.Folder("folder") };

    private static Bars Stated(double[] closes, double[] ratios) => Of(closes.Select((close, i) => BarOf(i, close, close * ratios[i])));

    private static CorporateAction Adjustment(double factor, int session, string source = "one") =>
        new(Symbol, Date(session), ActionKind.Adjustment, factor, source);

    private static string Text(RecordedAction recorded) => string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $"{recorded.Action.Kind} {recorded.Action.ExDate:yyyy-MM-dd} {Math.Round(recorded.Action.Value, 6)} {recorded.Action.Source}");
}
