using System.Numerics;

namespace QuantMatrix.Indicators;

/// <summary>Rolling folds by the van Herk/Gil-Werman block method: two combines a row for any window length.</summary>
/// <remarks>
/// Blocks of <c>n</c> rows are anchored at row <c>start</c>; a window is the tail of one block and the head of the next. A sum therefore never drifts,
/// a NaN leaves with its row, and a value does not depend on the first row requested. (van Herk 1992; Gil and Werman 1993.)
/// </remarks>
internal static class Window
{
    /// <summary>Mean of the window.</summary>
    public readonly struct Mean : IFold
    {
        public static Vector<double> Combine(Vector<double> older, Vector<double> newer) => older + newer;

        public static Vector<double> Finish(Vector<double> folded, Vector<double> count) => folded / count;
    }

    /// <summary>Highest value of the window.</summary>
    public readonly struct Max : IFold
    {
        public static Vector<double> Combine(Vector<double> older, Vector<double> newer) =>
            Vector.ConditionalSelect(Vector.GreaterThan(older, newer), older, newer);

        public static Vector<double> Finish(Vector<double> folded, Vector<double> count) => folded;
    }

    /// <summary>Lowest value of the window.</summary>
    public readonly struct Min : IFold
    {
        public static Vector<double> Combine(Vector<double> older, Vector<double> newer) =>
            Vector.ConditionalSelect(Vector.LessThan(older, newer), older, newer);

        public static Vector<double> Finish(Vector<double> folded, Vector<double> count) => folded;
    }

    /// <summary>Folds the last <paramref name="n"/> rows, at every row from <paramref name="from"/> on.</summary>
    /// <param name="x">Values from row <paramref name="start"/> on.</param>
    /// <param name="start">First row of <paramref name="x"/> with a value; blocks are counted from here.</param>
    /// <param name="n">Window length in rows, 2 or more.</param>
    /// <param name="from">First row requested, at least <c>start + n − 1</c>.</param>
    /// <param name="tail">Scratch memory of at least <paramref name="n"/> rows.</param>
    /// <param name="y">Results; rows before <paramref name="from"/> may be written as well.</param>
    public static void Fold<TFold>(ReadOnlySpan<Vector<double>> x, int start, int n, int from, Span<Vector<double>> tail, Span<Vector<double>> y)
        where TFold : IFold
    {
        var count = Lanes.Of(n);
        for (var block = start + (from - start + 1) / n * n; block <= x.Length; block += n)
        {
            var fold = x[block - 1];
            tail[n - 1] = fold;
            for (var i = n - 2; i >= 0; i--) tail[i] = fold = TFold.Combine(x[block - n + i], fold);
            y[block - 1] = TFold.Finish(fold, count);

            var end = Math.Min(block + n - 1, x.Length);
            if (block == end) continue;
            fold = x[block];
            y[block] = TFold.Finish(TFold.Combine(tail[1], fold), count);
            for (var t = block + 1; t < end; t++)
            {
                fold = TFold.Combine(fold, x[t]);
                y[t] = TFold.Finish(TFold.Combine(tail[t - block + 1], fold), count);
            }
        }
    }

    /// <summary>As <see cref="Fold"/>, over all rows so far where fewer than <paramref name="n"/> are there.</summary>
    public static void FoldStored<TFold>(ReadOnlySpan<Vector<double>> x, int start, int n, int from, Span<Vector<double>> tail, Span<Vector<double>> y)
        where TFold : IFold
    {
        var full = Math.Min(start + n - 1, x.Length);
        if (from < full)
        {
            var fold = x[start];
            for (var t = start + 1; t < full; t++)
            {
                fold = TFold.Combine(fold, x[t]);
                if (t >= from) y[t] = TFold.Finish(fold, Lanes.Of(t - start + 1));
            }
        }
        if (full < x.Length) Fold<TFold>(x, start, n, Math.Max(from, full), tail, y);
    }
}

/// <summary>An associative fold of a window of values.</summary>
internal interface IFold
{
    static abstract Vector<double> Combine(Vector<double> older, Vector<double> newer);

    /// <summary>Turns the folded window of <paramref name="count"/> values into the result.</summary>
    static abstract Vector<double> Finish(Vector<double> folded, Vector<double> count);
}
