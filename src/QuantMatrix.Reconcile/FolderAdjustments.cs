using QuantMatrix.Model;

namespace QuantMatrix.Reconcile;

/// <summary>Turns the total-return closes of a folder into adjustments of the symbol.</summary>
internal static class FolderAdjustments
{
    /// <summary>The adjustments to record: those of sessions that the folder does not cover stay, and what recorded dividends explain needs none.</summary>
    /// <returns>Null when they are recorded already.</returns>
    public static IReadOnlyList<CorporateAction>? Find(SeriesPair pair, KnownActions actions, string source)
    {
        var (series, recorded) = (pair.Fetched, actions.Adjustments);
        var last = !pair.Stored.IsEmpty && pair.Stored.LastDay > series.LastDay ? series.LastDay : int.MaxValue;
        var kept = recorded.Where(a => Day.Of(a.ExDate) is var day && (day <= series.FirstDay || day > last)).ToList();
        var found = !series.Bars.HasAdjCloses ? [] : TotalReturn.Adjustments(
            CloseSeries.Of(series.Bars, series.Index), series.Bars.AdjClose[series.Start..series.End], [.. actions.All, .. kept], source);
        CorporateAction[] adjustments = [.. kept.Concat(found).OrderBy(a => a.ExDate)];
        return adjustments.SequenceEqual(recorded) ? null : adjustments;
    }
}
