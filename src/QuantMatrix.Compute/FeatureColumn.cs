using Apache.Arrow;
using CommunityToolkit.HighPerformance;

namespace QuantMatrix.Compute;

/// <summary>The exit of one published column: rows kept leave the panel symbol by symbol, whatever is not finite becomes NULL. Its memory serves batch after batch.</summary>
internal sealed class FeatureColumn(Column column)
{
    private readonly StringArray words = ArrowColumns.Texts(column.Labels);
    private double[] values = [];
    private byte[] valid = [];
    private int[] whole = [];
    private byte[] flags = [];
    private int nulls;

    /// <summary>Makes room for a batch.</summary>
    public void Begin(int rows)
    {
        Reserve(ref values, rows);
        Reserve(ref valid, (rows + 7) / 8);
        valid.AsSpan().Fill(0xFF);
        nulls = 0;
    }

    /// <summary>Takes the rows kept of every lane of a computed column.</summary>
    public void Take(Panel panel, int slot, ReadOnlySpan<KeptRows> lanes)
    {
        var (from, to) = TakeTiles(panel, slot, lanes);
        var flat = panel.Flat(slot);
        for (var lane = 0; lane < lanes.Length; lane++)
        {
            var kept = lanes[lane];
            TakePlain(flat, lane, kept.First, Math.Min(from, kept.End), kept);
            TakePlain(flat, lane, Math.Max(to, kept.First), kept.End, kept);
        }
    }

    public IArrowArray ToArrow(int rows) => column.Unit switch
    {
        Unit.Count => new Int32Array(Whole(rows), Valid(rows), rows, nulls, 0),
        Unit.Flag => new BooleanArray(Flags(rows), Valid(rows), rows, nulls, 0),
        Unit.Label => new DictionaryArray(ArrowColumns.Text, new Int32Array(Whole(rows), ArrowBuffer.Empty, rows, 0, 0), words),
        _ => new DoubleArray(new ArrowBuffer(values.AsMemory(0, rows).AsBytes()), Valid(rows), rows, nulls, 0),
    };

    internal static void Reserve<T>(ref T[] array, int length)
    {
        if (array.Length < length) array = GC.AllocateUninitializedArray<T>(length + length / 8);
    }

    /// <summary>The rows that all lanes keep after the warm-up, as far as whole tiles go and all is finite there.</summary>
    private (int From, int To) TakeTiles(Panel panel, int slot, ReadOnlySpan<KeptRows> lanes)
    {
        if (!Tile.IsSupported || lanes.Length < Tile.Side) return (0, 0);
        var (from, end) = (column.WarmUp, int.MaxValue);
        foreach (var kept in lanes) (from, end) = (Math.Max(from, kept.First), Math.Min(end, kept.End));
        var to = from + Math.Max(0, end - from) / Tile.Side * Tile.Side;
        var finite = to == from || Tile.ToSeries(panel.Slot(slot)[from..to], Series(lanes[0]), Series(lanes[1]), Series(lanes[2]), Series(lanes[3]));
        return finite ? (from, to) : (0, 0);

        Span<double> Series(KeptRows kept) => values.AsSpan(kept.To + from - kept.First, to - from);
    }

    private void TakePlain(ReadOnlySpan<double> flat, int lane, int from, int to, KeptRows kept)
    {
        if (from >= to) return;
        var warm = Math.Clamp(column.WarmUp, from, to);
        SetNulls(kept.To + from - kept.First, warm - from);
        for (var t = warm; t < to; t++)
        {
            var (value, row) = (flat[t * Panel.Lanes + lane], kept.To + t - kept.First);
            if (double.IsFinite(value)) values[row] = value;
            else SetNulls(row, 1);
        }
    }

    private void SetNulls(int row, int count)
    {
        values.AsSpan(row, count).Fill(double.NaN);
        nulls += count;
        for (; count > 0 && (row & 7) != 0; row++, count--) valid[row >> 3] &= (byte)~(1 << (row & 7));
        valid.AsSpan(row >> 3, count >> 3).Clear();
        if ((count & 7) != 0) valid[(row + count) >> 3] &= (byte)(0xFF << (count & 7));
    }

    private ArrowBuffer Valid(int rows) => nulls == 0 ? ArrowBuffer.Empty : new ArrowBuffer(valid.AsMemory(0, (rows + 7) / 8));

    /// <summary>0 where there is no value: NULL for a count, the first word for a label.</summary>
    private ArrowBuffer Whole(int rows)
    {
        Reserve(ref whole, rows);
        for (var i = 0; i < rows; i++) whole[i] = double.IsNaN(values[i]) ? 0 : (int)values[i];
        return new ArrowBuffer(whole.AsMemory(0, rows).AsBytes());
    }

    private ArrowBuffer Flags(int rows)
    {
        var bytes = (rows + 7) / 8;
        Reserve(ref flags, bytes);
        flags.AsSpan(0, bytes).Clear();
        for (var i = 0; i < rows; i++)
            if (values[i] > 0) flags[i >> 3] |= (byte)(1 << (i & 7));
        return new ArrowBuffer(flags.AsMemory(0, bytes));
    }
}
