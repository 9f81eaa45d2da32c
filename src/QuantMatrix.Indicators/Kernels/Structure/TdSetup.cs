using System.Numerics;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Structure;

/// <summary>TD Sequential, first half: nine closes in a row each beyond the close four sessions before, and the price that would deny them.</summary>
/// <remarks>Kernels know the buy side only; the sell side is the buy side on prices turned over.</remarks>
internal sealed class TdSetup : IIndicators
{
    /// <summary>Bars of a completed setup.</summary>
    public const int Bars = 9;

    /// <summary>How far back a close is compared.</summary>
    private const int Lag = 4;

    public IEnumerable<Indicator> All => new[] { TdSide.Buy, TdSide.Sell }.SelectMany(s => new[] { Run(s), Extent(s), Setup(s), Perfect(s), Level(s) });

    private static Indicator Run(TdSide side) => new([BarField.Close],
        [new($"td_{side.Name}_run", Unit.Count, $"Bars of the {side.Move} since its price flip, counting on past 9.",
            side.Turned("1 at C<C[−4] after a bar with C≥C[−4], +1 at each further bar with C<C[−4], else 0"), TdSide.Source)],
        Lag + 1, (in KernelContext f) => Runs(f, side.Sign)) { Recursive = true, Published = false };

    private static Indicator Extent(TdSide side) => new([$"td_{side.Name}_run", side.High, side.Low, BarField.Close],
        [
            new($"td_{side.Name}_level", Unit.Price, "TDST of the last completed setup, turned over as the side's prices are.", "max TH of bars 1..9, TH = max(H, C₋₁)", TdSide.Source),
            new($"td_{side.Name}_size", Unit.Price, "Height of the last completed setup.", "max TH − min TL of bars 1..9, TL = min(L, C₋₁)", TdSide.Source),
        ], 0, (in KernelContext f) => Extents(f, side.Sign)) { Recursive = true, Published = false };

    private static Indicator Setup(TdSide side) => new([$"td_{side.Name}_run"],
        [
            new($"td_{side.Name}_setup", Unit.Count, $"Which bar of a {side.Name} setup this is, 1 to 9; 0 when of none.",
                side.Turned("1 at C<C[−4] after a bar with C≥C[−4] (price flip), +1 at each further bar with C<C[−4] up to 9, else 0"), TdSide.Source)
            {
                Bounds = new(0, Bars),
                Head = true,
                Differs = "Programs that want the bar before a flip strictly on the other side start no setup after an equal close: 11 of 503 bars of BKX; the vendor's labels agree either way.",
            },
            new($"td_{side.Name}_complete", Unit.Flag, $"Whether a {side.Name} setup stands complete: true from bar 9 while the {side.Move} lasts.",
                side.Turned("9 or more bars with C<C[−4] since the price flip"), TdSide.Source),
        ], 0, Setups);

    private static Indicator Perfect(TdSide side) => new([$"td_{side.Name}_run", side.Low],
        [
            new($"td_perfect_{side.Name}", Unit.Flag, $"Whether the last completed {side.Name} setup is perfected: prices went beyond its bars 6 and 7.",
                side.Turned($"L of bar 8 or 9, or of any later bar before bar 1 of a new {side.Name} setup, < both L6 and L7; false again from that bar 1 on"), TdSide.Source),
        ], 0, (in KernelContext f) => Perfections(f, side.Sign)) { Recursive = true };

    /// <summary>The earliest flip is at bar 5, so the earliest bar 9 at bar 13.</summary>
    private static Indicator Level(TdSide side) => new([$"td_{side.Name}_level"],
        [side == TdSide.Buy
            ? LevelColumn("tdst_resistance", "Highest", "max TH of bars 1..9 of the last completed buy setup, TH = max(H, C₋₁)", "a completed buy setup")
            : LevelColumn("tdst_support", "Lowest", "min TL of bars 1..9 of the last completed sell setup, TL = min(L, C₋₁)", "a completed sell setup")],
        Bars - 1, (in KernelContext f) => Turn(f.In(0), side.Sign, f.From, f.Out(0)));

    private static Column LevelColumn(string name, string end, string formula, string awaits) =>
        new(name, Unit.Price, $"{end} price of the last completed setup; a close beyond it denies the setup.", formula, TdSide.Source) { Awaits = awaits, Bounds = Model.Bounds.NotNegative };

    /// <summary>A move the first bars already stand in has no flip: it counts from −∞ and so to nothing.</summary>
    private static void Runs(in KernelContext f, double side)
    {
        var sign = Lanes.Of(side);
        var c = f.In(0);
        var y = f.Out(0);
        var run = Vector.ConditionalSelect(Vector.LessThan(c[Lag] * sign, c[0] * sign), Lanes.Of(double.NegativeInfinity), Vector<double>.Zero);
        for (var t = Lag + 1; t < c.Length; t++)
        {
            run = Vector.ConditionalSelect(Vector.LessThan(c[t] * sign, c[t - Lag] * sign), run + Vector<double>.One, Vector<double>.Zero);
            y[t] = run;
        }
    }

    /// <summary>Follows the setup under way from its bar 1 and keeps what it came to at bar 9; NaN before the first.</summary>
    private static void Extents(in KernelContext f, double side)
    {
        var sign = Lanes.Of(side);
        ReadOnlySpan<Vector<double>> run = f.In(0), h = f.In(1), l = f.In(2), c = f.In(3);
        Span<Vector<double>> level = f.Out(0), size = f.Out(1);
        Vector<double> lastTop = Lanes.NaN, lastSize = lastTop, top = default, bottom = default, bars = Lanes.Of(Bars);
        for (var t = f.Start; t < c.Length; t++)
        {
            var before = c[t - 1] * sign;
            Vector<double> high = Window.Max.Combine(h[t] * sign, before), low = Window.Min.Combine(l[t] * sign, before);
            var (opens, completes) = (Vector.Equals(run[t], Vector<double>.One), Vector.Equals(run[t], bars));
            top = Vector.ConditionalSelect(opens, high, Window.Max.Combine(top, high));
            bottom = Vector.ConditionalSelect(opens, low, Window.Min.Combine(bottom, low));
            level[t] = lastTop = Vector.ConditionalSelect(completes, top, lastTop);
            size[t] = lastSize = Vector.ConditionalSelect(completes, top - bottom, lastSize);
        }
    }

    private static void Setups(in KernelContext f)
    {
        var run = f.In(0);
        Span<Vector<double>> setup = f.Out(0), complete = f.Out(1);
        var bars = Lanes.Of(Bars);
        for (var t = f.From; t < run.Length; t++)
        {
            setup[t] = Vector.ConditionalSelect(Vector.GreaterThan(run[t], Vector<double>.Zero) & Vector.LessThanOrEqual(run[t], bars), run[t], Vector<double>.Zero);
            complete[t] = Vector.ConditionalSelect(Vector.GreaterThanOrEqual(run[t], bars), Vector<double>.One, Vector<double>.Zero);
        }
    }

    /// <summary>The mark is the lower of the lows of bars 6 and 7, known at bar 9 and dropped at a new bar 1.</summary>
    private static void Perfections(in KernelContext f, double side)
    {
        var sign = Lanes.Of(side);
        ReadOnlySpan<Vector<double>> run = f.In(0), l = f.In(1);
        var y = f.Out(0);
        Vector<double> none = Lanes.NaN, mark = none, perfect = default, bars = Lanes.Of(Bars);
        for (var t = f.Start; t < run.Length; t++)
        {
            var (opens, completes) = (Vector.Equals(run[t], Vector<double>.One), Vector.Equals(run[t], bars));
            var sixAndSeven = Window.Min.Combine(l[t - 3] * sign, l[t - 2] * sign);
            mark = Vector.ConditionalSelect(completes, sixAndSeven, Vector.ConditionalSelect(opens, none, mark));
            var beyond = Vector.LessThan(l[t] * sign, mark) | (completes & Vector.LessThan(l[t - 1] * sign, mark));
            y[t] = perfect = Vector.ConditionalSelect(beyond, Vector<double>.One, Vector.ConditionalSelect(opens, Vector<double>.Zero, perfect));
        }
    }

    private static void Turn(ReadOnlySpan<Vector<double>> x, double side, int from, Span<Vector<double>> y)
    {
        var sign = Lanes.Of(side);
        for (var t = from; t < y.Length; t++) y[t] = x[t] * sign;
    }
}
