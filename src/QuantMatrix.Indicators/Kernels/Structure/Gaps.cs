using System.Numerics;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Structure;

/// <summary>Open price gaps below and above the price: their number and the nearest edge of what later bars have not yet entered.</summary>
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
            Nearest("up", "Upper", "below", "lowest L since i of the newest unfilled up gap i, NULL when there is none"),
        ], 1, (in KernelContext k) => Kernel(k, PriceStructure.GapUp, 1));

    private static Indicator Down => new([BarField.Low, BarField.High],
        [
            Count("down", "above", $"gaps i of the last {Sessions} sessions with H[i] < L[i−1], 100·(L[i−1]/H[i] − 1) ≥ {MinPercent} "
                + "and no later H ≥ L[i−1]"),
            Nearest("down", "Lower", "above", "highest H since i of the newest unfilled down gap i, NULL when there is none"),
        ], 1, (in KernelContext k) => Kernel(k, PriceStructure.GapDown, -1));

    private static Column Count(string direction, string side, string formula) =>
        new($"gaps_unfilled_{direction}", Unit.Count, $"Number of unfilled {direction} gaps {side} the price, from the last {Sessions} sessions.",
            formula, "in-house")
        {
            Bounds = new(0, Sessions),
        };

    private static Column Nearest(string direction, string edge, string side, string formula) =>
        new($"gap_nearest_{direction}", Unit.Price, $"{edge} edge of what is left of the nearest {direction} gap {side} the price.", formula, "in-house")
        {
            Bounds = Bounds.NotNegative,
            Awaits = $"an unfilled {direction} gap",
        };

    /// <summary>Marks each gap on the rows where it is open, oldest gap first, so that each row counts its open gaps and keeps the newest one's edge.</summary>
    /// <remarks>
    /// Input 0 holds the edge before the gap (highs for up gaps, lows for down gaps), input 1 the edge after it, which later bars push back.
    /// The newest gap is the nearest: fewer bars have pushed its edge back.
    /// </remarks>
    /// <param name="kind">Of the open gaps collected at each symbol's last row.</param>
    /// <param name="side">1 for up gaps; −1 for down gaps, which are up gaps of negated prices. The size is always the higher edge over the lower.</param>
    private static void Kernel(in KernelContext k, string kind, double side)
    {
        ReadOnlySpan<Vector<double>> far = k.In(0), near = k.In(1);
        Span<Vector<double>> count = k.Out(0), nearest = k.Out(1);
        var (sign, minPercent, firstEnd) = (Lanes.Of(side), Lanes.Of(MinPercent), k.Structures is null ? int.MaxValue : k.FirstEnd());
        var first = Math.Max(1, k.From - (Sessions - 1));
        count[first..].Clear();
        Lanes.Blank(nearest[first..]);
        for (var i = first; i < near.Length; i++)
        {
            var open = Vector.GreaterThan(sign * near[i], sign * far[i - 1]);
            if (open == Vector<long>.Zero) continue;
            var percent = Lanes.PercentOver(Vector.Max(near[i], far[i - 1]), Vector.Min(near[i], far[i - 1]));
            open &= Vector.GreaterThanOrEqual(percent, minPercent);
            var edge = near[i];
            for (var t = i; t < Math.Min(i + Sessions, near.Length); t++)
            {
                open &= Vector.GreaterThan(sign * near[t], sign * far[i - 1]);
                if (open == Vector<long>.Zero) break;
                edge = Vector.ConditionalSelect(Vector.LessThan(sign * near[t], sign * edge), near[t], edge);
                count[t] += Vector.ConditionalSelect(open, Vector<double>.One, Vector<double>.Zero);
                nearest[t] = Vector.ConditionalSelect(open, edge, nearest[t]);
                if (t >= firstEnd) Collect(k, kind, i, t, open, edge);
            }
        }
    }

    /// <summary>Adds the gap of bar <paramref name="i"/> for the symbols whose last row is <paramref name="t"/> and where it is open.</summary>
    private static void Collect(in KernelContext k, string kind, int i, int t, Vector<long> open, Vector<double> edge)
    {
        for (var lane = 0; lane < Vector<double>.Count; lane++)
        {
            var days = k.Days(lane);
            if (t != days.Length - 1 || open[lane] == 0) continue;
            var (far, near) = (k.In(0)[i - 1][lane], edge[lane]);
            k.Structures!.Add(new(k.Symbol(lane), days[t], kind, days[i]) { Low = Math.Min(far, near), High = Math.Max(far, near), Price = near });
        }
    }
}
