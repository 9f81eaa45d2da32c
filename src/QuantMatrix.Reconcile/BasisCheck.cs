using QuantMatrix.Model;

namespace QuantMatrix.Reconcile;

/// <summary>Compares the price basis of fetched and stored closes: the same, another one that splits explain, or an unexplained one.</summary>
/// <remarks>The basis may change in the middle of the shared sessions: then the older closes differ by one factor and the newer ones agree.</remarks>
internal sealed class BasisCheck(SeriesPair pair, KnownActions actions)
{
    /// <summary>Corrections affect single bars: with more than one differing session in three, the series do not match.</summary>
    private const int SharedPerCorrection = 3;

    private readonly IReadOnlyList<SharedRow> shared = pair.Shared;

    /// <returns>Null when the series are on one basis.</returns>
    public Finding? Find()
    {
        if (pair.Stored.IsEmpty) return null;
        if (shared.Count == 0) return NothingShared();
        var differing = shared.Where(s => !SameClose(s)).ToList();
        if (differing.Count == 0) return null;
        if (OldestOnOtherBasis(differing) is { Count: > 0 } oldest && OneFactor(oldest) is { } factor)
        {
            if (Explained(factor, oldest) is { } rebased) return rebased;
            if (oldest.Count == shared.Count) return Unexplained($"every stored close differs by the factor {factor:0.####}", oldest);
            var until = Day.Text(pair.Fetched.Bars.Days[oldest[^1].Fetched]);
            if (IsStep(oldest)) return Unexplained($"the stored closes up to {until} differ by the factor {factor:0.####}", oldest);
        }
        return differing.Count > Math.Max(1, shared.Count / SharedPerCorrection) ? Mismatch(differing) : null;
    }

    private bool SameClose(SharedRow rows) => Tolerance.SamePrice(
        pair.Stored.Bars.Close[rows.Stored], pair.Fetched.Bars.Close[rows.Fetched], SameSource(rows) ? Precision.SameProvider : Precision.OtherProvider);

    private bool SameSource(SharedRow rows) => pair.Stored.Bars.Source[rows.Stored] == pair.Fetched.Bars.Source[rows.Fetched];

    /// <summary>All shared rows if they have one factor, or the differing ones if they are the oldest; else none.</summary>
    private IReadOnlyList<SharedRow> OldestOnOtherBasis(List<SharedRow> differing) =>
        OneFactor(shared) is not null ? shared : differing[^1] == shared[differing.Count - 1] ? differing : [];

    /// <summary>One oldest bar of the same provider may be a correction; several by one factor, or one of another provider, are not.</summary>
    private bool IsStep(IReadOnlyList<SharedRow> oldest) => oldest.Count > 1 || !SameSource(oldest[0]);

    /// <summary>Ratio of new to old closes if it is uniform and not 1.</summary>
    private double? OneFactor(IReadOnlyList<SharedRow> rows)
    {
        var factors = rows.Select(pair.FactorOf).Order().ToList();
        var median = factors[factors.Count / 2];
        return !Tolerance.SameBasis(median) && Tolerance.OneFactor(factors[0], factors[^1]) ? median : null;
    }

    /// <summary>One split may explain the factor, or several in succession; those that the stored prices contain do not.</summary>
    private Finding? Explained(double factor, IReadOnlyList<SharedRow> oldest)
    {
        var fetched = pair.Fetched;
        var isStep = oldest.Count < shared.Count;
        var (after, upTo) = isStep
            ? (fetched.Bars.Days[oldest[^1].Fetched], fetched.Bars.Days[shared[oldest.Count].Fetched]) : (fetched.FirstDay, int.MaxValue);
        var splits = actions.Splits.Where(s => Day.Of(s.ExDate) > after && Day.Of(s.ExDate) <= upTo && !actions.IsApplied(s)).ToList();
        return Runs(splits).FirstOrDefault(run => Tolerance.IsSplit(factor, run.Aggregate(1.0, (product, s) => product * s.Value))) is not { } run ? null
            : new(FindingKind.Rebased, Finding.Text($"prices were divided by {1 / factor:0.####} for the split of {run[^1].ExDate:yyyy-MM-dd}"),
                Day.Of(run[^1].ExDate))
            {
                Factor = factor, Splits = run, Before = isStep ? upTo : int.MaxValue,
            };
    }

    /// <summary>Every run of consecutive splits, the shortest first.</summary>
    private static IEnumerable<List<CorporateAction>> Runs(List<CorporateAction> splits) =>
        from length in Enumerable.Range(1, splits.Count)
        from start in Enumerable.Range(0, splits.Count - length + 1)
        select splits.GetRange(start, length);

    private Finding Unexplained(FormattableString what, IReadOnlyList<SharedRow> oldest)
    {
        var first = pair.Fetched.FirstDay;
        var splits = actions.Splits.Where(s => Day.Of(s.ExDate) > first).ToList();
        var known = splits.Count == 0 ? "no split is known" : $"the splits known are {string.Join(", ", splits.Select(Finding.Text))}";
        return new(FindingKind.BasisMismatch, $"{Finding.Text(what)}, and {known}",
            oldest.Count == shared.Count ? first : pair.Fetched.Bars.Days[oldest[0].Fetched]);
    }

    private Finding Mismatch(List<SharedRow> differing)
    {
        var (stored, fetched, (i, j)) = (pair.Stored.Bars, pair.Fetched.Bars, differing[0]);
        return new(FindingKind.BasisMismatch, Finding.Text($"{differing.Count} of {shared.Count} stored closes differ, first {Day.Text(fetched.Days[j])}: ")
            + Finding.Text($"{stored.Close[i]} from {stored.Source[i]}, now {fetched.Close[j]} from {fetched.Source[j]}"), fetched.Days[j]);
    }

    private Finding NothingShared()
    {
        var (first, last) = (Day.Text(pair.Fetched.FirstDay), Day.Text(pair.Fetched.LastDay));
        var reason = $"no session of the response ({first} to {last}) is stored, so the price basis cannot be compared";
        return new(FindingKind.BasisMismatch, reason, pair.Fetched.FirstDay);
    }
}
