using System.Numerics;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Structure;

/// <summary>One symbol's last pivots and the lines through each pair of them, each extended to the close that breaks it.</summary>
/// <remarks>The line through pivots <c>i</c> and <c>j</c> has index <c>i * MaxPivots + j</c>; a new pivot shifts all lines by <c>MaxPivots + 1</c>.</remarks>
internal readonly ref struct PivotLines
{
    /// <summary>Number of pivots between which lines are drawn.</summary>
    public const int MaxPivots = 6;

    /// <summary>Maximum number of lines counted.</summary>
    public const int MaxLines = 3;

    public const int Pairs = MaxPivots * MaxPivots;

    /// <summary>Distance, in ATR 14, by which a close may exceed a line without breaking it, and within which a pivot touches it.</summary>
    public const double Tolerance = 0.25;

    private readonly ReadOnlySpan<double> price;
    private readonly ReadOnlySpan<double> close;
    private readonly ReadOnlySpan<double> atr;
    private readonly double side;
    private readonly Span<int> pivots;
    private readonly Span<int> unbroken;
    private readonly Span<int> touches;

    /// <param name="price">Lows of one lane, or highs with <paramref name="side"/> −1.</param>
    /// <param name="close">Closes of the lane.</param>
    /// <param name="atr">ATR 14 of the lane, NaN during its warm-up.</param>
    /// <param name="side">1 for up lines; −1 for down lines, which are up lines of negated prices.</param>
    /// <param name="pivots">Memory for the pivot rows, oldest first.</param>
    /// <param name="unbroken">Memory for each line's end: the row that breaks it, or the first row not yet examined; 0 where there is no line.</param>
    /// <param name="touches">Memory for the number of pivots on each line.</param>
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

    /// <summary>One past the symbol's last row.</summary>
    public int End()
    {
        var end = (close.Length + Width - 1) / Width;
        while (end > 0 && double.IsNaN(close[(end - 1) * Width])) end--;
        return end;
    }

    /// <summary>Replaces the oldest pivot by a new one and draws its lines.</summary>
    public void Add(int pivot)
    {
        pivots[1..].CopyTo(pivots);
        unbroken[(MaxPivots + 1)..].CopyTo(unbroken);
        pivots[^1] = pivot;
        for (var i = 0; i < MaxPivots - 1; i++)
            unbroken[i * MaxPivots + MaxPivots - 1] = pivots[i] >= 0 && Price(pivot) > Price(pivots[i]) ? pivots[i] + 1 : 0;
    }

    /// <summary>Extends the lines up to row <paramref name="next"/>, exclusive, and counts the touches of those unbroken at row <paramref name="t"/>.</summary>
    public void Extend(int t, int next)
    {
        for (var index = 1; index < Pairs; index++)
        {
            if (unbroken[index] == 0 || index / MaxPivots >= index % MaxPivots) continue;
            var line = LineOf(index);
            unbroken[index] = BreakRow(line, unbroken[index], next);
            if (unbroken[index] > t) touches[index] = Touches(line, index);
        }
    }

    /// <summary>Writes the line count and the best line's level, from row <paramref name="t"/> to <paramref name="next"/> or the next break.</summary>
    /// <returns>One past the last row written.</returns>
    public int Write(int t, int next, Span<double> count, Span<double> level)
    {
        var (lines, best, until) = At(t, next);
        var line = best > 0 ? LineOf(best) : TrendLine.None;
        for (; t < until; t++)
        {
            count[t * Width] = Math.Min(lines, MaxLines);
            level[t * Width] = side * line.At(t);
        }
        return until;
    }

    /// <summary>Adds the lines unbroken at the last row, up to which they have been extended: one for each second pivot, as they are counted.</summary>
    public void Collect(ReadOnlySpan<int> days, string symbol, string kind, ICollection<PriceStructure> found)
    {
        var t = days.Length - 1;
        var best = new List<int>();
        for (var j = MaxPivots - 1; j > 0; j--)
        {
            var most = 0;
            for (var i = 0; i < j; i++)
                if (i * MaxPivots + j is var index && unbroken[index] > t && (most == 0 || touches[index] > touches[most])) most = index;
            if (most > 0) best.Add(most);
        }
        var counts = touches.ToArray();
        foreach (var index in best.OrderByDescending(index => counts[index]).Take(MaxLines))
        {
            var (a, b, line) = (pivots[index / MaxPivots], pivots[index % MaxPivots], LineOf(index));
            found.Add(new(symbol, days[t], kind, days[a])
            {
                Price = side * line.At(t), Touches = touches[index], FirstPrice = side * Price(a), SecondDay = days[b], SecondPrice = side * Price(b),
                Slope = side * line.Rise / line.Bars,
            });
        }
    }

    /// <summary>Number of pivots ending an unbroken line at row <paramref name="t"/>, index of the best line (0: none), and end of validity.</summary>
    private (int Unbroken, int Best, int Until) At(int t, int next)
    {
        var (lines, best, mostTouches) = (0, 0, 0);
        for (var j = MaxPivots - 1; j > 0; j--)
        {
            var ends = 0;
            for (var i = 0; i < j; i++)
            {
                var index = i * MaxPivots + j;
                if (unbroken[index] <= t) continue;
                ends = 1;
                next = Math.Min(next, unbroken[index]);
                if (touches[index] > mostTouches) (best, mostTouches) = (index, touches[index]);
            }
            lines += ends;
        }
        return (lines, best, next);
    }

    /// <summary>First row that breaks the line; a row without ATR 14 cannot break it.</summary>
    private int BreakRow(TrendLine line, int from, int to)
    {
        var t = from;
        while (t < to && !(side * close[t * Width] < line.At(t) - Tolerance * atr[t * Width])) t++;
        return t;
    }

    /// <summary>Number of pivots on the line from its first pivot on; its own two always count.</summary>
    private int Touches(TrendLine line, int index)
    {
        var count = 2;
        for (var i = index / MaxPivots + 1; i < MaxPivots; i++)
            if (i != index % MaxPivots && Math.Abs(Price(pivots[i]) - line.At(pivots[i])) <= ToleranceAt(pivots[i])) count++;
        return count;
    }

    private double ToleranceAt(int t) => double.IsNaN(atr[t * Width]) ? 0 : Tolerance * atr[t * Width];

    private double Price(int t) => side * price[t * Width];

    private TrendLine LineOf(int index)
    {
        var (a, b) = (pivots[index / MaxPivots], pivots[index % MaxPivots]);
        return new(a, Price(a), Price(b) - Price(a), b - a);
    }
}

/// <summary>A line through two pivots: at <see cref="Price"/> on bar <see cref="Start"/>, rising by <see cref="Rise"/> every <see cref="Bars"/> bars.</summary>
internal readonly record struct TrendLine(int Start, double Price, double Rise, int Bars)
{
    public static TrendLine None => new(0, double.NaN, 0, 1);

    public double At(int t) => Price + Rise * (t - Start) / Bars;
}
