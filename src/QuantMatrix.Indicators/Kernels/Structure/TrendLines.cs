using System.Numerics;
using System.Runtime.InteropServices;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Structure;

/// <summary>Trend lines: drawn through rising lows (up) or falling highs (down) and standing until a close breaks them.</summary>
internal sealed class TrendLines : IIndicators
{
    /// <summary>Neighbours on each side a pivot stands out from; also the bars until it is known.</summary>
    private const int Span = 5;

    public IEnumerable<Indicator> All => [Side("up", "low", "rising", BarField.Low, 1), Side("down", "high", "falling", BarField.High, -1)];

    /// <summary>Reads ATR14 as far back as the oldest line reaches, hence recursive; the kernel itself begins at <see cref="Frame.From"/>.</summary>
    private static Indicator Side(string way, string turn, string slope, string price, double side) => new([price, BarField.Close, "atr_14"],
        [
            new($"trend_{way}_count", Unit.Count, $"Unbroken trend lines through {slope} {turn}s, one for each newer {turn}, at most {PivotLines.MostCounted}.",
                $"lines a→b through the last {PivotLines.Kept} pivot {turn}s (strict over {Span} bars left, ties allowed over {Span} right, known {Span} bars later), {slope}, "
                + $"no close since a beyond the line by more than {PivotLines.Tolerance}·ATR14; for each b the line with most touches", "house")
            {
                Bounds = new(0, PivotLines.MostCounted),
            },
            new($"trend_{way}_level", Unit.Price, $"Where the most touched unbroken line through {slope} {turn}s stands today.",
                $"value today of the line with most touches (pivots within {PivotLines.Tolerance}·ATR14 of it), of equals the one with the newer b, then the older a", "house")
            {
                Awaits = $"an unbroken {way} line",
            },
        ], 0, (in KernelContext f) => Kernel(f.In(0), f.In(1), f.In(2), side, f.From, f.Scratch, f.Out(0), f.Out(1))) { Recursive = true };

    /// <summary>Pivots are found for all symbols at once; their lines differ from lane to lane, so those are drawn one symbol after another.</summary>
    private static void Kernel(ReadOnlySpan<Vector<double>> price, ReadOnlySpan<Vector<double>> close, ReadOnlySpan<Vector<double>> atr, double side, int from,
        Span<Vector<double>> marks, Span<Vector<double>> count, Span<Vector<double>> level)
    {
        var first = Pivots.Mark(price, side, Span, from, PivotLines.Kept, marks);
        Span<int> pivots = stackalloc int[PivotLines.Kept], unbroken = stackalloc int[PivotLines.Pairs], touches = stackalloc int[PivotLines.Pairs];
        for (var lane = 0; lane < Vector<double>.Count; lane++)
            Draw(Flat(marks)[lane..], first, from,
                new PivotLines(Flat(price)[lane..], Flat(close)[lane..], Flat(atr)[lane..], side, pivots, unbroken, touches), Flat(count)[lane..], Flat(level)[lane..]);
    }

    /// <summary>Goes from pivot to pivot, and in between from break to break: the lines change nowhere else.</summary>
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
