using System.Numerics;
using System.Runtime.InteropServices;

namespace QuantMatrix.Compute;

/// <summary>Bars × symbols, time-major: row <c>t</c> of a column is bar <c>t</c> of <see cref="Lanes"/> neighbouring symbols in one vector.</summary>
internal sealed class Panel(int slots, SessionCalendar calendar)
{
    /// <summary>Symbols computed side by side.</summary>
    public static readonly int Lanes = Vector<double>.Count;

    private readonly int[] lengths = new int[Lanes];
    private Vector<double>[] memory = [];
    private int stride;

    public SessionCalendar Calendar => calendar;

    /// <summary>Bars of the longest symbol loaded.</summary>
    public int Rows { get; private set; }

    /// <summary>Bars of the symbol in a lane; 0 for a lane left empty.</summary>
    public int Length(int lane) => lengths[lane];

    public Span<Vector<double>> Slot(int slot) => memory.AsSpan(slot * stride, Rows);

    /// <summary>The same column as doubles: bar <c>t</c> of lane <c>l</c> at <c>t * Lanes + l</c>.</summary>
    public Span<double> Flat(int slot) => MemoryMarshal.Cast<Vector<double>, double>(Slot(slot));

    /// <summary>Fills the bar fields with up to <see cref="Lanes"/> symbols, given by their places in <paramref name="bars"/>.</summary>
    public void Load(Bars bars, ReadOnlySpan<int> symbols)
    {
        Rows = 0;
        for (var lane = 0; lane < Lanes; lane++)
        {
            lengths[lane] = lane < symbols.Length ? bars.Starts[symbols[lane] + 1] - bars.Starts[symbols[lane]] : 0;
            Rows = Math.Max(Rows, lengths[lane]);
        }
        Reserve();
        for (var lane = 0; lane < Lanes; lane++)
        {
            var rows = lane < symbols.Length ? bars.RowsOf(symbols[lane]) : 0..0;
            Fill(0, lane, bars.Open[rows]);
            Fill(1, lane, bars.High[rows]);
            Fill(2, lane, bars.Low[rows]);
            Fill(3, lane, bars.Close[rows]);
            FillWhole(4, lane, bars.Volume[rows]);
            FillWhole(5, lane, bars.Days[rows]);
        }
    }

    private void Reserve()
    {
        if (Rows <= stride) return;
        stride = Math.Max(Rows, 512);
        memory = new Vector<double>[stride * slots];
    }

    private void Fill(int field, int lane, ReadOnlySpan<double> values)
    {
        var column = Flat(field)[lane..];
        for (var t = 0; t < values.Length; t++) column[t * Lanes] = values[t];
        for (var t = values.Length; t < Rows; t++) column[t * Lanes] = double.NaN;
    }

    private void FillWhole<T>(int field, int lane, ReadOnlySpan<T> values) where T : INumber<T>
    {
        var column = Flat(field)[lane..];
        for (var t = 0; t < values.Length; t++) column[t * Lanes] = double.CreateTruncating(values[t]);
        for (var t = values.Length; t < Rows; t++) column[t * Lanes] = double.NaN;
    }
}
