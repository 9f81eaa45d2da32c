using QuantMatrix.Model;

namespace QuantMatrix.Reconcile;

/// <summary>Puts fetched 5-minute bars on the basis as traded, on which they are stored.</summary>
/// <remarks>
/// Providers divide older bars by the ratio of a split some time after its ex-date. So each session before a split is compared with its daily close: it
/// is on today's basis or as traded, whichever is nearer. Without a daily bar it is on the basis that the provider documents.
/// </remarks>
/// <param name="isSplitAdjusted">Whether the source documents bars on today's basis.</param>
public sealed class IntradayBasis(SplitFactors factors, bool isSplitAdjusted)
{
    /// <param name="series">One symbol's bars, sorted.</param>
    /// <param name="dailyClose">The daily close of a session on today's basis, by days since 1970-01-01; null without one.</param>
    public IntradaySeries AsTraded(IntradaySeries series, Func<int, double?> dailyClose)
    {
        if (series.Bars.Count == 0 || factors.Of(series.Symbol, series.Bars[0].Day) == 1) return series;
        var bars = new List<IntradayBar>(series.Bars.Count);
        foreach (var session in series.Bars.GroupBy(b => b.Day))
        {
            var factor = factors.Of(series.Symbol, session.Key);
            var isAdjusted = dailyClose(session.Key) is { } close ? IsNearer(session.Last().Close, close, close * factor) : isSplitAdjusted;
            bars.AddRange(session.Select(bar => bar.Scaled(isAdjusted ? factor : 1)));
        }
        return series with { Bars = bars };
    }

    /// <summary>Whether a price is nearer to the first of two in proportion.</summary>
    private static bool IsNearer(double price, double first, double second) => price * price < first * second == first < second;
}
