using System.Runtime.InteropServices;
using System.Text;
using Apache.Arrow;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators;

/// <summary>Kept rows of one batch of symbols, column by column, in memory reused from batch to batch.</summary>
internal sealed class FeatureRows(Catalogue catalogue, Benchmark benchmark)
{
    private readonly FeatureColumn[] columns = [.. catalogue.Columns.Select(c => new FeatureColumn(c, c.NeedsBenchmark && benchmark.IsEmpty))];
    private readonly ColumnMemory days = new(), open = new(), high = new(), low = new(), close = new(), volume = new();
    private readonly ColumnMemory symbolCodes = new(), textEnds = new(), text = new(), zeros = new(), benchmarkDays = new(), benchmarkValid = new();
    private readonly StringArray benchmarkName = ArrowColumns.Texts([benchmark.Symbol]);
    private int[] starts = [0];
    private Bars bars = Bars.Empty;
    private int first, count;

    private int Rows => starts[count];

    /// <summary>Prepares for a batch.</summary>
    /// <param name="source">Bars of the batch's symbols and possibly others.</param>
    /// <param name="firstSymbol">Index of the batch's first symbol in <paramref name="source"/>.</param>
    /// <param name="symbols">Number of symbols.</param>
    /// <param name="keep">Newest rows kept of each symbol.</param>
    public void Begin(Bars source, int firstSymbol, int symbols, int keep)
    {
        (bars, first, count) = (source, firstSymbol, symbols);
        if (starts.Length <= count) starts = new int[count + 1];
        for (var s = 0; s < count; s++) starts[s + 1] = checked(starts[s] + Math.Min(keep, Length(s)));
        foreach (var column in columns) column.Begin(Rows);
    }

    /// <summary>The kept rows of a symbol in the panel and their position in the batch.</summary>
    public KeptRows Kept(int symbol)
    {
        var (target, length) = (starts[symbol - first], Length(symbol - first));
        return new KeptRows(length - (starts[symbol - first + 1] - target), length, target);
    }

    /// <summary>Copies the kept rows of every lane of a computed column.</summary>
    public void Append(int column, Panel panel, int slot, KeptRows[] kept, int lanes) =>
        columns[column].Append(panel, slot, kept, lanes);

    /// <summary>The batch; disposing it calls <paramref name="recycle"/>.</summary>
    public RecordBatch ToArrow(Action recycle)
    {
        var rows = Rows;
        var arrays = new List<IArrowArray>(columns.Length + 9)
        {
            Symbols(rows),
            new Date32Array(Newest(days, MemoryMarshal.AsBytes(bars.Days), sizeof(int)), ArrowBuffer.Empty, rows, 0, 0),
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
        symbolCodes.Reserve(rows, sizeof(int));
        textEnds.Reserve(count + 1, sizeof(int));
        Span<int> codes = symbolCodes.Ints, ends = textEnds.Ints;
        ends[0] = 0;
        for (var s = 0; s < count; s++)
        {
            codes[starts[s]..starts[s + 1]].Fill(s);
            ends[s + 1] = ends[s] + Encoding.UTF8.GetByteCount(bars.Symbols[first + s]);
        }
        text.Reserve(ends[count], sizeof(byte));
        for (var s = 0; s < count; s++) Encoding.UTF8.GetBytes(bars.Symbols[first + s], text.Bytes[ends[s]..]);
        var names = new StringArray(count, textEnds.Buffer(count + 1, sizeof(int)), text.Buffer(ends[count], sizeof(byte)), ArrowBuffer.Empty, 0, 0);
        return Dictionary(symbolCodes, rows, names);
    }

    private DoubleArray Prices(ColumnMemory target, ReadOnlySpan<double> column) =>
        new(Newest(target, MemoryMarshal.AsBytes(column), sizeof(double)), ArrowBuffer.Empty, Rows, 0, 0);

    private DictionaryArray BenchmarkName(int rows)
    {
        if (zeros.Reserve(rows, sizeof(int))) zeros.Bytes.Clear();
        return Dictionary(zeros, rows, benchmarkName);
    }

    private static DictionaryArray Dictionary(ColumnMemory codes, int rows, StringArray values) =>
        new(ArrowColumns.Text, new Int32Array(codes.Buffer(rows, sizeof(int)), ArrowBuffer.Empty, rows, 0, 0), values);

    /// <summary>Date of the benchmark's last bar on or before each row; NULL before its first bar.</summary>
    private Date32Array BenchmarkDates(int rows)
    {
        benchmarkDays.Reserve(rows, sizeof(int));
        benchmarkValid.ReserveBits(rows);
        Span<int> result = benchmarkDays.Ints, rowDays = days.Ints;
        var valid = benchmarkValid.Bytes;
        var nulls = 0;
        for (var s = 0; s < count; s++)
        {
            var (from, end) = (starts[s], starts[s + 1]);
            var before = benchmark.LastSessionsAt(rowDays[from..end], result[from..end]);
            for (var i = from; i < from + before; i++) valid[i >> 3] &= (byte)~(1 << (i & 7));
            nulls += before;
        }
        return new Date32Array(benchmarkDays.Buffer(rows, sizeof(int)), benchmarkValid.BitBuffer(rows), rows, nulls, 0);
    }

    /// <summary>The kept rows of a bar field whose values have <paramref name="size"/> bytes.</summary>
    private ArrowBuffer Newest(ColumnMemory target, ReadOnlySpan<byte> column, int size)
    {
        target.Reserve(Rows, size);
        for (var s = 0; s < count; s++)
        {
            var (end, kept) = (bars.Starts[first + s + 1], starts[s + 1] - starts[s]);
            column.Slice((end - kept) * size, kept * size).CopyTo(target.Bytes[(starts[s] * size)..]);
        }
        return target.Buffer(Rows, size);
    }
}

/// <summary>Rows of one panel lane that are kept, and their position in the batch.</summary>
/// <param name="First">First kept row of the panel.</param>
/// <param name="End">One past the last kept row: the symbol's length.</param>
/// <param name="Target">Batch row of the first kept row.</param>
internal readonly record struct KeptRows(int First, int End, int Target);

/// <summary>A batch of features that returns its memory to the engine when disposed; it must not be read afterwards.</summary>
internal sealed class FeatureBatch(Schema schema, IEnumerable<IArrowArray> columns, int length, Action recycle) : RecordBatch(schema, columns, length)
{
    private Action? recycle = recycle;

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        Interlocked.Exchange(ref recycle, null)?.Invoke();
    }
}
