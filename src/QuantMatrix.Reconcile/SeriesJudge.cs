using System.Globalization;
using QuantMatrix.Model;

namespace QuantMatrix.Reconcile;

/// <summary>Compares what a provider answers with what is stored of the symbol, session by session: two price bases are never spliced.</summary>
/// <param name="stepLimit">A close that moves by more than this share of the one before needs an explanation: 0.5.</param>
public sealed class SeriesJudge(double stepLimit)
{
    /// <summary>Closes further apart than this, all by one factor, are another basis.</summary>
    private const double Uniform = 5e-3, SplitMatch = 0.01;

    /// <summary>Corrections touch single bars; more than this share of the overlap is no correction.</summary>
    private const int OverlapPerCorrection = 3;

    /// <summary>A split smaller than this cannot be told from a day's trading.</summary>
    private const double SmallestSplit = 1.15;

    /// <summary>Total-return closes are products of many rounded factors.</summary>
    private const double Readjustment = 1e-4;

    /// <param name="actions">Splits and dividends known of the symbol, from anyone.</param>
    /// <param name="confirmed">Days since 1970-01-01 of steps that somebody else vouches for.</param>
    public Reconciliation Judge(SymbolSeries stored, SymbolSeries given, IReadOnlyList<CorporateAction> actions, Predicate<int>? confirmed = null)
    {
        if (given.Count == 0) return Reconciliation.Fits;
        var shared = Shared(stored, given);
        var differing = shared.Where(s => !SameClose(stored, given, s)).ToList();
        if (differing.Count == 0) return Steps(stored) ?? Readjusted(stored, given, shared) ?? Reconciliation.Fits;
        if (OneFactor(stored, given, shared) is { } factor)
        {
            var explained = Factor(factor, given, actions);
            return explained.ReplacesAll ? Steps(new(Bars.Empty, given.Symbol)) ?? explained : explained;
        }
        return differing.Count > Math.Max(1, shared.Count / OverlapPerCorrection)
            ? new(SeriesVerdict.Mismatch, $"{differing.Count} of {shared.Count} stored closes differ, {Text(stored, given, differing[0])}", given.Bars.Days[differing[0].Given])
            : Steps(stored) ?? Reconciliation.Fits;

        Reconciliation? Steps(SymbolSeries before) => this.Steps(before, given, actions, confirmed ?? (_ => false));
    }

    private static List<(int Stored, int Given)> Shared(SymbolSeries stored, SymbolSeries given)
    {
        var shared = new List<(int, int)>();
        for (var j = given.Start; j < given.End; j++)
            if (stored.RowOf(given.Bars.Days[j]) is >= 0 and var i) shared.Add((i, j));
        return shared;
    }

    private static bool SameClose(SymbolSeries stored, SymbolSeries given, (int Stored, int Given) rows) => Tolerance.SamePrice(
        stored.Bars.Close[rows.Stored], given.Bars.Close[rows.Given], stored.Bars.Source[rows.Stored] == given.Bars.Source[rows.Given]);

    /// <summary>New over old close when it is the same for all shared sessions, and not one.</summary>
    private static double? OneFactor(SymbolSeries stored, SymbolSeries given, List<(int Stored, int Given)> shared)
    {
        var factors = shared.Select(s => given.Bars.Close[s.Given] / stored.Bars.Close[s.Stored]).Order().ToList();
        var middle = factors[factors.Count / 2];
        return Math.Abs(middle - 1) > Uniform && factors[^1] / factors[0] - 1 <= 2 * Uniform ? middle : null;
    }

    private static Reconciliation Factor(double factor, SymbolSeries given, IReadOnlyList<CorporateAction> actions)
    {
        var splits = actions.Where(a => a.Kind == ActionKind.Split && Day.Of(a.ExDate) > given.FirstDay).ToList();
        var together = splits.Aggregate(1.0, (product, split) => product * split.Value);
        var match = splits.FirstOrDefault(s => Explains(s.Value)) ?? (splits.Count > 1 && Explains(together) ? splits[^1] : null);
        return match is not null
            ? new(SeriesVerdict.Rebased, Text($"prices were divided by {1 / factor:0.####} for the split of {match.ExDate:yyyy-MM-dd}"), Day.Of(match.ExDate)) { Factor = factor }
            : new(SeriesVerdict.Mismatch, Text($"every stored close differs by the factor {factor:0.####}")
                + (splits.Count == 0 ? ", and no split is known" : Text($", and the splits known are {string.Join(", ", splits.Select(Text))}")));

        bool Explains(double split) => Math.Abs(factor * split - 1) <= SplitMatch;
    }

    /// <summary>The first new bar that does not go on from the bar before it.</summary>
    private Reconciliation? Steps(SymbolSeries stored, SymbolSeries given, IReadOnlyList<CorporateAction> actions, Predicate<int> confirmed)
    {
        for (var j = given.Start; j < given.End; j++)
        {
            var day = given.Bars.Days[j];
            if (stored.RowOf(day) >= 0) continue;
            if (Before(stored, given, j) is not var (dayBefore, closeBefore)) continue;
            var close = given.Bars.Close[j];
            if (actions.Count == 0 && Math.Abs(close / closeBefore - 1) <= stepLimit) continue;
            var between = actions.Where(a => Day.Of(a.ExDate) > dayBefore && Day.Of(a.ExDate) <= day).ToList();
            if (between.FirstOrDefault(a => a.Kind == ActionKind.Split && Straddles(close / closeBefore, a.Value)) is { } split)
                return new(SeriesVerdict.Straddles, Text($"the split {Text(split)} is not in the prices before it: {closeBefore} on {Day.Text(dayBefore)}, {close} on {Day.Text(day)}"), day);
            if (Math.Abs(close / closeBefore - 1) > stepLimit && !Paid(between, closeBefore - close) && !confirmed(day))
                return new(SeriesVerdict.Step, Text($"close {close} on {Day.Text(day)} after {closeBefore} on {Day.Text(dayBefore)}: {close / closeBefore - 1:+0 %;-0 %}, and no action explains it"), day);
        }
        return null;
    }

    private static (int Day, double Close)? Before(SymbolSeries stored, SymbolSeries given, int row)
    {
        var day = given.Bars.Days[row];
        var old = stored.RowBefore(day);
        if (row == given.Start || (old >= 0 && stored.Bars.Days[old] > given.Bars.Days[row - 1])) return old < 0 ? null : (stored.Bars.Days[old], stored.Bars.Close[old]);
        return (given.Bars.Days[row - 1], given.Bars.Close[row - 1]);
    }

    /// <summary>The step is nearer to the split than to no step at all.</summary>
    private static bool Straddles(double step, double split) =>
        Math.Max(split, 1 / split) >= SmallestSplit && Math.Abs(Math.Log(step * split)) < Math.Abs(Math.Log(step));

    private static bool Paid(List<CorporateAction> actions, double fall) =>
        actions.Where(a => a.Kind == ActionKind.Dividend).Sum(a => a.Value) is > 0 and var paid && Math.Abs(paid / fall - 1) < 0.5;

    private static Reconciliation? Readjusted(SymbolSeries stored, SymbolSeries given, List<(int Stored, int Given)> shared)
    {
        foreach (var (i, j) in shared)
        {
            var (old, now) = (stored.Bars.AdjClose[i], given.Bars.AdjClose[j]);
            if (stored.Bars.Source[i] == given.Bars.Source[j] && Math.Abs(now / old - 1) > Readjustment)
                return new(SeriesVerdict.Readjusted, Text($"adj_close of {Day.Text(given.Bars.Days[j])} is {now}, was {old}"), given.Bars.Days[j]);
        }
        return null;
    }

    private static string Text(SymbolSeries stored, SymbolSeries given, (int Stored, int Given) rows) => Text(
        $"first {Day.Text(given.Bars.Days[rows.Given])}: {stored.Bars.Close[rows.Stored]} from {stored.Bars.Source[rows.Stored]}, now {given.Bars.Close[rows.Given]} from {given.Bars.Source[rows.Given]}");

    private static string Text(CorporateAction split) => Text($"{split.Value:0.####}:1 of {split.ExDate:yyyy-MM-dd}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
