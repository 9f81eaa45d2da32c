using System.Numerics;
using System.Runtime.CompilerServices;

namespace QuantMatrix.Indicators.Kernels.Structure;

/// <summary>Turning points: a low strictly below its neighbours on the left and not above those on the right, known only when the right ones are.</summary>
internal static class Pivots
{
    /// <summary>Marks with 1 (else 0) every row at which a pivot, the bar <paramref name="span"/> rows earlier, becomes known.</summary>
    /// <param name="x">Lows, or highs with <paramref name="side"/> −1.</param>
    /// <param name="side">1 for pivot lows; −1 for pivot highs, which are the lows of negated prices.</param>
    /// <param name="span">Neighbours on each side.</param>
    /// <param name="from">Every row from here on is marked, and as many before as hold the last <paramref name="last"/> pivots of every symbol.</param>
    /// <param name="last">Pivots wanted at row <paramref name="from"/>.</param>
    /// <param name="y">The marks.</param>
    /// <returns>The first row marked.</returns>
    public static int Mark(ReadOnlySpan<Vector<double>> x, double side, int span, int from, int last, Span<Vector<double>> y)
    {
        var (sign, wanted, found, first) = (Lanes.Of(side), Lanes.Of(last), Vector<double>.Zero, from);
        for (; first > 2 * span && Vector.LessThanAny(found, wanted); found += y[first]) y[--first] = IsKnown(x, sign, span, first);
        for (var t = from; t < x.Length; t++) y[t] = IsKnown(x, sign, span, t);
        return first;
    }

    /// <summary>A row beyond the symbol's end is no neighbour: its NaN compares false.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> IsKnown(ReadOnlySpan<Vector<double>> x, Vector<double> sign, int span, int t)
    {
        var (pivot, yes) = (sign * x[t - span], Vector<long>.AllBitsSet);
        for (var k = 1; k <= span; k++)
            yes &= Vector.LessThan(pivot, sign * x[t - span - k]) & Vector.LessThanOrEqual(pivot, sign * x[t - span + k]);
        return Vector.ConditionalSelect(yes, Vector<double>.One, Vector<double>.Zero);
    }
}
