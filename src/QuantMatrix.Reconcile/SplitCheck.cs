using QuantMatrix.Model;

namespace QuantMatrix.Reconcile;

/// <summary>Decides whether prices contain a split: by the stored closes before it, else by another provider, else by the return on its ex-date.</summary>
/// <remarks>
/// The stored closes decide alone: where the fetched ones equal them, a new split is missing, whatever the day's return. A provider late by more than
/// <see cref="LateSessions"/> sessions is not expected; then the stored prices were divided before the split was known, or the split is none.
/// </remarks>
/// <param name="basis">How the fetched closes compare with the stored ones; null when they are equal.</param>
internal sealed class SplitCheck(SeriesPair pair, KnownActions actions, Finding? basis, SecondOpinion opinion)
{
    /// <summary>Sessions from the ex-date on in which a provider may still deliver undivided prices.</summary>
    private const int LateSessions = 3;

    /// <summary>
    /// A split states small whole numbers of shares. Other ratios, such as 1253:1000, are adjustments for a spin-off, which some providers never make:
    /// prices without them are accepted, and replaced should the provider make one later.
    /// </summary>
    private const int LargestShares = 10;

    /// <summary>Smaller splits cannot be distinguished from ordinary trading by the return.</summary>
    private const double SmallestSplit = 1.15;

    /// <summary>Larger returns are not expected, so that they show on which basis the prices are.</summary>
    private const double LargestReturn = 0.5;

    /// <summary>The newest session both series hold, or -1.</summary>
    private int LastShared => pair.Shared.Count == 0 ? -1 : pair.Fetched.Bars.Days[pair.Shared[^1].Fetched];

    private bool IsComparable => LastShared >= 0 && basis is null or { Kind: FindingKind.Rebased };

    /// <param name="previous">The bar before the ex-date.</param>
    /// <param name="bar">The first one from the ex-date on.</param>
    /// <returns>Null when the prices contain the split, as far as can be told.</returns>
    public Finding? Find(CorporateAction split, in Bar previous, in Bar bar)
    {
        if (!IsPlain(split.Value) || IsOnNewBasis(split) || IsShared(split)) return null;
        if (IsLate(split)) return Missing(split, previous, bar);
        var change = bar.Close / previous.Close;
        if (opinion.Return(previous.Day, bar.Day) is { } other)
            return !Tolerance.SameReturn(change, other) && Tolerance.SameReturn(change * split.Value, other) ? Missing(split, previous, bar) : null;
        if (IsReturnOfMissing(change, split.Value) && IsLarge(split.Value)) return Missing(split, previous, bar);
        return !opinion.HasResponded && pair.Stored.IsEmpty && IsRecent(split) && IsDoubtful(change, split.Value)
            ? new(FindingKind.DoubtfulSplit, $"it is not certain that the prices before it contain the split {Finding.Text(split)}", bar.Day) : null;
    }

    /// <summary>Whether the fetched prices contain a split; null when they do not show it: its status stays.</summary>
    /// <remarks>Closes before a new split that equal the stored ones do not contain it, whatever the return; equal closes around it change no status.</remarks>
    public bool? IsInFetched(CorporateAction split)
    {
        if (IsOnNewBasis(split)) return true;
        if (IsComparable && !IsShared(split)) return false;
        return IsComparable && actions.IsRecorded(split) ? null : IsIn(pair.Fetched, split);
    }

    /// <summary>Whether the stored prices contain a split; null when they are known to.</summary>
    public bool? IsInStored(CorporateAction split) => actions.IsApplied(split) ? null : IsIn(pair.Stored, split);

    private bool? IsIn(BarSeries series, CorporateAction split)
    {
        var row = series.IsEmpty ? 0 : series.RowFrom(Day.Of(split.ExDate));
        if (row == series.End) return false;
        if (row == series.Start) return !pair.Stored.IsEmpty && pair.Stored.FirstDay < series.FirstDay ? null : true;
        return !IsReturnOfMissing(series.Bars.Close[row] / series.Bars.Close[row - 1], split.Value);
    }

    private bool IsOnNewBasis(CorporateAction split) =>
        IsComparable && (basis?.Splits.Contains(split) == true || actions.IsApplied(split));

    /// <summary>Whether both series have passed the split, and so contain it both or neither.</summary>
    private bool IsShared(CorporateAction split) => IsComparable && Day.Of(split.ExDate) <= LastShared;

    /// <summary>Whether the fetched closes before a new split equal the stored ones, or differ by other splits alone.</summary>
    private bool IsLate(CorporateAction split) => IsComparable && IsRecent(split);

    private bool IsRecent(CorporateAction split) => pair.Fetched.End - pair.Fetched.RowFrom(Day.Of(split.ExDate)) <= LateSessions;

    private static bool IsPlain(double ratio) => !Tolerance.SameRatio(ratio, 1)
        && Enumerable.Range(1, LargestShares).Any(shares => IsWhole(ratio * shares) || IsWhole(shares / ratio));

    private static bool IsWhole(double shares) => Math.Round(shares) >= 1 && Math.Abs(shares / Math.Round(shares) - 1) < 2e-4;

    private static bool IsLarge(double ratio) => Math.Max(ratio, 1 / ratio) >= SmallestSplit;

    /// <summary>Whether the move is closer to the split's ratio than to no move.</summary>
    private static bool IsReturnOfMissing(double change, double ratio) => Math.Abs(Math.Log(change * ratio)) < Math.Abs(Math.Log(change));

    private static bool IsDoubtful(double change, double ratio) => Math.Abs(change - 1) <= LargestReturn && Math.Abs((change * ratio) - 1) <= LargestReturn;

    private static Finding Missing(CorporateAction split, in Bar previous, in Bar bar) =>
        new(FindingKind.UnappliedSplit, Finding.Text($"the split {Finding.Text(split)} is not in the prices before it: ")
            + Finding.Text($"{previous.Close} on {Day.Text(previous.Day)}, {bar.Close} on {Day.Text(bar.Day)}"), bar.Day);
}
