using System.Numerics;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Structure;

/// <summary>TD Sequential setup: nine consecutive closes beyond the close four sessions earlier, its perfection and its TDST level.</summary>
/// <remarks>The kernels implement the buy side; the sell side is the buy side on negated prices. Constants as in DeMark 1994 and Perl 2008.</remarks>
internal sealed class TdSetup : IIndicatorFamily
{
    /// <summary>Bars of a completed setup.</summary>
    public const int Bars = 9;

    /// <summary>Sessions between the compared closes.</summary>
    private const int Lag = 4;

    public IEnumerable<Indicator> All => new[] { TdSide.Buy, TdSide.Sell }.SelectMany(s => new[] { Run(s), Extent(s), Setup(s), Perfect(s), Level(s) });

    private static Indicator Run(TdSide side) => new([BarField.Close],
        [new($"td_{side.Name}_run", Unit.Count, $"Length of the run of {side.Closes} closes since its price flip, counting past 9.",
            side.Mirror("1 at C<C[−4] after a bar with C≥C[−4], +1 at each further bar with C<C[−4], otherwise 0"), TdSide.Source)],
        Lag + 1, (in KernelContext k) => Runs(k, side.Sign))
    { Recursive = true, Published = false };

    private static Indicator Extent(TdSide side) => new([$"td_{side.Name}_run", side.High, side.Low, BarField.Close],
        [
            new($"td_{side.Name}_level", Unit.Price, "TDST of the last completed setup, negated on the sell side.",
                "max TH of bars 1..9, TH = max(H, C₋₁)", TdSide.Source),
            new($"td_{side.Name}_size", Unit.Price, "Price range of the last completed setup.",
                "max TH − min TL of bars 1..9, TL = min(L, C₋₁)", TdSide.Source),
        ], 0, (in KernelContext k) => Extents(k, side.Sign))
    { Recursive = true, Published = false };

    private static Indicator Setup(TdSide side) => new([$"td_{side.Name}_run"],
        [
            new($"td_{side.Name}_setup", Unit.Count, $"Bar number of the TD {side.Name} setup, 1 to 9; 0 outside a setup.",
                side.Mirror("1 at C<C[−4] after a bar with C≥C[−4] (price flip), +1 at each further bar with C<C[−4] up to 9, otherwise 0"),
                TdSide.Source)
            {
                Bounds = new(0, Bars),
                Head = true,
                Differs = "Programs that require the bar before a price flip to be strictly on the other side start no setup after an equal close: "
                    + "11 of 503 bars of BKX differ; the vendor's labels agree with both.",
            },
            new($"td_{side.Name}_complete", Unit.Flag, $"Completed TD {side.Name} setup: true from bar 9 while the run of {side.Closes} closes lasts.",
                side.Mirror("9 or more bars with C<C[−4] since the price flip"), TdSide.Source),
        ], 0, Setups);

    private static Indicator Perfect(TdSide side) => new([$"td_{side.Name}_run", side.Low],
        [
            new($"td_perfect_{side.Name}", Unit.Flag, $"Perfected TD {side.Name} setup: price has reached {side.Beyond} of bars 6 and 7 since bar 8.",
                side.Mirror($"L of bar 8, bar 9 or any later bar before bar 1 of a new {side.Name} setup ≤ both L6 and L7 "
                    + "(< with the option td_perfection: strict); false from that bar 1 on"),
                TdSide.Source),
        ], 0, (in KernelContext k) => Perfections(k, side.Sign))
    { Recursive = true };

    /// <summary>The earliest price flip is at bar 5, so the earliest setup bar 9 is at bar 13.</summary>
    private static Indicator Level(TdSide side) => new([$"td_{side.Name}_level"],
        [side == TdSide.Buy
            ? LevelColumn("tdst_resistance",
                "TDST resistance: highest true high of the last completed TD buy setup; a true low above it cancels the countdown.",
                "max TH of bars 1..9 of the last completed buy setup, TH = max(H, C₋₁)", "a completed buy setup")
            : LevelColumn("tdst_support",
                "TDST support: lowest true low of the last completed TD sell setup; a true high below it cancels the countdown.",
                "min TL of bars 1..9 of the last completed sell setup, TL = min(L, C₋₁)", "a completed sell setup")],
        Bars - 1, (in KernelContext k) => Negate(k.In(0), side.Sign, k.From, k.Out(0)));

    private static Column LevelColumn(string name, string meaning, string formula, string awaits) =>
        new(name, Unit.Price, meaning, formula, TdSide.Source) { Awaits = awaits, Bounds = Model.Bounds.NotNegative };

    /// <summary>A run already under way at the first bars has no price flip: it counts from −∞ and never becomes a setup.</summary>
    private static void Runs(in KernelContext k, double side)
    {
        var sign = Lanes.Of(side);
        var c = k.In(0);
        var y = k.Out(0);
        var run = Vector.ConditionalSelect(Vector.LessThan(c[Lag] * sign, c[0] * sign), Lanes.Of(double.NegativeInfinity), Vector<double>.Zero);
        for (var t = Lag + 1; t < c.Length; t++)
        {
            run = Vector.ConditionalSelect(Vector.LessThan(c[t] * sign, c[t - Lag] * sign), run + Vector<double>.One, Vector<double>.Zero);
            y[t] = run;
        }
    }

    /// <summary>Tracks the true high and low of the current setup from bar 1 and latches them at bar 9; NaN before the first completed setup.</summary>
    private static void Extents(in KernelContext k, double side)
    {
        var sign = Lanes.Of(side);
        ReadOnlySpan<Vector<double>> run = k.In(0), h = k.In(1), l = k.In(2), c = k.In(3);
        Span<Vector<double>> level = k.Out(0), size = k.Out(1);
        Vector<double> lastTop = Lanes.NaN, lastSize = lastTop, top = default, bottom = default, bars = Lanes.Of(Bars);
        for (var t = k.Start; t < c.Length; t++)
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

    private static void Setups(in KernelContext k)
    {
        var run = k.In(0);
        Span<Vector<double>> setup = k.Out(0), complete = k.Out(1);
        var bars = Lanes.Of(Bars);
        for (var t = k.From; t < run.Length; t++)
        {
            var inSetup = Vector.GreaterThan(run[t], Vector<double>.Zero) & Vector.LessThanOrEqual(run[t], bars);
            setup[t] = Vector.ConditionalSelect(inSetup, run[t], Vector<double>.Zero);
            complete[t] = Vector.ConditionalSelect(Vector.GreaterThanOrEqual(run[t], bars), Vector<double>.One, Vector<double>.Zero);
        }
    }

    /// <summary>The mark is the lower of the lows of bars 6 and 7, set at bar 9 and cleared at a new bar 1.</summary>
    private static void Perfections(in KernelContext k, double side)
    {
        var sign = Lanes.Of(side);
        ReadOnlySpan<Vector<double>> run = k.In(0), l = k.In(1);
        var y = k.Out(0);
        var strict = k.Market.IsTdPerfectionStrict;
        Vector<double> nan = Lanes.NaN, mark = nan, perfect = default, bars = Lanes.Of(Bars);
        for (var t = k.Start; t < run.Length; t++)
        {
            var (opens, completes) = (Vector.Equals(run[t], Vector<double>.One), Vector.Equals(run[t], bars));
            var sixAndSeven = Window.Min.Combine(l[t - 3] * sign, l[t - 2] * sign);
            mark = Vector.ConditionalSelect(completes, sixAndSeven, Vector.ConditionalSelect(opens, nan, mark));
            var beyond = Reaches(l[t] * sign, mark) | (completes & Reaches(l[t - 1] * sign, mark));
            y[t] = perfect = Vector.ConditionalSelect(beyond, Vector<double>.One, Vector.ConditionalSelect(opens, Vector<double>.Zero, perfect));
        }

        Vector<long> Reaches(Vector<double> low, Vector<double> limit) => strict ? Vector.LessThan(low, limit) : Vector.LessThanOrEqual(low, limit);
    }

    private static void Negate(ReadOnlySpan<Vector<double>> x, double side, int from, Span<Vector<double>> y)
    {
        var sign = Lanes.Of(side);
        for (var t = from; t < y.Length; t++) y[t] = x[t] * sign;
    }
}

/// <summary>One side of TD Sequential. The sell side is the buy side on prices times −1, which is exact, with highs and lows exchanged.</summary>
/// <param name="Name">buy or sell.</param>
/// <param name="Other">Name of the opposite side.</param>
/// <param name="Closes">Direction of the closes in a setup of this side: lower or higher.</param>
/// <param name="Beyond">What price reaches at perfection: the lows or the highs.</param>
/// <param name="Sign">Factor applied to every price before the buy-side rules.</param>
/// <param name="High">Bar field that is the high after negation.</param>
/// <param name="Low">Bar field that is the low after negation.</param>
internal sealed record TdSide(string Name, string Other, string Closes, string Beyond, double Sign, string High, string Low)
{
    public const string Source = "DeMark 1994; Perl 2008";
    private const string BuySigns = "<>≤≥LH", SellSigns = "><≥≤HL";

    public static readonly TdSide Buy = new("buy", "sell", "lower", "the lows", 1, BarField.High, BarField.Low);
    public static readonly TdSide Sell = new("sell", "buy", "higher", "the highs", -1, BarField.Low, BarField.High);

    /// <summary>A buy-side formula in this side's terms: on the sell side &lt; and &gt;, L and H are exchanged.</summary>
    public string Mirror(string formula) =>
        this == Buy ? formula : string.Concat(formula.Select(c => BuySigns.IndexOf(c) is var sign and >= 0 ? SellSigns[sign] : c));
}
