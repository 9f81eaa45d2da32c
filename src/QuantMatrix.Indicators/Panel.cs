using System.Numerics;
using System.Runtime.InteropServices;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators;

/// <summary>Matrix of bars × symbols, time-major: row <c>t</c> of a column is bar <c>t</c> of <see cref="Lanes"/> neighboring symbols in one vector.</summary>
/// <param name="slots">Columns held at once.</param>
/// <param name="fields">Which bar fields are read, in the order of <see cref="BarField.All"/>; field <c>i</c> occupies slot <c>i</c>.</param>
internal sealed class Panel(int slots, bool[] fields)
{
    /// <summary>Symbols per vector.</summary>
    public static readonly int Lanes = Vector<double>.Count;

    private readonly int[] loaded = new int[Lanes];
    private Vector<double>[] memory = [];
    private int stride;
    private int count, shortest;
    private Bars bars = Bars.Empty;

    /// <summary>Bars of the longest loaded symbol.</summary>
    public int Rows { get; private set; }

    /// <summary>Upper bound on the number of weekly bars of any loaded symbol.</summary>
    public int Weeks { get; private set; }

    public long Bytes => (long)memory.Length * Lanes * sizeof(double);

    /// <summary>Session dates of the symbol in a lane, in days since 1970-01-01.</summary>
    public ReadOnlySpan<int> Days(int lane) => bars.Days[RowsOf(lane)];

    /// <summary>The symbol in a lane that is in use.</summary>
    public string Symbol(int lane) => bars.Symbols[loaded[lane]];

    public Span<Vector<double>> Slot(int slot) => Slot(slot, 0, Rows);

    /// <summary>A range of rows of a column, checked against the column's end.</summary>
    public Span<Vector<double>> Slot(int slot, int from, int rows) =>
        from >= 0 && rows >= 0 && from <= Rows - rows
            ? new(memory, slot * stride + from, rows)
            : throw new ArgumentException($"rows {from} to {from + rows} are outside the panel's {Rows} rows");

    /// <summary>A column as doubles: bar <c>t</c> of lane <c>l</c> is at <c>t * Lanes + l</c>.</summary>
    public Span<double> Flat(int slot) => MemoryMarshal.Cast<Vector<double>, double>(Slot(slot));

    /// <summary>Fills the bar fields with up to <see cref="Lanes"/> symbols, given by their indices in <paramref name="source"/>.</summary>
    public void Load(Bars source, ReadOnlySpan<int> symbols)
    {
        (bars, count, Rows, Weeks, shortest) = (source, symbols.Length, 0, 0, int.MaxValue);
        symbols.CopyTo(loaded);
        for (var lane = 0; lane < Lanes; lane++)
        {
            var days = Days(lane);
            (Rows, shortest) = (Math.Max(Rows, days.Length), Math.Min(shortest, days.Length));
            if (days.Length > 0) Weeks = Math.Max(Weeks, (days[^1] - days[0]) / 7 + 2);
        }
        Weeks = Math.Min(Weeks, Rows);
        Reserve();
        if (fields[0]) Fill(0, bars.Open);
        if (fields[1]) Fill(1, bars.High);
        if (fields[2]) Fill(2, bars.Low);
        if (fields[3]) Fill(3, bars.Close);
        if (fields[4]) Fill(4, bars.Volume);
    }

    /// <summary>Rows covered by whole tiles.</summary>
    private int Tiled => Tile.IsSupported ? shortest / Tile.Side * Tile.Side : 0;

    /// <summary>Bar rows of the symbol in a lane; empty for an unused lane.</summary>
    private Range RowsOf(int lane) => lane < count ? bars.RowsOf(loaded[lane]) : ..0;

    private void Reserve()
    {
        if (Rows <= stride) return;
        stride = Math.Max(Rows, 512);
        memory = new Vector<double>[stride * slots];
    }

    private void Fill(int field, ReadOnlySpan<double> values)
    {
        var tiled = Tiled;
        if (tiled > 0) Tile.ToRows(values[RowsOf(0)], values[RowsOf(1)], values[RowsOf(2)], values[RowsOf(3)], Slot(field, 0, tiled));
        for (var lane = 0; lane < Lanes; lane++)
        {
            var column = Flat(field)[lane..];
            var series = values[RowsOf(lane)];
            for (var t = tiled; t < series.Length; t++) column[t * Lanes] = series[t];
            Blank(column, series.Length);
        }
    }

    private void Fill(int field, ReadOnlySpan<long> values)
    {
        var tiled = Tiled;
        if (tiled > 0) Tile.ToRows(values[RowsOf(0)], values[RowsOf(1)], values[RowsOf(2)], values[RowsOf(3)], Slot(field, 0, tiled));
        for (var lane = 0; lane < Lanes; lane++)
        {
            var column = Flat(field)[lane..];
            var series = values[RowsOf(lane)];
            for (var t = tiled; t < series.Length; t++) column[t * Lanes] = series[t];
            Blank(column, series.Length);
        }
    }

    /// <summary>Sets the rows past a symbol's end to NaN.</summary>
    private void Blank(Span<double> column, int from)
    {
        for (var t = from; t < Rows; t++) column[t * Lanes] = double.NaN;
    }
}
