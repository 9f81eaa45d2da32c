using QuantMatrix.Model;

namespace QuantMatrix.Reconcile;

/// <summary>Compares the price basis of fetched and stored closes: the same, another one that a split explains, or an unexplained one.</summary>
internal static class BasisCheck
{
    /// <summary>Corrections affect single bars: with more than one differing session in three, the series do not match.</summary>
    private const int SharedPerCorrection = 3;

    /// <returns>Null when the series are on one basis.</returns>
    public static Finding? Find(SeriesPair pair, IReadOnlyList<CorporateAction> actions)
    {
        if (pair.Stored.IsEmpty) return null;
        var shared = pair.SharedRows();
        if (shared.Count == 0) return NothingShared(pair);
        var differing = shared.Where(s => !SameClose(pair, s)).ToList();
        if (differing.Count == 0) return Readjustment(pair, shared);
        if (OneFactor(pair, shared) is { } factor) return Explained(factor, pair.Fetched, actions);
        return differing.Count > Math.Max(1, shared.Count / SharedPerCorrection) ? Mismatch(pair, shared.Count, differing)
            : Readjustment(pair, shared.Except(differing));
    }

    private static bool SameClose(SeriesPair pair, (int Stored, int Fetched) rows) => Tolerance.SamePrice(
        pair.Stored.Bars.Close[rows.Stored], pair.Fetched.Bars.Close[rows.Fetched], SameSource(pair, rows) ? Precision.SameProvider : Precision.OtherProvider);

    private static bool SameSource(SeriesPair pair, (int Stored, int Fetched) rows) =>
        pair.Stored.Bars.Source[rows.Stored] == pair.Fetched.Bars.Source[rows.Fetched];

    /// <summary>Ratio of new to old closes if it is uniform over the shared sessions and not 1.</summary>
    private static double? OneFactor(SeriesPair pair, List<(int Stored, int Fetched)> shared)
    {
        var factors = shared.Select(s => pair.Fetched.Bars.Close[s.Fetched] / pair.Stored.Bars.Close[s.Stored]).Order().ToList();
        var median = factors[factors.Count / 2];
        return !Tolerance.SameBasis(median) && Tolerance.OneFactor(factors[0], factors[^1]) ? median : null;
    }

    /// <summary>One split may explain the factor, or all of them together.</summary>
    private static Finding Explained(double factor, BarSeries fetched, IReadOnlyList<CorporateAction> actions)
    {
        var splits = actions.Where(a => a.Kind == ActionKind.Split && Day.Of(a.ExDate) > fetched.FirstDay).ToList();
        var match = splits.FirstOrDefault(s => Tolerance.IsSplit(factor, s.Value));
        if (match is null && splits.Count > 0 && Tolerance.IsSplit(factor, Product(splits))) match = splits[^1];
        if (match is not null) return Rebased(factor, match);
        var known = splits.Count == 0 ? "no split is known" : $"the splits known are {string.Join(", ", splits.Select(Finding.Text))}";
        return new(FindingKind.BasisMismatch, Finding.Text($"every stored close differs by the factor {factor:0.####}, and {known}"), fetched.FirstDay);
    }

    private static double Product(IEnumerable<CorporateAction> splits) => splits.Aggregate(1.0, (product, split) => product * split.Value);

    private static Finding Rebased(double factor, CorporateAction split) =>
        new(FindingKind.Rebased, Finding.Text($"prices were divided by {1 / factor:0.####} for the split of {split.ExDate:yyyy-MM-dd}"), Day.Of(split.ExDate))
        {
            Factor = factor,
        };

    private static Finding Mismatch(SeriesPair pair, int shared, List<(int Stored, int Fetched)> differing)
    {
        var (stored, fetched, (i, j)) = (pair.Stored.Bars, pair.Fetched.Bars, differing[0]);
        return new(FindingKind.BasisMismatch, Finding.Text($"{differing.Count} of {shared} stored closes differ, first {Day.Text(fetched.Days[j])}: ")
            + Finding.Text($"{stored.Close[i]} from {stored.Source[i]}, now {fetched.Close[j]} from {fetched.Source[j]}"), fetched.Days[j]);
    }

    private static Finding NothingShared(SeriesPair pair)
    {
        var (first, last) = (Day.Text(pair.Fetched.FirstDay), Day.Text(pair.Fetched.LastDay));
        var reason = $"no session of the answer ({first} to {last}) is stored, so the price basis cannot be compared";
        return new(FindingKind.BasisMismatch, reason, pair.Fetched.FirstDay);
    }

    private static Finding? Readjustment(SeriesPair pair, IEnumerable<(int Stored, int Fetched)> agreeing)
    {
        foreach (var (i, j) in agreeing)
        {
            var (old, now, day) = (pair.Stored.Bars.AdjClose[i], pair.Fetched.Bars.AdjClose[j], pair.Fetched.Bars.Days[j]);
            if (SameSource(pair, (i, j)) && !Tolerance.SameAdjClose(old, now))
                return new(FindingKind.Readjusted, Finding.Text($"{BarField.AdjClose} of {Day.Text(day)} is {now}, was {old}"), day);
        }
        return null;
    }
}
