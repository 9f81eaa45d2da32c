using System.Numerics;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Structure;

/// <summary>Unfilled price gaps below and above the price: their number and the edge of the nearest one.</summary>
internal sealed class Gaps : IIndicatorFamily
{
    /// <summary>Sessions after which a gap is no longer counted.</summary>
    private const int Sessions = 120;

    /// <summary>Minimum size of a gap, in percent of the lower edge.</summary>
    private const double MinPercent = 0.5;

    public IEnumerable<Indicator> All => [Up, Down];

    private static Indicator Up => new([BarField.High, BarField.Low],
        [
            Count("up", "below", $"gaps i of the last {Sessions} sessions with L[i] > H[i−1], 100·(L[i]/H[i−1] − 1) ≥ {MinPercent} "
                + "and no later L ≤ H[i−1]"),
            Nearest("up", "Upper", "below", "L[i] of the newest unfilled up gap, NULL when there is none"),
        ], 1, (in KernelContext k) => Kernel(k.In(0), k.In(1), 1, k.From, k.Out(0), k.Out(1)));

    private static Indicator Down => new([BarField.Low, BarField.High],
        [
            Count("down", "above", $"gaps i of the last {Sessions} sessions with H[i] < L[i−1], 100·(L[i−1]/H[i] − 1) ≥ {MinPercent} "
                + "and no later H ≥ L[i−1]"),
            Nearest("down", "Lower", "above", "H[i] of the newest unfilled down gap, NULL when there is none"),
        ], 1, (in KernelContext k) => Kernel(k.In(0), k.In(1), -1, k.From, k.Out(0), k.Out(1)));

    private static Column Count(string direction, string side, string formula) =>
        new($"gaps_unfilled_{direction}", Unit.Count, $"Number of unfilled {direction} gaps {side} the price, from the last {Sessions} sessions.",
            formula, "in-house")
        {
            Bounds = new(0, Sessions),
        };

    private static Column Nearest(string direction, string edge, string side, string formula) =>
        new($"gap_nearest_{direction}", Unit.Price, $"{edge} edge of the nearest unfilled {direction} gap {side} the price.", formula, "in-house")
        {
            Bounds = Bounds.NotNegative,
            Awaits = $"an unfilled {direction} gap",
        };

    /// <summary>Marks each gap on the rows where it is open, oldest gap first, so that each row counts its open gaps and keeps the newest one's edge.</summary>
    /// <param name="far">Prices of the edge before the gap: highs for up gaps, lows for down gaps.</param>
    /// <param name="near">Prices of the edge after the gap: lows for up gaps, highs for down gaps.</param>
    /// <param name="side">1 for up gaps; −1 for down gaps, which are up gaps of negated prices. The size is always the higher edge over the lower.</param>
    private static void Kernel(ReadOnlySpan<Vector<double>> far, ReadOnlySpan<Vector<double>> near, double side, int from,
        Span<Vector<double>> count, Span<Vector<double>> nearest)
    {
        var (sign, minPercent) = (Lanes.Of(side), Lanes.Of(MinPercent));
        var first = Math.Max(1, from - (Sessions - 1));
        count[first..].Clear();
        Lanes.Blank(nearest[first..]);
        for (var i = first; i < near.Length; i++)
        {
            var open = Vector.GreaterThan(sign * near[i], sign * far[i - 1]);
            if (open == Vector<long>.Zero) continue;
            var percent = Lanes.PercentOver(Vector.Max(near[i], far[i - 1]), Vector.Min(near[i], far[i - 1]));
            open &= Vector.GreaterThanOrEqual(percent, minPercent);
            for (var t = i; t < Math.Min(i + Sessions, near.Length); t++)
            {
                open &= Vector.GreaterThan(sign * near[t], sign * far[i - 1]);
                if (open == Vector<long>.Zero) break;
                count[t] += Vector.ConditionalSelect(open, Vector<double>.One, Vector<double>.Zero);
                nearest[t] = Vector.ConditionalSelect(open, near[i], nearest[t]);
            }
        }
    }
}
