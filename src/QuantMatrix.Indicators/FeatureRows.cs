using System.Runtime.InteropServices;
using System.Text;
using Apache.Arrow;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators;

/// <summary>The rows kept of one batch of symbols, column by column, and the memory they stand in, which serves batch after batch.</summary>
internal sealed class FeatureRows(Catalogue catalogue, Benchmark benchmark)
{
    private readonly FeatureColumn[] columns = [.. catalogue.Columns.Select(c => new FeatureColumn(c))];
    private readonly ColumnMemory days = new(), open = new(), high = new(), low = new(), close = new(), volume = new();
    private readonly ColumnMemory codes = new(), letters = new(), text = new(), zeros = new(), benchmarkDays = new(), benchmarkValid = new();
    private readonly StringArray benchmarkName = ArrowColumns.Texts([benchmark.Symbol]);
    private int[] starts = [0];
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
        if (starts.Length <= count) starts = new int[count + 1];
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
    public void Take(int column, Panel panel, int slot, KeptRows[] kept, int lanes) => columns[column].Take(panel, slot, kept, lanes);

    /// <summary>The batch; <paramref name="recycle"/> is called when it is disposed.</summary>
    public RecordBatch ToArrow(Action recycle)
    {
        var rows = Rows;
        var arrays = new List<IArrowArray>(columns.Length + 9)
        {
            Symbols(rows), new Date32Array(Newest(days, MemoryMarshal.AsBytes(bars.Days), sizeof(int)), ArrowBuffer.Empty, rows, 0, 0),
            Prices(open, bars.Open), Prices(high, bars.High), Prices(low, bars.Low), Prices(close, bars.Close),
            new Int64Array(Newest(volume, MemoryMarshal.AsBytes(bars.Volume), sizeof(long)), ArrowBuffer.Empty, rows, 0, 0),
            BenchmarkName(rows), BenchmarkDates(rows),
        };
        foreach (var column in columns) arrays.Add(column.ToArrow(rows));
        bars = Bars.Empty;
        return new FeatureBatch(catalogue.FeatureSchema, arrays, rows, recycle);
    }

    private int Length(int symbol) => bars.Starts[first + symbol + 1] - bars.Starts[first + symbol];

    private DictionaryArray Symbols(int rows)
    {
        codes.Reserve(rows, sizeof(int));
        letters.Reserve(count + 1, sizeof(int));
        Span<int> places = codes.Ints, ends = letters.Ints;
        ends[0] = 0;
        for (var s = 0; s < count; s++)
        {
            places[starts[s]..starts[s + 1]].Fill(s);
            ends[s + 1] = ends[s] + Encoding.UTF8.GetByteCount(bars.Symbols[first + s]);
        }
        text.Reserve(ends[count], sizeof(byte));
        for (var s = 0; s < count; s++) Encoding.UTF8.GetBytes(bars.Symbols[first + s], text.Bytes[ends[s]..]);
        return Dictionary(codes, rows, new StringArray(count, letters.Buffer(count + 1, sizeof(int)), text.Buffer(ends[count], sizeof(byte)), ArrowBuffer.Empty, 0, 0));
    }

    private DoubleArray Prices(ColumnMemory to, ReadOnlySpan<double> column) => 
        new(Newest(to, MemoryMarshal.AsBytes(column), sizeof(double)), ArrowBuffer.Empty, Rows, 0, 0);

    private DictionaryArray BenchmarkName(int rows)
    {
        if (zeros.Reserve(rows, sizeof(int))) zeros.Bytes.Clear();
        return Dictionary(zeros, rows, benchmarkName);
    }

    private static DictionaryArray Dictionary(ColumnMemory codes, int rows, StringArray words) =>
        new(ArrowColumns.Text, new Int32Array(codes.Buffer(rows, sizeof(int)), ArrowBuffer.Empty, rows, 0, 0), words);

    /// <summary>The newest bar of the benchmark that a row could use; NULL before its first.</summary>
    private Date32Array BenchmarkDates(int rows)
    {
        benchmarkDays.Reserve(rows, sizeof(int));
        benchmarkValid.ReserveBits(rows);
        Span<int> to = benchmarkDays.Ints, at = days.Ints;
        var valid = benchmarkValid.Bytes;
        var nulls = 0;
        for (var s = 0; s < count; s++)
        {
            var (from, end) = (starts[s], starts[s + 1]);
            var before = benchmark.NewestAt(at[from..end], to[from..end]);
            for (var i = from; i < from + before; i++) valid[i >> 3] &= (byte)~(1 << (i & 7));
            nulls += before;
        }
        return new Date32Array(benchmarkDays.Buffer(rows, sizeof(int)), benchmarkValid.BitBuffer(rows), rows, nulls, 0);
    }

    /// <summary>The rows kept of a bar's field, whose values have so many bytes.</summary>
    private ArrowBuffer Newest(ColumnMemory to, ReadOnlySpan<byte> column, int size)
    {
        to.Reserve(Rows, size);
        for (var s = 0; s < count; s++)
        {
            var (end, kept) = (bars.Starts[first + s + 1], starts[s + 1] - starts[s]);
            column.Slice((end - kept) * size, kept * size).CopyTo(to.Bytes[(starts[s] * size)..]);
        }
        return to.Buffer(Rows, size);
    }
}
