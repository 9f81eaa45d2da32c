using System.Numerics;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Trend;

/// <summary>SuperTrend (10, 3): a stop three average true ranges from the middle of the bar that only moves in the direction of the trend.</summary>
/// <remarks>Requires atr_10 in the same catalogue.</remarks>
internal sealed class SuperTrend : IIndicatorFamily
{
    private const double Multiplier = 3;
    private const string Source = "Seban; TradingView";
    private const string Seeding = "TradingView seeds the average true range with the first session's range: equal after both trends have flipped.";

    public IEnumerable<Indicator> All => [new([BarField.High, BarField.Low, BarField.Close, "atr_10"], [Stop, Direction], 0, Kernel) { Recursive = true }];

    private static Column Stop => new("supertrend", Unit.Price, "SuperTrend (10, 3): the stop below the close in an uptrend, above it in a downtrend.",
        "U = (H+L)/2 + 3·ATR10, kept at U[−1] unless lower or C[−1] > U[−1]; D mirrors; D in an uptrend, U in a downtrend; "
        + "down → up at C > U, up → down at C < D; down at first", Source)
    { StableAfter = Lanes.BarsToConverge(Wilder.Decay(10)), Differs = Seeding };

    private static Column Direction => new("supertrend_up", Unit.Flag, "Whether the SuperTrend is an uptrend.", "see supertrend", Source)
    { StableAfter = Lanes.BarsToConverge(Wilder.Decay(10)), Differs = Seeding };

    private static void Kernel(in KernelContext k)
    {
        ReadOnlySpan<Vector<double>> h = k.In(0), l = k.In(1), c = k.In(2), atr = k.In(3);
        Span<Vector<double>> stop = k.Out(0), direction = k.Out(1);
        Vector<double> half = Lanes.Of(0.5), multiplier = Lanes.Of(Multiplier), upper = Lanes.Of(double.PositiveInfinity), lower = -upper;
        Vector<long> isUp = default;
        for (var t = k.Start; t < c.Length; t++)
        {
            var (middle, width, before) = ((h[t] + l[t]) * half, multiplier * atr[t], c[t - 1]);
            var keepsUpper = Vector.GreaterThanOrEqual(middle + width, upper) & Vector.LessThanOrEqual(before, upper);
            var keepsLower = Vector.LessThanOrEqual(middle - width, lower) & Vector.GreaterThanOrEqual(before, lower);
            (upper, lower) = (Vector.ConditionalSelect(keepsUpper, upper, middle + width), Vector.ConditionalSelect(keepsLower, lower, middle - width));
            isUp = Vector.ConditionalSelect(isUp, Vector.GreaterThanOrEqual(c[t], lower), t == k.Start ? default : Vector.GreaterThan(c[t], upper));
            stop[t] = Vector.ConditionalSelect(isUp, lower, upper);
            direction[t] = Vector.ConditionalSelect(isUp, Vector<double>.One, Vector<double>.Zero);
        }
    }
}
