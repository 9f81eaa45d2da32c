using QuantMatrix.Model;

namespace QuantMatrix.Reconcile;

/// <summary>Which rows of a fetched series are to be stored.</summary>
public static class SeriesDelta
{
    /// <summary>New sessions, and stored ones that this source corrects. A bar that two sources tell alike stays as it is stored.</summary>
    public static void Add(BarsBuilder to, SymbolSeries stored, SymbolSeries given)
    {
        if (stored.Count == 0)
        {
            given.AddTo(to, given.Start..given.End);
            return;
        }
        for (var j = given.Start; j < given.End; j++)
        {
            var i = stored.RowOf(given.Bars.Days[j]);
            if (i < 0) given.AddTo(to, j..(j + 1));
            else if (!Tolerance.SameBar(stored.Bars, i, given.Bars, j)) to.Add(given.Symbol, Corrected(stored.Bars, i, given.Bars, j), given.Bars.Source[j]);
        }
    }

    /// <summary>The whole series in place of the stored one. A session the source leaves out is brought to the new basis, and loses a total-return close that no longer fits.</summary>
    /// <param name="factor">New over old price.</param>
    public static void AddAll(BarsBuilder to, SymbolSeries stored, SymbolSeries given, double factor)
    {
        given.AddTo(to, given.Start..given.End);
        for (var i = stored.Start; i < stored.End; i++)
            if (given.RowOf(stored.Bars.Days[i]) < 0) to.Add(stored.Symbol, Brought(stored.Bars, i, factor), stored.Bars.Source[i]);
    }

    private static Bar Brought(Bars stored, int i, double factor) => new(stored.Days[i], stored.Open[i] * factor, stored.High[i] * factor,
        stored.Low[i] * factor, stored.Close[i] * factor, double.NaN, (long)Math.Round(stored.Volume[i] / factor));

    /// <summary>A source without a total-return close does not take a stored one away.</summary>
    private static Bar Corrected(Bars stored, int i, Bars given, int j) => new(given.Days[j], given.Open[j], given.High[j], given.Low[j], given.Close[j],
        double.IsNaN(given.AdjClose[j]) ? stored.AdjClose[i] : given.AdjClose[j], given.Volume[j]);
}
