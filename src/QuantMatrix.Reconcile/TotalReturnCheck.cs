using QuantMatrix.Model;

namespace QuantMatrix.Reconcile;

/// <summary>Compares the total-return closes that a provider states with those computed from closes and known actions.</summary>
/// <remarks>Both are compared on the level of the newest session: a series that ends before a dividend differs from a longer one by one factor.</remarks>
internal static class TotalReturnCheck
{
    /// <param name="limit">Largest relative distance that is not reported.</param>
    /// <returns>Null when the provider states none, or all agree.</returns>
    public static ReturnGap? Find(BarSeries series, KnownActions actions, double limit)
    {
        if (double.IsInfinity(limit) || !series.Bars.HasAdjCloses) return null;
        var stated = series.Bars.AdjClose[series.Start..series.End];
        var newest = stated.LastIndexOfAnyExcept(double.NaN);
        if (newest < 1) return null;
        var computed = TotalReturn.Closes(CloseSeries.Of(series.Bars, series.Index), [.. actions.All, .. actions.Adjustments]);
        var (level, first, count) = (stated[newest] / computed[newest], -1, 0);
        for (var i = newest - 1; i >= 0; i--)
            if (Math.Abs(stated[i] / (computed[i] * level) - 1) > limit) (first, count) = (i, count + 1);
        var row = series.Start + first;
        return count == 0 ? null : new(series.Symbol, series.Bars.Days[row], count, stated[first], computed[first] * level, series.Bars.Source[row]);
    }
}
