using Apache.Arrow;

namespace QuantMatrix.Compute;

/// <summary>The rows kept of one batch of symbols, column by column, until they become an Arrow batch.</summary>
internal sealed class FeatureRows
{
    private readonly Catalogue catalogue;
    private readonly Bars bars;
    private readonly int first;
    private readonly int[] starts;
    private readonly double[][] columns;

    /// <param name="first">Place of the batch's first symbol in <paramref name="bars"/>.</param>
    /// <param name="count">Symbols of the batch.</param>
    public FeatureRows(Catalogue catalogue, Bars bars, int first, int count, int keep)
    {
        (this.catalogue, this.bars, this.first) = (catalogue, bars, first);
        starts = new int[count + 1];
        for (var s = 0; s < count; s++) starts[s + 1] = starts[s] + Math.Min(keep, bars.Starts[first + s + 1] - bars.Starts[first + s]);
        columns = [.. catalogue.Columns.Select(_ => new double[starts[^1]])];
    }

    /// <summary>Rows kept of a symbol: always its newest ones.</summary>
    public int Kept(int symbol) => starts[symbol - first + 1] - starts[symbol - first];

    /// <summary>Takes the newest rows of one lane of a computed column.</summary>
    public void Take(int column, int symbol, ReadOnlySpan<double> flat, int lane, int length)
    {
        var kept = columns[column].AsSpan(starts[symbol - first], Kept(symbol));
        var at = (length - kept.Length) * Panel.Lanes + lane;
        for (var i = 0; i < kept.Length; i++, at += Panel.Lanes) kept[i] = flat[at];
    }

    public RecordBatch ToArrow()
    {
        var arrays = new List<IArrowArray>
        {
            SymbolColumn(), ArrowColumns.Dates(Newest(bars.Days)),
            ArrowColumns.Doubles(Newest(bars.Open)), ArrowColumns.Doubles(Newest(bars.High)), ArrowColumns.Doubles(Newest(bars.Low)),
            ArrowColumns.Doubles(Newest(bars.Close)), ArrowColumns.Longs(Newest(bars.Volume)),
        };
        for (var c = 0; c < columns.Length; c++) arrays.Add(FeatureColumn.Of(catalogue.Columns[c], columns[c]));
        return new RecordBatch(catalogue.FeatureSchema, arrays, starts[^1]);
    }

    private DictionaryArray SymbolColumn()
    {
        var codes = new int[starts[^1]];
        for (var s = 0; s < starts.Length - 1; s++) codes.AsSpan(starts[s]..starts[s + 1]).Fill(s);
        return ArrowColumns.Dictionary(codes, bars.Symbols.Skip(first).Take(starts.Length - 1));
    }

    private T[] Newest<T>(ReadOnlySpan<T> column)
    {
        var kept = new T[starts[^1]];
        for (var s = 0; s < starts.Length - 1; s++) column[bars.RowsOf(first + s)][^Kept(first + s)..].CopyTo(kept.AsSpan(starts[s]));
        return kept;
    }
}
