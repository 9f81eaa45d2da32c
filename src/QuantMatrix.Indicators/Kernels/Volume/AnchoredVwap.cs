using System.Numerics;
using QuantMatrix.Indicators.Kernels.Structure;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Volume;

/// <summary>Volume-weighted average price since the session of the 52-week low or high.</summary>
internal sealed class AnchoredVwap : IIndicatorFamily
{
    private const int Year = Ranges.YearSessions, Fewest = Ranges.FewestOfYear;

    public IEnumerable<Indicator> All =>
    [
        new([BarField.Low, "typical_price", BarField.Volume], [Column("low")], Fewest - 1, (in KernelContext k) => Kernel(k, 1)) { Reach = Year - 1 },
        new([BarField.High, "typical_price", BarField.Volume], [Column("high")], Fewest - 1, (in KernelContext k) => Kernel(k, -1)) { Reach = Year - 1 },
    ];

    private static Column Column(string extreme) => new($"avwap_{extreme}_52w", Unit.Price,
        $"Volume-weighted average price since the session of the 52-week {extreme}: what its buyers since then have paid on average.",
        $"Σ TP·V / Σ V from the last session with the {extreme}est {extreme} of {Year} sessions, or of all from session {Fewest} on; TP = (H+L+C)/3; "
        + "NULL when Σ V = 0", "Shannon")
    { Bounds = Bounds.NotNegative };

    /// <summary>Sums go on from row to row until the anchor of a lane leaves the year; then all are taken again, in the same order.</summary>
    /// <param name="side">1 for the lowest low, −1 for the highest high.</param>
    private static void Kernel(in KernelContext k, double side)
    {
        ReadOnlySpan<Vector<double>> x = k.In(0), price = k.In(1), volume = k.In(2);
        var y = k.Out(0);
        Vector<double> sign = Lanes.Of(side), anchor = default, least = default, paid = default, shares = default;
        for (var t = k.From; t < x.Length; t++)
        {
            var renews = t == k.From || Vector.LessThanOrEqualAny(anchor, Lanes.Of(t - Year));
            if (renews) least = Lanes.Of(double.PositiveInfinity);
            for (var i = renews ? Math.Max(0, t - Year + 1) : t; i <= t; i++)
            {
                var isOlder = Vector.GreaterThan(x[i] * sign, least); // false past a symbol's end, whose anchor then never leaves
                least = Vector.ConditionalSelect(isOlder, least, x[i] * sign);
                anchor = Vector.ConditionalSelect(isOlder, anchor, Lanes.Of(i));
                paid = price[i] * volume[i] + Vector.ConditionalSelect(isOlder, paid, default);
                shares = volume[i] + Vector.ConditionalSelect(isOlder, shares, default);
            }
            y[t] = paid / shares;
        }
    }
}
