using QuantMatrix.Model;

namespace QuantMatrix.MarketData;

/// <summary>Restates raw bars on the newest basis: each price is divided by the ratio of every later split.</summary>
internal static class SplitBasis
{
    /// <param name="raw">Bars of one symbol as traded; their total-return closes are already on the newest basis.</param>
    /// <param name="actions">Splits in any order; other actions are ignored.</param>
    /// <param name="withVolume">Whether volumes are as traded, too.</param>
    public static Bars Adjust(Bars raw, IReadOnlyList<CorporateAction> actions, bool withVolume)
    {
        if (!actions.Any(a => a.Kind == ActionKind.Split)) return raw;
        var builder = new BarsBuilder(raw.Count);
        for (var i = 0; i < raw.Count; i++)
        {
            var ratio = RatioAfter(actions, Day.Date(raw.Days[i]));
            builder.Add(raw.Symbols[0], Restated(raw, i, ratio, withVolume ? ratio : 1), raw.Source[i]);
        }
        return builder.Build();
    }

    /// <summary>New shares for one share held before the splits with an ex-date after <paramref name="date"/>.</summary>
    public static double RatioAfter(IEnumerable<CorporateAction> actions, DateOnly date) =>
        actions.Where(a => a.Kind == ActionKind.Split && a.ExDate > date).Aggregate(1.0, (ratio, split) => ratio * split.Value);

    /// <summary>One bar with its prices divided by a ratio; its total-return close is already on the newest basis.</summary>
    /// <param name="volumeRatio">New shares for one old one; 1 for a volume that is already on the newest basis.</param>
    public static Bar Restated(Bars bars, int row, double ratio, double volumeRatio) => new(
        bars.Days[row], bars.Open[row] / ratio, bars.High[row] / ratio, bars.Low[row] / ratio, bars.Close[row] / ratio,
        bars.AdjClose[row], Shares(bars.Volume[row], volumeRatio));

    /// <summary>Rounded half to even; a volume beyond 64 bits is limited to the largest.</summary>
    private static long Shares(long volume, double ratio) =>
        ratio.Equals(1) ? volume : (long)Math.Min(Math.Round(volume * ratio, MidpointRounding.ToEven), long.MaxValue);
}
