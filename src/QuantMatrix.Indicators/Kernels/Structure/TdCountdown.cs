using System.Numerics;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Structure;

/// <summary>TD Sequential, second half: thirteen closes beyond the low or high two sessions before, not necessarily in a row, after a completed setup.</summary>
internal sealed class TdCountdown : IIndicators
{
    private const int Bars = 13;

    /// <summary>The countdown bar whose close the last bar is measured against.</summary>
    private const int Qualifier = 8;

    /// <summary>A new setup this many times the active one's size or more leaves the countdown alone.</summary>
    private const double TooLarge = 1.618;

    public IEnumerable<Indicator> All => [Of(TdSide.Buy), Of(TdSide.Sell)];

    private static Indicator Of(TdSide side) => new(
        [$"td_{side.Name}_run", $"td_{side.Other}_run", $"td_{side.Name}_level", $"td_{side.Name}_size", side.Low, BarField.Close], [Count(side), Deferred(side)],
        0, (in KernelContext f) => Kernel(f, side.Sign)) { Recursive = true };

    private static Column Count(TdSide side) => new($"td_{side.Name}_countdown", Unit.Count,
        $"Bars counted towards the end of the {side.Move} after a completed {side.Name} setup, 1 to 13; 0 when none is under way.",
        side.Turned($"from bar 9 on +1 at C≤L[−2]; bar 13 needs L ≤ C of countdown bar 8, stands on its bar only and ends it; ended by a completed {side.Other} setup or a TL > TDST; ")
            + "0 again at bar 18 of the run, or at a new setup of 1.0 to under 1.618 times the size", TdSide.Source)
    {
        Bounds = new(0, Bars),
        Head = true,
    };

    private static Column Deferred(TdSide side) => new($"td_{side.Name}_deferred", Unit.Flag, "Whether this bar would be countdown bar 13 but has not gone far enough: the count stays 12.",
        side.Turned("at a count of 12: C≤L[−2] and L > C of countdown bar 8"), TdSide.Source);

    /// <summary>No TDST (NaN) means that no countdown is under way.</summary>
    private static void Kernel(in KernelContext f, double side)
    {
        var sign = Lanes.Of(side);
        ReadOnlySpan<Vector<double>> run = f.In(0), opposite = f.In(1), level = f.In(2), height = f.In(3), l = f.In(4), c = f.In(5);
        Span<Vector<double>> y = f.Out(0), deferred = f.Out(1);
        Vector<double> one = Vector<double>.One, none = Lanes.NaN, setup = Lanes.Of(TdSetup.Bars), again = Lanes.Of(2 * TdSetup.Bars);
        Vector<double> qualifying = Lanes.Of(Qualifier - 1), last = Lanes.Of(Bars - 1), bars = Lanes.Of(Bars), tooLarge = Lanes.Of(TooLarge);
        Vector<double> tdst = none, size = none, limit = none, count = default, qualifier = none;
        for (var t = f.Start; t < c.Length; t++)
        {
            Vector<double> close = c[t] * sign, low = l[t] * sign;
            var goesOn = Vector.AndNot(Vector.LessThanOrEqual(Window.Min.Combine(low, c[t - 1] * sign), tdst), Vector.Equals(opposite[t], setup));
            var fits = Vector.GreaterThanOrEqual(height[t], size) & Vector.LessThan(height[t], limit);
            var starts = Vector.AndNot(Vector.Equals(run[t], setup), Vector.AndNot(goesOn, fits));
            tdst = Vector.ConditionalSelect(starts, level[t], Vector.ConditionalSelect(goesOn, tdst, none));
            size = Vector.ConditionalSelect(starts, height[t], size);
            limit = Vector.ConditionalSelect(starts, height[t] * tooLarge, limit);
            count = Vector.ConditionalSelect(Vector.AndNot(goesOn, starts | Vector.Equals(run[t], again)), count, Vector<double>.Zero);

            var counts = (goesOn | starts) & Vector.LessThanOrEqual(close, l[t - 2] * sign);
            var misses = counts & Vector.Equals(count, last) & Vector.GreaterThan(low, qualifier);
            qualifier = Vector.ConditionalSelect(counts & Vector.Equals(count, qualifying), close, qualifier);
            count = Vector.ConditionalSelect(Vector.AndNot(counts, misses), count + one, count);
            deferred[t] = Vector.ConditionalSelect(misses, one, Vector<double>.Zero);
            y[t] = count;
            var ends = Vector.Equals(count, bars);
            (tdst, count) = (Vector.ConditionalSelect(ends, none, tdst), Vector.ConditionalSelect(ends, Vector<double>.Zero, count));
        }
    }
}
