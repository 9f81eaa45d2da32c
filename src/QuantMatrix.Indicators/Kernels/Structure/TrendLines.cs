using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Structure;

/// <summary>Trend lines through rising pivot lows (up) or falling pivot highs (down), valid until a close breaks them.</summary>
internal sealed class TrendLines : IIndicatorFamily
{
    /// <summary>Bars on each side that a pivot must exceed; also the bars until the pivot is confirmed.</summary>
    private const int Span = 5;

    public IEnumerable<Indicator> All => [Side("up", "low", "rising", BarField.Low, 1), Side("down", "high", "falling", BarField.High, -1)];

    /// <summary>Recursive, because it reads ATR 14 back to the start of the oldest line; the kernel starts at <see cref="KernelContext.From"/>.</summary>
    private static Indicator Side(string direction, string turn, string slope, string price, double side) => new([price, BarField.Close, "atr_14"],
        [
            new($"trend_{direction}_count", Unit.Count,
                $"Number of unbroken {direction} trend lines through {slope} pivot {turn}s, at most {PivotLines.MaxLines}.",
                $"lines a→b through the last {PivotLines.MaxPivots} pivot {turn}s (strict against {Span} bars on the left, ties allowed against {Span} "
                + $"on the right, confirmed {Span} bars later), {slope}, no close since a beyond the line by more than {PivotLines.Tolerance}·ATR14; "
                + "one line for each b, the one with the most touches", "in-house")
            {
                Bounds = new(0, PivotLines.MaxLines),
            },
            new($"trend_{direction}_level", Unit.Price, $"Current level of the most-touched unbroken {direction} trend line.",
                $"value at the row of the line with the most touches (pivots within {PivotLines.Tolerance}·ATR14 of it); "
                    + "on ties the newer b, then the older a",
                "in-house")
            {
                Awaits = $"an unbroken {direction} line",
            },
        ], 0, (in KernelContext k) => Kernel(k, side > 0 ? PriceStructure.LineRising : PriceStructure.LineFalling, side))
    { Recursive = true };

    /// <summary>Pivots are found for all lanes at once; lines differ from lane to lane and are drawn one symbol at a time.</summary>
    private static void Kernel(in KernelContext k, string kind, double side)
    {
        ReadOnlySpan<Vector<double>> price = k.In(0);
        var marks = k.Scratch;
        var first = Pivots.Mark(price, side, Span, k.From, PivotLines.MaxPivots, marks);
        Span<int> pivots = stackalloc int[PivotLines.MaxPivots], unbroken = stackalloc int[PivotLines.Pairs], touches = stackalloc int[PivotLines.Pairs];
        for (var lane = 0; lane < Vector<double>.Count; lane++)
        {
            var lines = new PivotLines(Flat(price)[lane..], Flat(k.In(1))[lane..], Flat(k.In(2))[lane..], side, pivots, unbroken, touches);
            Draw(Flat(marks)[lane..], first, k.From, lines, Flat(k.Out(0))[lane..], Flat(k.Out(1))[lane..]);
            if (k.Structures is { } found && k.Days(lane).Length > k.From) lines.Collect(k.Days(lane), k.Symbol(lane), kind, found);
        }
    }

    /// <summary>Steps from pivot to pivot, and in between from break to break: lines change nowhere else.</summary>
    private static void Draw(ReadOnlySpan<double> marks, int first, int from, PivotLines lines, Span<double> count, Span<double> level)
    {
        var width = Vector<double>.Count;
        var end = lines.End();
        for (var t = first; t < Math.Min(from, end); t++)
            if (marks[t * width] != 0) lines.Add(t - Span);
        for (var t = from; t < end;)
        {
            if (marks[t * width] != 0) lines.Add(t - Span);
            var next = t + 1;
            while (next < end && marks[next * width] == 0) next++;
            lines.Extend(t, next);
            while (t < next) t = lines.Write(t, next, count, level);
        }
    }

    private static Span<double> Flat(Span<Vector<double>> column) => MemoryMarshal.Cast<Vector<double>, double>(column);

    private static ReadOnlySpan<double> Flat(ReadOnlySpan<Vector<double>> column) => MemoryMarshal.Cast<Vector<double>, double>(column);
}

/// <summary>Pivot points: lows strictly below their left neighbors and not above their right ones, known only after the right ones.</summary>
internal static class Pivots
{
    /// <summary>Marks with 1, otherwise 0, each row that confirms a pivot <paramref name="span"/> rows earlier.</summary>
    /// <param name="x">Lows, or highs with <paramref name="side"/> −1.</param>
    /// <param name="side">1 for pivot lows; −1 for pivot highs, which are the lows of negated prices.</param>
    /// <param name="span">Neighbors on each side.</param>
    /// <param name="from">First row required; earlier rows are marked back to the last <paramref name="last"/> pivots of every symbol.</param>
    /// <param name="last">Number of pivots required at row <paramref name="from"/>.</param>
    /// <param name="y">Marks.</param>
    /// <returns>First row marked.</returns>
    public static int Mark(ReadOnlySpan<Vector<double>> x, double side, int span, int from, int last, Span<Vector<double>> y)
    {
        var (sign, required, found, first) = (Lanes.Of(side), Lanes.Of(last), Vector<double>.Zero, from);
        for (; first > 2 * span && Vector.LessThanAny(found, required); found += y[first]) y[--first] = IsConfirmed(x, sign, span, first);
        for (var t = from; t < x.Length; t++) y[t] = IsConfirmed(x, sign, span, t);
        return first;
    }

    /// <summary>A NaN row past the symbol's end compares false, so a pivot needs all its right neighbors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> IsConfirmed(ReadOnlySpan<Vector<double>> x, Vector<double> sign, int span, int t)
    {
        var (pivot, confirmed) = (sign * x[t - span], Vector<long>.AllBitsSet);
        for (var k = 1; k <= span; k++)
            confirmed &= Vector.LessThan(pivot, sign * x[t - span - k]) & Vector.LessThanOrEqual(pivot, sign * x[t - span + k]);
        return Vector.ConditionalSelect(confirmed, Vector<double>.One, Vector<double>.Zero);
    }
}
