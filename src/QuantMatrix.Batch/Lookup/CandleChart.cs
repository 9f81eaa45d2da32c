using System.Text;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Lookup;

/// <summary>The newest candles of a symbol in text: one column a candle, each cell two half rows, and three prices on the right.</summary>
internal sealed class CandleChart
{
    public const int Candles = 60, Rows = 9;

    private const int HalfRows = 2 * Rows;
    private const string Up = "\x1b[32m", Down = "\x1b[31m", Plain = "\x1b[0m";

    private readonly Bars bars;
    private readonly int first;
    private readonly double low = double.PositiveInfinity, high = double.NegativeInfinity;

    /// <param name="bars">Of one symbol, at least one.</param>
    public CandleChart(Bars bars)
    {
        (this.bars, first) = (bars, Math.Max(0, bars.Count - Candles));
        for (var i = first; i < bars.Count; i++) (low, high) = (Math.Min(low, bars.Low[i]), Math.Max(high, bars.High[i]));
    }

    /// <summary>Top row first.</summary>
    /// <param name="color">Whether rising candles are green and falling ones red.</param>
    public IEnumerable<string> Lines(bool color)
    {
        var close = RowOf(bars.Close[^1]);
        var between = Math.Clamp(close, 1, Rows - 2);
        for (var row = 0; row < Rows; row++)
        {
            var label = row == 0 ? Price(high) : row == Rows - 1 ? Price(low) : row == between ? $"{Price(bars.Close[^1])} close" : "";
            var cells = Cells(row, color, isWhole: label.Length > 0);
            yield return new string(' ', Candles - (bars.Count - first)) + (label.Length > 0 ? $"{cells}  {label}" : cells);
        }
    }

    /// <summary>Two to four decimals.</summary>
    public static string Price(double price) => FormattableString.Invariant(Math.Abs(price) >= 1 ? (FormattableString)$"{price:0.00}" : $"{price:0.00##}");

    /// <param name="isWhole">Whether empty cells at the end are written.</param>
    private string Cells(int row, bool color, bool isWhole)
    {
        var (text, painted) = (new StringBuilder(), Plain);
        var cells = Enumerable.Range(first, bars.Count - first).Select(i => Cell(Part(i, 2 * row), Part(i, 2 * row + 1))).ToArray();
        var count = isWhole ? cells.Length : System.Array.FindLastIndex(cells, cell => cell != ' ') + 1;
        for (var c = 0; c < count; c++)
        {
            var paint = cells[c] == ' ' ? painted : bars.Close[first + c] >= bars.Open[first + c] ? Up : Down;
            if (color && paint != painted) text.Append(painted = paint);
            text.Append(cells[c]);
        }
        return painted == Plain ? $"{text}" : $"{text.Append(Plain)}";
    }

    /// <summary>What of a candle is in a half row, 0 at the top.</summary>
    private char Part(int candle, int half)
    {
        var (open, close) = (HalfOf(bars.Open[candle]), HalfOf(bars.Close[candle]));
        if (half >= Math.Min(open, close) && half <= Math.Max(open, close)) return 'b';
        return half >= HalfOf(bars.High[candle]) && half <= HalfOf(bars.Low[candle]) ? 'w' : ' ';
    }

    private static char Cell(char upper, char lower) => (upper, lower) switch
    {
        ('b', 'b') => '┃',
        ('b', 'w') => '╿',
        ('b', ' ') => '╹',
        ('w', 'b') => '╽',
        ('w', 'w') => '│',
        ('w', ' ') => '╵',
        (' ', 'b') => '╻',
        (' ', 'w') => '╷',
        _ => ' ',
    };

    private int RowOf(double price) => HalfOf(price) / 2;

    /// <summary>Prices that never differ are in the middle.</summary>
    private int HalfOf(double price) => high > low ? Math.Min((int)((high - price) / (high - low) * HalfRows), HalfRows - 1) : HalfRows / 2;
}
