using System.Globalization;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Replay;

/// <summary>A split that a row of a file states.</summary>
/// <param name="Day">The first session on the new basis.</param>
/// <param name="Factor">New shares for one old share.</param>
/// <param name="Column">The name of the column.</param>
internal sealed record StatedSplit(int Day, double Factor, string Column);

/// <summary>Adjusts prices and volumes before a split that a file states, when the prices contain it.</summary>
/// <remarks>
/// Alpha Vantage and Tiingo state splits beside unadjusted prices, Yahoo beside adjusted ones. The prices decide: those that jump by the factor from the close
/// before to the open of the split are adjusted. A factor too small to be seen follows the largest one, else the name of the column.
/// Without stated splits, an adjusted close that moves by a split less than the close states one (EODHD; its volumes are adjusted already).
/// </remarks>
internal static class SplitAdjustment
{
    private const double Visible = 0.2, Tolerance = 0.005;
    private const string AdjustedColumn = "stocksplits";
    private static readonly double[] Ratios = [1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 10, 12, 15, 16, 20, 25, 30, 40, 50, 100];

    /// <summary>The bars on the newest basis, and the splits applied as text.</summary>
    public static (Bars Bars, IReadOnlyList<string> Splits) Apply(Bars bars, IEnumerable<KeyValuePair<string, StatedSplit>> stated)
    {
        var bySymbol = stated.ToLookup(s => s.Key, s => s.Value, StringComparer.Ordinal);
        var applied = new Dictionary<int, List<AppliedSplit>>();
        for (var s = 0; s < bars.Symbols.Count; s++)
        {
            var series = new Series(bars, s);
            var splits = bySymbol.Contains(bars.Symbols[s]) ? InPrices(series, bySymbol[bars.Symbols[s]]) : Implied(series);
            if (splits.Count > 0) applied.Add(s, splits);
        }
        return applied.Count == 0 ? (bars, []) : (Adjusted(bars, applied), [.. applied.SelectMany(a => a.Value.Select(s => Text(bars, a.Key, s)))]);
    }

    private static List<AppliedSplit> InPrices(Series series, IEnumerable<StatedSplit> stated)
    {
        var splits = stated.DistinctBy(s => s.Day)
            .Select(s => (Stated: s, Row: series.RowAtOrAfter(s.Day))).Where(s => s.Row > series.First && s.Row < series.End).ToList();
        if (splits.Count == 0) return [];
        var largest = splits.MaxBy(s => Math.Abs(Math.Log(s.Stated.Factor)));
        var unadjusted = IsVisible(largest.Stated.Factor) ? series.Jumps(largest.Row, largest.Stated.Factor)
            : ColumnNames.Normalize(largest.Stated.Column) != AdjustedColumn;
        return [.. splits.Where(s => IsVisible(s.Stated.Factor) ? series.Jumps(s.Row, s.Stated.Factor) : unadjusted)
            .Select(s => new AppliedSplit(s.Row, s.Stated.Factor, AdjustsVolume: true))];
    }

    private static List<AppliedSplit> Implied(Series series)
    {
        var splits = new List<AppliedSplit>();
        if (!series.HasAdjustedCloses) return splits;
        for (var row = series.First + 1; row < series.End; row++)
            if (series.BasisChange(row) is var change && IsVisible(change) && Ratio(change) is { } factor && series.Jumps(row, factor))
                splits.Add(new(row, factor, AdjustsVolume: false));
        return splits;
    }

    private static bool IsVisible(double factor) => Math.Abs(Math.Log(factor)) > Visible;

    private static double? Ratio(double change)
    {
        var size = change > 1 ? change : 1 / change;
        var at = Array.FindIndex(Ratios, r => Math.Abs(size / r - 1) <= Tolerance);
        return at < 0 ? null : change > 1 ? Ratios[at] : 1 / Ratios[at];
    }

    private static Bars Adjusted(Bars bars, Dictionary<int, List<AppliedSplit>> applied)
    {
        var adjusted = new BarsBuilder(bars.Count);
        for (var s = 0; s < bars.Symbols.Count; s++)
            if (applied.TryGetValue(s, out var splits)) AddAdjusted(adjusted, bars, s, splits);
            else adjusted.Add(bars, s, bars.RowsOf(s));
        return adjusted.Build();
    }

    private static void AddAdjusted(BarsBuilder adjusted, Bars bars, int symbol, List<AppliedSplit> splits)
    {
        for (var row = bars.Starts[symbol]; row < bars.Starts[symbol + 1]; row++)
        {
            var (price, volume) = (1.0, 1.0);
            foreach (var split in splits.Where(s => row < s.Row))
                (price, volume) = (price * split.Factor, split.AdjustsVolume ? volume * split.Factor : volume);
            adjusted.Add(bars.Symbols[symbol], SplitBasis.Restated(bars, row, price, volume), bars.Source[row]);
        }
    }

    /// <summary>Such as <c>AAPL 4:1 on 2020-08-31</c>.</summary>
    private static string Text(Bars bars, int symbol, AppliedSplit split)
    {
        const int largestDenominator = 50;
        var old = Enumerable.Range(1, largestDenominator).FirstOrDefault(d => Math.Abs(split.Factor * d - Math.Round(split.Factor * d)) < 1e-6, 1);
        var ratio = string.Create(CultureInfo.InvariantCulture, $"{Math.Round(split.Factor * old, 4)}:{old}");
        return $"{bars.Symbols[symbol]} {ratio} on {Day.Text(bars.Days[split.Row])}";
    }

    /// <param name="Row">The first row on the new basis.</param>
    private sealed record AppliedSplit(int Row, double Factor, bool AdjustsVolume);

    /// <summary>The rows of one symbol.</summary>
    private readonly struct Series(Bars bars, int symbol)
    {
        public int First => bars.Starts[symbol];

        public int End => bars.Starts[symbol + 1];

        public bool HasAdjustedCloses => bars.AdjClose[First..End].ContainsAnyExcept(double.NaN);

        public int RowAtOrAfter(int day)
        {
            var at = bars.Days[First..End].BinarySearch(day);
            return First + (at < 0 ? ~at : at);
        }

        /// <summary>Whether the open is nearer to the close before divided by the factor than to that close.</summary>
        public bool Jumps(int row, double factor)
        {
            var jump = Math.Log(bars.Open[row] / bars.Close[row - 1]);
            return Math.Abs(jump + Math.Log(factor)) < Math.Abs(jump);
        }

        /// <summary>How much more the adjusted close moves than the close: 4 at a split of 4:1; 1 without adjusted closes.</summary>
        public double BasisChange(int row)
        {
            var change = bars.AdjClose[row] / bars.Close[row] / (bars.AdjClose[row - 1] / bars.Close[row - 1]);
            return double.IsFinite(change) && change > 0 ? change : 1;
        }
    }
}
