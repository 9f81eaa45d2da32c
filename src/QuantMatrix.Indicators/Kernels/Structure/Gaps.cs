using System.Numerics;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Structure;

/// <summary>Price gaps that no later session has traded through: how many stand under and over the price, and where the nearest begins.</summary>
internal sealed class Gaps : IIndicators
{
    /// <summary>A gap is forgotten when it is no longer among this many sessions.</summary>
    private const int Sessions = 120;

    private const double LeastPercent = 0.5;

    public IEnumerable<Indicator> All => [Up, Down];

    private static Indicator Up => new([BarField.High, BarField.Low],
        [
            Count("up", "below", $"gaps i of the last {Sessions} sessions with L[i] > H[i−1], 100·(L[i]/H[i−1] − 1) ≥ {LeastPercent}, and no later L ≤ H[i−1]"),
            Nearest("up", "below", "L[i] of the newest unfilled gap up, none when there is none"),
        ], 1, (in KernelContext f) => Kernel(f.In(0), f.In(1), 1, f.From, f.Out(0), f.Out(1)));

    private static Indicator Down => new([BarField.Low, BarField.High],
        [
            Count("down", "above", $"gaps i of the last {Sessions} sessions with H[i] < L[i−1], 100·(L[i−1]/H[i] − 1) ≥ {LeastPercent}, and no later H ≥ L[i−1]"),
            Nearest("down", "above", "H[i] of the newest unfilled gap down, none when there is none"),
        ], 1, (in KernelContext f) => Kernel(f.In(0), f.In(1), -1, f.From, f.Out(0), f.Out(1)));

    private static Column Count(string way, string side, string formula) =>
        new($"gaps_unfilled_{way}", Unit.Count, $"Gaps {way} of the last {Sessions} sessions that no session has filled since; they lie {side} the price.", formula, "house")
        {
            Bounds = new(0, Sessions),
        };

    private static Column Nearest(string way, string side, string formula) =>
        new($"gap_nearest_{way}", Unit.Price, $"Edge, towards the price, of the unfilled gap {way} nearest {side} it.", formula, "house")
        {
            Bounds = Bounds.NotNegative,
            Awaits = $"an unfilled gap {way}",
        };

    /// <summary>Lays each gap over the rows it stays open, oldest gap first: so each row counts its open gaps and ends with the newest one's edge.</summary>
    /// <param name="far">The edge a gap leaves behind: highs for gaps up, lows for gaps down.</param>
    /// <param name="near">The edge it lands on: lows for gaps up, highs for gaps down.</param>
    /// <param name="side">1 for gaps up, −1 for gaps down: the same on negated prices, their ratio being the greater over the smaller.</param>
    private static void Kernel(ReadOnlySpan<Vector<double>> far, ReadOnlySpan<Vector<double>> near, double side, int from,
        Span<Vector<double>> count, Span<Vector<double>> nearest)
    {
        var (sign, least) = (Lanes.Of(side), Lanes.Of(LeastPercent));
        var first = Math.Max(1, from - (Sessions - 1));
        count[first..].Clear();
        Lanes.Blank(nearest[first..]);
        for (var i = first; i < near.Length; i++)
        {
            var open = Vector.GreaterThan(sign * near[i], sign * far[i - 1]);
            if (open == Vector<long>.Zero) continue;
            open &= Vector.GreaterThanOrEqual(Lanes.PercentOver(Vector.Max(near[i], far[i - 1]), Vector.Min(near[i], far[i - 1])), least);
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
