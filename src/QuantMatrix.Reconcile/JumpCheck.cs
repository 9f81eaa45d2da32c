using QuantMatrix.Model;

namespace QuantMatrix.Reconcile;

/// <summary>Checks that new closes continue the series: prices on both sides of a split must reflect it, and a jump needs an explanation.</summary>
internal sealed class JumpCheck(KnownActions actions, SplitCheck splits, SecondOpinion opinion, double maxJump)
{
    /// <summary>A dividend explains a fall of its amount within this relative error.</summary>
    private const double DividendError = 0.5;

    /// <summary>The first new bar that does not continue the previous one, stored or fetched.</summary>
    public Finding? Find(SeriesPair pair)
    {
        for (var j = pair.Fetched.Start; j < pair.Fetched.End; j++)
            if (Previous(pair, j) is { } previous && Find(previous, pair.Fetched.BarAt(j)) is { } finding) return finding;
        return null;
    }

    /// <summary>The first fetched bar that does not continue the fetched one before it, unless the stored series has the same return.</summary>
    public Finding? FindOnNewBasis(SeriesPair pair)
    {
        var fetched = pair.Fetched;
        for (var j = fetched.Start + 1; j < fetched.End; j++)
        {
            var (previous, bar) = (fetched.BarAt(j - 1), fetched.BarAt(j));
            var isStored = pair.Stored.Return(previous.Day, bar.Day) is { } stored && Tolerance.SameReturn(bar.Close / previous.Close, stored);
            if (!isStored && Find(previous, bar) is { } finding) return finding;
        }
        return null;
    }

    /// <returns>Null for a bar that is already stored, and for the very first one.</returns>
    private static Bar? Previous(SeriesPair pair, int row)
    {
        var (stored, fetched, day) = (pair.Stored, pair.Fetched, pair.Fetched.Bars.Days[row]);
        var next = stored.RowFrom(day);
        if (next < stored.End && stored.Bars.Days[next] == day) return null;
        var hasStored = next > stored.Start;
        if (row > fetched.Start && !(hasStored && stored.Bars.Days[next - 1] > fetched.Bars.Days[row - 1])) return fetched.BarAt(row - 1);
        return hasStored ? stored.BarAt(next - 1) : null;
    }

    private Finding? Find(in Bar previous, in Bar bar)
    {
        var (change, between) = (bar.Close / previous.Close, actions.Between(previous.Day, bar.Day));
        foreach (var split in between.Where(a => a.Kind == ActionKind.Split))
            if (splits.Find(split, previous, bar) is { } finding) return finding;
        if (Math.Abs(change - 1) <= maxJump || IsPaid(between, previous.Close - bar.Close) || IsConfirmed(previous, bar)) return null;
        return new(FindingKind.Jump, Finding.Text($"close {bar.Close} on {Day.Text(bar.Day)} after {previous.Close} on {Day.Text(previous.Day)}: ")
            + Finding.Text($"{change - 1:+0 %;-0 %}, and no action explains it"), bar.Day);
    }

    private static bool IsPaid(IEnumerable<CorporateAction> actions, double fall) =>
        Math.Abs(actions.Where(a => a.Kind == ActionKind.Dividend).Sum(a => a.Value) / fall - 1) < DividendError;

    /// <summary>Whether another provider shows the same return between the two sessions.</summary>
    private bool IsConfirmed(in Bar previous, in Bar bar) =>
        opinion.Return(previous.Day, bar.Day) is { } other && Tolerance.SameReturn(bar.Close / previous.Close, other);
}
