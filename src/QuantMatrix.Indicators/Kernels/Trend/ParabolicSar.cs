using System.Numerics;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Trend;

/// <summary>Wilder's parabolic stop and reverse.</summary>
internal sealed class ParabolicSar : IIndicatorFamily
{
    private const double Step = 0.02, Most = 0.2;

    public IEnumerable<Indicator> All => [new([BarField.High, BarField.Low], [Column], 1, Kernel) { Recursive = true }];

    private static Column Column => new("psar", Unit.Price,
        $"Parabolic stop and reverse ({Step}, {Most}): below the low in an uptrend, above the high in a downtrend.",
        $"S + a·(E − S), E = extreme since the reversal, a = {Step} + {Step} at each new extreme, at most {Most}; not beyond the last two lows (highs); "
        + "reverses to E where the bar reaches S; short at first if the first move down is the larger one", "Wilder 1978; TA-Lib");

    /// <summary>One side's rules on prices times the side: the low of a short position is minus the high.</summary>
    private static void Kernel(in KernelContext k)
    {
        ReadOnlySpan<Vector<double>> h = k.In(0), l = k.In(1);
        var y = k.Out(0);
        Vector<double> one = Vector<double>.One, step = Lanes.Of(Step), most = Lanes.Of(Most);
        var falls = l[0] - l[1];
        var side = Vector.ConditionalSelect(Vector.GreaterThan(falls, default) & Vector.GreaterThan(falls, h[1] - h[0]), -one, one);
        var isLong = Vector.GreaterThan(side, default);
        Vector<double> acceleration = step, stop = Vector.ConditionalSelect(isLong, l[0], -h[0]), extreme = Vector.ConditionalSelect(isLong, h[1], -l[1]);
        for (var t = 1; t < h.Length; t++)
        {
            isLong = Vector.GreaterThan(side, default);
            var p = Math.Max(t - 1, 1); // as in TA-Lib the first bar limits nothing
            Vector<double> low = Vector.ConditionalSelect(isLong, l[t], -h[t]), high = Vector.ConditionalSelect(isLong, h[t], -l[t]);
            var highest = Window.Max.Combine(high, Vector.ConditionalSelect(isLong, h[p], -l[p]));
            var lowest = Window.Min.Combine(low, Vector.ConditionalSelect(isLong, l[p], -h[p]));
            var reverses = Vector.LessThanOrEqual(low, stop);

            var reversed = Window.Max.Combine(extreme, highest);
            var from = Vector.ConditionalSelect(reverses, reversed, stop);
            y[t] = from * side;
            acceleration = Vector.ConditionalSelect(reverses, step,
                Vector.ConditionalSelect(Vector.GreaterThan(high, extreme), Window.Min.Combine(acceleration + step, most), acceleration));
            extreme = Vector.ConditionalSelect(reverses, low, Window.Max.Combine(extreme, high));
            var next = from + acceleration * (extreme - from);
            stop = Vector.ConditionalSelect(reverses, Window.Max.Combine(next, highest), Window.Min.Combine(next, lowest));
            (stop, extreme, side) = (Vector.ConditionalSelect(reverses, -stop, stop), Vector.ConditionalSelect(reverses, -extreme, extreme),
                Vector.ConditionalSelect(reverses, -side, side));
        }
    }
}
