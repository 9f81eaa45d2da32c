using System.Numerics;
using System.Runtime.InteropServices;

namespace QuantMatrix.Compute;

/// <summary>Bars × symbols, time-major: row <c>t</c> of a column is bar <c>t</c> of <see cref="Lanes"/> neighbouring symbols in one vector.</summary>
/// <param name="slots">Columns held at once.</param>
/// <param name="fields">Which fields of the bar anyone reads, in the order of <see cref="Field.All"/>; each has the slot of its number.</param>
internal sealed class Panel(int slots, IReadOnlyList<bool> fields)
{
    /// <summary>Symbols computed side by side.</summary>
    public static readonly int Lanes = Vector<double>.Count;

    private readonly int[] places = new int[Lanes];
    private readonly int[] lengths = new int[Lanes];
    private Vector<double>[] memory = [];
    private int stride;
    private int count;
    private Bars bars = Bars.Empty;

    /// <summary>Bars of the longest symbol loaded.</summary>
    public int Rows { get; private set; }

    /// <summary>No fewer than the weekly bars of any symbol loaded.</summary>
    public int Weeks { get; private set; }

    public long Bytes => (long)memory.Length * Lanes * sizeof(double);

    /// <summary>Bars of the symbol in a lane; 0 for a lane left empty.</summary>
    public int Length(int lane) => lengths[lane];

    /// <summary>Session dates of the symbol in a lane, days since 1970-01-01.</summary>
    public ReadOnlySpan<int> Days(int lane) => lane < count ? bars.Days[bars.RowsOf(places[lane])] : [];

    public Span<Vector<double>> Slot(int slot) => memory.AsSpan(slot * stride, Rows);

    /// <summary>The same column as doubles: bar <c>t</c> of lane <c>l</c> at <c>t * Lanes + l</c>.</summary>
    public Span<double> Flat(int slot) => MemoryMarshal.Cast<Vector<double>, double>(Slot(slot));

    /// <summary>Fills the bar fields with up to <see cref="Lanes"/> symbols, given by their places in <paramref name="from"/>.</summary>
    public void Load(Bars from, ReadOnlySpan<int> symbols)
    {
        (bars, count, Rows, Weeks) = (from, symbols.Length, 0, 0);
        symbols.CopyTo(places);
        for (var lane = 0; lane < Lanes; lane++)
        {
            var days = Days(lane);
            Rows = Math.Max(Rows, lengths[lane] = days.Length);
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

    private void Reserve()
    {
        if (Rows <= stride) return;
        stride = Math.Max(Rows, 512);
        memory = new Vector<double>[stride * slots];
    }

    private void Fill<T>(int field, ReadOnlySpan<T> values) where T : struct, INumber<T>
    {
        var tiled = Tile.IsSupported ? lengths.Min() / Tile.Side * Tile.Side : 0;
        if (tiled > 0) Tile.ToRows(Series(values, 0), Series(values, 1), Series(values, 2), Series(values, 3), Slot(field)[..tiled]);
        for (var lane = 0; lane < Lanes; lane++)
        {
            var series = lane < count ? Series(values, lane) : [];
            var column = Flat(field)[lane..];
            for (var t = tiled; t < series.Length; t++) column[t * Lanes] = double.CreateTruncating(series[t]);
            for (var t = series.Length; t < Rows; t++) column[t * Lanes] = double.NaN;
        }
    }

    private ReadOnlySpan<T> Series<T>(ReadOnlySpan<T> values, int lane) => values[bars.RowsOf(places[lane])];
}
