using QuantMatrix.Model;

namespace QuantMatrix.Reconcile;

/// <summary>
/// Decides when a whole series on another, unexplained price basis replaces the stored one: as soon as a second night finds the same difference. A series
/// with other daily returns waits for an operator.
/// </summary>
/// <param name="known">The conflicts that earlier nights found.</param>
internal sealed class ConflictCheck(SeriesPair pair, IEnumerable<BasisConflict> known, DateOnly asOf)
{
    /// <summary>Four of five daily returns of one instrument agree; the others contain adjustments.</summary>
    private const int AgreeingOf5 = 4;

    /// <param name="mismatch">Found when no other provider could help.</param>
    /// <param name="jump">A jump or a missing split of the fetched series, with which it replaces nothing.</param>
    public Finding Decide(Finding mismatch, Finding? jump)
    {
        if (pair.Shared.Count == 0) return mismatch;
        if (!IsOneInstrument()) return Other();
        if (jump is not null) return mismatch with { Reason = $"{mismatch.Reason}; {jump.Reason}" };
        var conflict = new BasisConflict(pair.Symbol, pair.FetchedSource, pair.FactorOf(pair.Shared[0]), asOf);
        var earlier = known.FirstOrDefault(c => c.Symbol == pair.Symbol && c.Source == conflict.Source && Tolerance.SameFactor(c.Factor, conflict.Factor));
        if (earlier is null || earlier.Night >= asOf)
            return mismatch with
            {
                Conflict = earlier ?? conflict,
                Reason = $"{mismatch.Reason}; if the next night agrees, its whole series replaces the stored one",
            };
        var since = Finding.Text($"{pair.FetchedSource} has differed since {earlier.Night:yyyy-MM-dd}");
        return mismatch with { Kind = FindingKind.ConfirmedBasis, Reason = $"{mismatch.Reason}; {since}" };
    }

    /// <summary>The reason is the same every night, so that a held bar is recognized.</summary>
    private Finding Other() => new(FindingKind.OtherInstrument, $"{HeldBar.OtherReturns}: {pair.FetchedSource} serves it as {pair.Symbol}; release replaces "
        + "the stored series with it, drop keeps the stored one", pair.Fetched.FirstDay)
    { HoldsEqual = true };

    private bool IsOneInstrument()
    {
        var pairs = pair.Shared.Zip(pair.Shared.Skip(1)).ToList();
        var agreeing = pairs.Count(p => Tolerance.SameDailyReturn(
            pair.Stored.Bars.Close[p.Second.Stored] / pair.Stored.Bars.Close[p.First.Stored],
            pair.Fetched.Bars.Close[p.Second.Fetched] / pair.Fetched.Bars.Close[p.First.Fetched]));
        return agreeing * 5 >= AgreeingOf5 * pairs.Count;
    }
}
