using QuantMatrix.Model;

namespace QuantMatrix.Bench;

/// <summary>The bars of one symbol as TA-Lib takes them: an array of doubles a field.</summary>
internal sealed record SymbolSeries(double[] High, double[] Low, double[] Close, double[] Volume)
{
    public int Last => Close.Length - 1;

    public static IEnumerable<SymbolSeries> Of(Bars bars) => Enumerable.Range(0, bars.Symbols.Count).Select(s =>
    {
        var rows = bars.RowsOf(s);
        return new SymbolSeries(bars.High[rows].ToArray(), bars.Low[rows].ToArray(), bars.Close[rows].ToArray(), [.. bars.Volume[rows].ToArray().Select(v => (double)v)]);
    });
}
