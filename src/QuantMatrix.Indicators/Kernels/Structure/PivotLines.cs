using System.Numerics;

namespace QuantMatrix.Indicators.Kernels.Structure;

/// <summary>One symbol's last pivots and the lines through every two of them, each followed to the close that breaks it.</summary>
/// <remarks>A line through pivots <c>i</c> and <c>j</c> has the place <c>i * Kept + j</c>, so that when a pivot comes all lines move by <c>Kept + 1</c> places.</remarks>
internal readonly ref struct PivotLines
{
    /// <summary>Pivots between which lines are drawn.</summary>
    public const int Kept = 6;

    /// <summary>Lines counted at most.</summary>
    public const int MostCounted = 3;

    public const int Pairs = Kept * Kept;

    /// <summary>How many average true ranges a close may lie beyond a line without breaking it, and a pivot beside it and still touch it.</summary>
    public const double Tolerance = 0.25;

    private readonly ReadOnlySpan<double> price;
    private readonly ReadOnlySpan<double> close;
    private readonly ReadOnlySpan<double> atr;
    private readonly double side;
    private readonly Span<int> pivots;
    private readonly Span<int> unbroken;
    private readonly Span<int> touches;

    /// <param name="price">Lows, or highs with <paramref name="side"/> −1, of one lane.</param>
    /// <param name="close">Closes of the lane.</param>
    /// <param name="atr">ATR14 of the lane, NaN before its first.</param>
    /// <param name="side">1 for lines under the price, −1 for the same on negated prices.</param>
    /// <param name="pivots">Room for the pivots, oldest first.</param>
    /// <param name="unbroken">Room for the row each line is unbroken before: the first that breaks it, or the first not yet looked at; 0 where there is no line.</param>
    /// <param name="touches">Room for the pivots that lie on each line.</param>
    public PivotLines(ReadOnlySpan<double> price, ReadOnlySpan<double> close, ReadOnlySpan<double> atr, double side,
        Span<int> pivots, Span<int> unbroken, Span<int> touches)
    {
        this.price = price;
        this.close = close;
        this.atr = atr;
        this.side = side;
        this.pivots = pivots;
        this.unbroken = unbroken;
        this.touches = touches;
        pivots.Fill(-1);
        unbroken.Clear();
    }

    private static int Width => Vector<double>.Count;

    /// <summary>The row after the symbol's last.</summary>
    public int End()
    {
        var end = (close.Length + Width - 1) / Width;
        while (end > 0 && double.IsNaN(close[(end - 1) * Width])) end--;
        return end;
    }

    /// <summary>Takes a pivot for the oldest one and draws its lines.</summary>
    public void Add(int pivot)
    {
        pivots[1..].CopyTo(pivots);
        unbroken[(Kept + 1)..].CopyTo(unbroken);
        pivots[^1] = pivot;
        for (var i = 0; i < Kept - 1; i++)
            unbroken[i * Kept + Kept - 1] = pivots[i] >= 0 && Price(pivot) > Price(pivots[i]) ? pivots[i] + 1 : 0;
    }

    /// <summary>Follows the lines to before row <paramref name="next"/> and counts what touches those unbroken at row <paramref name="t"/>.</summary>
    public void Extend(int t, int next)
    {
        for (var place = 1; place < Pairs; place++)
        {
            if (unbroken[place] == 0 || place / Kept >= place % Kept) continue;
            var line = LineOf(place);
            unbroken[place] = Follow(line, unbroken[place], next);
            if (unbroken[place] > t) touches[place] = Touches(line, place);
        }
    }

    /// <summary>Writes how many lines are unbroken and where the best stands, from row <paramref name="t"/> to before <paramref name="next"/> or the next break.</summary>
    /// <returns>The row after the last written.</returns>
    public int Write(int t, int next, Span<double> count, Span<double> level)
    {
        var (alive, best, until) = At(t, next);
        var line = best > 0 ? LineOf(best) : TrendLine.None;
        for (; t < until; t++)
        {
            count[t * Width] = Math.Min(alive, MostCounted);
            level[t * Width] = side * line.At(t);
        }
        return until;
    }

    /// <summary>How many pivots end an unbroken line at row <paramref name="t"/>, the place of the best line (0 for none), and the row before which this holds.</summary>
    private (int Alive, int Best, int Until) At(int t, int next)
    {
        var (alive, best, most) = (0, 0, 0);
        for (var j = Kept - 1; j > 0; j--)
        {
            var ends = 0;
            for (var i = 0; i < j; i++)
            {
                var place = i * Kept + j;
                if (unbroken[place] <= t) continue;
                ends = 1;
                next = Math.Min(next, unbroken[place]);
                if (touches[place] > most) (best, most) = (place, touches[place]);
            }
            alive += ends;
        }
        return (alive, best, next);
    }

    /// <summary>The first row that breaks the line; a row without ATR14 cannot.</summary>
    private int Follow(TrendLine line, int from, int to)
    {
        var t = from;
        while (t < to && !(side * close[t * Width] < line.At(t) - Tolerance * atr[t * Width])) t++;
        return t;
    }

    /// <summary>Pivots from the line's first on that lie on it; its own two always do.</summary>
    private int Touches(TrendLine line, int place)
    {
        var touching = 2;
        for (var i = place / Kept + 1; i < Kept; i++)
            if (i != place % Kept && Math.Abs(Price(pivots[i]) - line.At(pivots[i])) <= Reach(pivots[i])) touching++;
        return touching;
    }

    private double Reach(int t) => double.IsNaN(atr[t * Width]) ? 0 : Tolerance * atr[t * Width];

    private double Price(int t) => side * price[t * Width];

    private TrendLine LineOf(int place)
    {
        var (a, b) = (pivots[place / Kept], pivots[place % Kept]);
        return new(a, Price(a), Price(b) - Price(a), b - a);
    }
}
