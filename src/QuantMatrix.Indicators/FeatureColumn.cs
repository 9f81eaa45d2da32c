using Apache.Arrow;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators;

/// <summary>Output buffer of one published column: kept rows are copied from the panel symbol by symbol, and non-finite values become NULL.</summary>
/// <remarks>The memory is reused from batch to batch.</remarks>
/// <param name="column">The column.</param>
/// <param name="isMissing">No row has a value, whatever is computed: the benchmark that it needs has no bars.</param>
internal sealed class FeatureColumn(Column column, bool isMissing)
{
    private readonly StringArray? labels = column.Labels.Count == 0 ? null : ArrowColumns.Texts(column.Labels);
    private readonly ColumnMemory values = new(), valid = new(), integers = new(), flags = new();
    private int nulls;

    /// <summary>Prepares for a batch of <paramref name="rows"/> rows.</summary>
    public void Begin(int rows)
    {
        values.Reserve(rows, sizeof(double));
        valid.ReserveBits(rows);
        nulls = 0;
        if (isMissing && rows > 0) SetNulls(0, rows);
    }

    /// <summary>Copies the kept rows of every lane of a computed column.</summary>
    public void Append(Panel panel, int slot, KeptRows[] kept, int lanes)
    {
        if (isMissing) return;
        var (from, to) = AppendTiles(panel, slot, kept, lanes);
        var flat = panel.Flat(slot);
        for (var lane = 0; lane < lanes; lane++)
        {
            AppendLane(flat, lane, kept[lane].First, Math.Min(from, kept[lane].End), kept[lane]);
            AppendLane(flat, lane, Math.Max(to, kept[lane].First), kept[lane].End, kept[lane]);
        }
    }

    public IArrowArray ToArrow(int rows) => column.Unit switch
    {
        Unit.Count => new Int32Array(Integers(rows), Valid(rows), rows, nulls, 0),
        Unit.Flag => new BooleanArray(Flags(rows), Valid(rows), rows, nulls, 0),
        Unit.Label when !isMissing => new DictionaryArray(ArrowColumns.Text, new Int32Array(Integers(rows), ArrowBuffer.Empty, rows, 0, 0), labels!),
        Unit.Label => new DictionaryArray(ArrowColumns.Text, new Int32Array(Integers(rows), Valid(rows), rows, nulls, 0), labels!),
        _ => new DoubleArray(values.Buffer(rows, sizeof(double)), Valid(rows), rows, nulls, 0),
    };

    /// <summary>Copies the rows kept by all lanes after the warm-up, if they fill a tile.</summary>
    /// <returns>The rows copied.</returns>
    private (int From, int To) AppendTiles(Panel panel, int slot, KeptRows[] kept, int lanes)
    {
        if (!Tile.IsSupported || lanes < Tile.Side) return (0, 0);
        var (from, to) = (column.WarmUp, int.MaxValue);
        for (var lane = 0; lane < lanes; lane++) (from, to) = (Math.Max(from, kept[lane].First), Math.Min(to, kept[lane].End));
        if (to - from < Tile.Side) return (0, 0);
        var finite = Tile.ToSeries(panel.Slot(slot, from, to - from), Series(kept[0]), Series(kept[1]), Series(kept[2]), Series(kept[3]));
        for (var lane = 0; !finite && lane < lanes; lane++) NullNotFinite(kept[lane].Target + from - kept[lane].First, to - from);
        return (from, to);

        Span<double> Series(KeptRows rows) => values.Doubles.Slice(rows.Target + from - rows.First, to - from);
    }

    /// <summary>Makes copied values that are not finite NULL, run by run.</summary>
    private void NullNotFinite(int row, int count)
    {
        ReadOnlySpan<double> series = values.Doubles.Slice(row, count);
        for (var i = 0; i < count;)
        {
            var run = i;
            while (run < count && !double.IsFinite(series[run])) run++;
            if (run > i) SetNulls(row + i, run - i);
            for (i = run; i < count && double.IsFinite(series[i]);) i++;
        }
    }

    private void AppendLane(ReadOnlySpan<double> flat, int lane, int from, int to, KeptRows kept)
    {
        if (from >= to) return;
        var warm = Math.Clamp(column.WarmUp, from, to);
        SetNulls(kept.Target + from - kept.First, warm - from);
        var row = kept.Target + warm - kept.First;
        var series = values.Doubles.Slice(row, to - warm);
        for (var i = 0; i < series.Length; i++) series[i] = flat[(warm + i) * Panel.Lanes + lane];
        NullNotFinite(row, series.Length);
    }

    private void SetNulls(int row, int count)
    {
        values.Doubles.Slice(row, count).Fill(double.NaN);
        nulls += count;
        var bits = valid.Bytes;
        var end = row + count;
        var (first, last) = (row >> 3, end >> 3);
        var (before, after) = (~(0xFF << (row & 7)), 0xFF << (end & 7));
        if (first == last)
        {
            bits[first] &= (byte)(before | after);
            return;
        }
        bits[first] &= (byte)before;
        bits[(first + 1)..last].Clear();
        if ((end & 7) != 0) bits[last] &= (byte)after;
    }

    private ArrowBuffer Valid(int rows) => nulls == 0 ? ArrowBuffer.Empty : valid.BitBuffer(rows);

    /// <summary>0 where there is no value: NULL for a count, the first label for a label column.</summary>
    private ArrowBuffer Integers(int rows)
    {
        integers.Reserve(rows, sizeof(int));
        var numbers = integers.Ints;
        ReadOnlySpan<double> series = values.Doubles[..rows];
        for (var i = 0; i < rows; i++) numbers[i] = double.IsNaN(series[i]) ? 0 : (int)series[i];
        return integers.Buffer(rows, sizeof(int));
    }

    private ArrowBuffer Flags(int rows)
    {
        flags.Reserve(ColumnMemory.BitBytes(rows), sizeof(byte));
        var bits = flags.Bytes;
        ReadOnlySpan<double> series = values.Doubles[..rows];
        bits[..ColumnMemory.BitBytes(rows)].Clear();
        for (var i = 0; i < rows; i++)
            if (series[i] > 0) bits[i >> 3] |= (byte)(1 << (i & 7));
        return flags.BitBuffer(rows);
    }
}
