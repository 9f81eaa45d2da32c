using System.Numerics;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Structure;

/// <summary>TD Sequential countdown: thirteen closes, not necessarily consecutive, beyond the low or high two sessions earlier.</summary>
/// <remarks>Constants as in DeMark 1994 and Perl 2008.</remarks>
internal sealed class TdCountdown : IIndicatorFamily
{
    /// <summary>Bars of a completed countdown.</summary>
    private const int Bars = 13;

    /// <summary>Countdown bar whose close qualifies bar 13.</summary>
    private const int Qualifier = 8;

    /// <summary>A new setup whose size is at least this multiple of the active one's does not restart the countdown.</summary>
    private const double MaxRecycleRatio = 1.618;

    public IEnumerable<Indicator> All => [Of(TdSide.Buy), Of(TdSide.Sell)];

    private static Indicator Of(TdSide side) => new(
        [$"td_{side.Name}_run", $"td_{side.Other}_run", $"td_{side.Name}_level", $"td_{side.Name}_size", side.Low, BarField.Close],
        [Count(side), Deferred(side)], 0, (in KernelContext k) => Kernel(k, side.Sign))
    { Recursive = true };

    private static Column Count(TdSide side) => new($"td_{side.Name}_countdown", Unit.Count,
        $"TD {side.Name} countdown, 1 to 13; 0 when no countdown is active.",
        side.Mirror($"from setup bar 9 on +1 at C≤L[−2]; bar 13 also requires L ≤ C of countdown bar 8, shows on its bar only and ends the countdown; "
            + $"canceled by a completed {side.Other} setup or TL > TDST; ")
            + "restarted at bar 18 of the run, or by a new setup of 1.0 to under 1.618 times the size", TdSide.Source)
    {
        Bounds = new(0, Bars),
        Head = true,
    };

    private static Column Deferred(TdSide side) => new($"td_{side.Name}_deferred", Unit.Flag,
        $"Deferred bar 13 of the TD {side.Name} countdown: the bar does not go beyond the close of countdown bar 8, and the count stays at 12.",
        side.Mirror("at a count of 12: C≤L[−2] and L > C of countdown bar 8"), TdSide.Source);

    /// <summary>A TDST of NaN means that no countdown is active.</summary>
    private static void Kernel(in KernelContext k, double side)
    {
        var sign = Lanes.Of(side);
        ReadOnlySpan<Vector<double>> run = k.In(0), opposite = k.In(1), level = k.In(2), height = k.In(3), l = k.In(4), c = k.In(5);
        Span<Vector<double>> y = k.Out(0), deferred = k.Out(1);
        Vector<double> one = Vector<double>.One, nan = Lanes.NaN, setup = Lanes.Of(TdSetup.Bars), restart = Lanes.Of(2 * TdSetup.Bars);
        Vector<double> qualifying = Lanes.Of(Qualifier - 1), last = Lanes.Of(Bars - 1), bars = Lanes.Of(Bars), maxRatio = Lanes.Of(MaxRecycleRatio);
        Vector<double> tdst = nan, size = nan, limit = nan, count = default, qualifier = nan;
        for (var t = k.Start; t < c.Length; t++)
        {
            Vector<double> close = c[t] * sign, low = l[t] * sign;
            var active = Vector.AndNot(Vector.LessThanOrEqual(Window.Min.Combine(low, c[t - 1] * sign), tdst), Vector.Equals(opposite[t], setup));
            var recycles = Vector.GreaterThanOrEqual(height[t], size) & Vector.LessThan(height[t], limit);
            var starts = Vector.AndNot(Vector.Equals(run[t], setup), Vector.AndNot(active, recycles));
            tdst = Vector.ConditionalSelect(starts, level[t], Vector.ConditionalSelect(active, tdst, nan));
            size = Vector.ConditionalSelect(starts, height[t], size);
            limit = Vector.ConditionalSelect(starts, height[t] * maxRatio, limit);
            count = Vector.ConditionalSelect(Vector.AndNot(active, starts | Vector.Equals(run[t], restart)), count, Vector<double>.Zero);

            var counts = (active | starts) & Vector.LessThanOrEqual(close, l[t - 2] * sign);
            var defers = counts & Vector.Equals(count, last) & Vector.GreaterThan(low, qualifier);
            qualifier = Vector.ConditionalSelect(counts & Vector.Equals(count, qualifying), close, qualifier);
            count = Vector.ConditionalSelect(Vector.AndNot(counts, defers), count + one, count);
            deferred[t] = Vector.ConditionalSelect(defers, one, Vector<double>.Zero);
            y[t] = count;
            var ends = Vector.Equals(count, bars);
            (tdst, count) = (Vector.ConditionalSelect(ends, nan, tdst), Vector.ConditionalSelect(ends, Vector<double>.Zero, count));
        }
    }
}
