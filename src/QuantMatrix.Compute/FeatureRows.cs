using System.Text;
using Apache.Arrow;
using CommunityToolkit.HighPerformance;

namespace QuantMatrix.Compute;

/// <summary>The rows kept of one batch of symbols, column by column, and the memory they stand in, which serves batch after batch.</summary>
internal sealed class FeatureRows(Catalogue catalogue, Benchmark benchmark)
{
    private readonly FeatureColumn[] columns = [.. catalogue.Columns.Select(c => new FeatureColumn(c))];
    private readonly double[][] prices = [[], [], [], []];
    private readonly StringArray benchmarkName = ArrowColumns.Texts([benchmark.Symbol]);
    private long[] volume = [];
    private int[] days = [], codes = [], benchmarkDays = [], zeros = [], letters = [], starts = [0];
    private byte[] text = [], benchmarkValid = [];
    private Bars bars = Bars.Empty;
    private int first, count;

    private int Rows => starts[count];

    /// <summary>Makes room for a batch.</summary>
    /// <param name="firstSymbol">Place of the batch's first symbol in <paramref name="from"/>.</param>
    /// <param name="symbols">Symbols of the batch.</param>
    /// <param name="keep">Newest rows kept of each.</param>
    public void Begin(Bars from, int firstSymbol, int symbols, int keep)
    {
        (bars, first, count) = (from, firstSymbol, symbols);
        FeatureColumn.Reserve(ref starts, count + 1);
        starts[0] = 0;
        for (var s = 0; s < count; s++) starts[s + 1] = checked(starts[s] + Math.Min(keep, Length(s)));
        foreach (var column in columns) column.Begin(Rows);
    }

    /// <summary>Where the newest rows of a symbol stand in its panel and in the batch.</summary>
    public KeptRows Kept(int symbol)
    {
        var (to, length) = (starts[symbol - first], Length(symbol - first));
        return new KeptRows(length - (starts[symbol - first + 1] - to), length, to);
    }

    /// <summary>Takes the rows kept of every lane of a computed column.</summary>
    public void Take(int column, Panel panel, int slot, ReadOnlySpan<KeptRows> lanes) => columns[column].Take(panel, slot, lanes);

    /// <summary>The batch; <paramref name="recycle"/> is called when it is disposed.</summary>
    public RecordBatch ToArrow(Action recycle)
    {
        var rows = Rows;
        var arrays = new List<IArrowArray>(columns.Length + 9)
        {
            Symbols(rows), ArrowColumns.Dates(Newest(ref days, bars.Days)),
            Prices(0, bars.Open), Prices(1, bars.High), Prices(2, bars.Low), Prices(3, bars.Close),
            ArrowColumns.Longs(Newest(ref volume, bars.Volume)),
            BenchmarkName(rows), BenchmarkDates(rows),
        };
        foreach (var column in columns) arrays.Add(column.ToArrow(rows));
        bars = Bars.Empty;
        return new FeatureBatch(catalogue.FeatureSchema, arrays, rows, recycle);
    }

    private int Length(int symbol) => bars.Starts[first + symbol + 1] - bars.Starts[first + symbol];

    private DictionaryArray Symbols(int rows)
    {
        FeatureColumn.Reserve(ref codes, rows);
        FeatureColumn.Reserve(ref letters, count + 1);
        letters[0] = 0;
        for (var s = 0; s < count; s++)
        {
            codes.AsSpan(starts[s]..starts[s + 1]).Fill(s);
            letters[s + 1] = letters[s] + Encoding.UTF8.GetByteCount(bars.Symbols[first + s]);
        }
        FeatureColumn.Reserve(ref text, letters[count]);
        for (var s = 0; s < count; s++) Encoding.UTF8.GetBytes(bars.Symbols[first + s], text.AsSpan(letters[s]));
        var names = new StringArray(count, new ArrowBuffer(letters.AsMemory(0, count + 1).AsBytes()), new ArrowBuffer(text.AsMemory(0, letters[count])), ArrowBuffer.Empty, 0, 0);
        return ArrowColumns.Dictionary(codes.AsMemory(0, rows), names);
    }

    private DoubleArray Prices(int field, ReadOnlySpan<double> column) =>
        new(new ArrowBuffer(Newest(ref prices[field], column).AsBytes()), ArrowBuffer.Empty, Rows, 0, 0);

    private DictionaryArray BenchmarkName(int rows)
    {
        FeatureColumn.Reserve(ref zeros, rows);
        zeros.AsSpan(0, rows).Clear();
        return ArrowColumns.Dictionary(zeros.AsMemory(0, rows), benchmarkName);
    }

    /// <summary>The newest bar of the benchmark that a row could use; NULL before its first.</summary>
    private Date32Array BenchmarkDates(int rows)
    {
        FeatureColumn.Reserve(ref benchmarkDays, rows);
        FeatureColumn.Reserve(ref benchmarkValid, (rows + 7) / 8);
        benchmarkValid.AsSpan().Fill(0xFF);
        var nulls = 0;
        for (var s = 0; s < count; s++)
        {
            var (from, to) = (starts[s], starts[s + 1]);
            var before = benchmark.NewestAt(days.AsSpan(from..to), benchmarkDays.AsSpan(from..to));
            for (var i = from; i < from + before; i++) benchmarkValid[i >> 3] &= (byte)~(1 << (i & 7));
            nulls += before;
        }
        return new Date32Array(new ArrowBuffer(benchmarkDays.AsMemory(0, rows).AsBytes()), new ArrowBuffer(benchmarkValid.AsMemory(0, (rows + 7) / 8)), rows, nulls, 0);
    }

    private Memory<T> Newest<T>(ref T[] to, ReadOnlySpan<T> column)
    {
        FeatureColumn.Reserve(ref to, Rows);
        for (var s = 0; s < count; s++)
        {
            var kept = Kept(first + s);
            column[bars.RowsOf(first + s)][kept.First..].CopyTo(to.AsSpan(kept.To));
        }
        return to.AsMemory(0, Rows);
    }
}
