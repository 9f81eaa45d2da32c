using System.Numerics;
using QuantMatrix.Indicators.Kernels.Momentum;
using QuantMatrix.Indicators.Kernels.Trend;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Weekly;

/// <summary>Weinstein stage analysis on the 30-week average: 1 basing, 2 advancing, 3 topping, 4 declining.</summary>
internal sealed class Weinstein : IIndicatorFamily
{
    private const int Period = 30, SlopeWeeks = 5, FirstWeeks = 10, LagSessions = 5, StrengthWeeks = 52;
    private const string Source = "Weinstein 1988; in-house rules";

    public IEnumerable<Indicator> All =>
    [
        Weeks.Of("week_ma", ["week_close"], Period - 1, (in KernelContext k) =>
            Window.Fold<Window.Mean>(k.In(0), k.Start, Period, k.From, k.Scratch, k.Out(0))),
        Weeks.Of("week_dist", ["week_close", "week_ma"], 0, (in KernelContext k) => Distance.Kernel(k.In(0), k.In(1), k.From, k.Out(0))),
        Weeks.Of("week_slope", ["week_ma"], SlopeWeeks, (in KernelContext k) => Performance.Kernel(k.In(0), SlopeWeeks, k.From, k.Out(0))),
        Weeks.Of("week_stage", ["week_close", "week_ma", "week_slope"], FirstWeeks - SlopeWeeks, Stages) with { Optional = ["week_rs", "week_benchmark"] },
        Weeks.Daily(Stage, "week_stage"),
        Weeks.Daily(Label("stage_label_5d_ago", $"Weinstein stage {LagSessions} sessions earlier."), "week_stage", LagSessions),
        Weeks.Daily(Slope, "week_slope"),
        Weeks.Daily(Dist, "week_dist"),
    ];

    private static Column Stage =>
        Label("stage_label", "Weinstein stage as of the last complete week: 1 basing, 2 advancing, 3 topping, 4 declining.") with { Head = true };

    private static Column Label(string name, string meaning) => new(name, Unit.Label, meaning,
        $"initially by the sign of MA{Period} − MA{Period}[−{FirstWeeks}] (up: 2 or 3, down or flat: 4 or 1, by the side of MA{Period}); "
        + "then each week: C<MA and slope<−b → 4; from 2: slope≤b or C<MA → 3; "
        + "into 2: C>MA, slope>b, RS>0 or above RS[−10] and, from 1 or 3, C>MA with slope≥0 this week and last; "
        + "from 4 otherwise → 1; of the benchmark itself by price and slope alone; begins again after weeks without the benchmark; "
        + "b and the weeks of RS and of confirmation are options", Source)
    {
        Labels = ["UNKNOWN", "1", "2", "3", "4"],
        Awaits = $"{Period + FirstWeeks} complete weeks of symbol and benchmark",
    };

    private static Column Slope => new("stage_slope_pct", Unit.Percent,
        $"Slope of the {Period}-week average: change over {SlopeWeeks} weeks as of the last complete week, in percent.",
        $"100·(MA{Period}/MA{Period}[−{SlopeWeeks}] − 1)", Source)
    {
        Bounds = new(-100, double.PositiveInfinity),
        Awaits = $"{Period + SlopeWeeks} complete weeks",
    };

    private static Column Dist => new("stage_dist_pct", Unit.Percent, $"Distance of the last weekly close from its {Period}-week average, in percent.",
        $"100·(C/MA{Period} − 1), weekly", Source)
    { Bounds = new(-100, double.PositiveInfinity), Awaits = $"{Period} complete weeks" };

    /// <remarks>
    /// A week without a close of the benchmark, or without the relative strength that the symbol's own weeks would give, has no stage, and the next one
    /// with it begins again as an initial one. In a symbol's first weeks comparisons with the relative strength, which needs more of them, are false.
    /// </remarks>
    private static void Stages(in KernelContext k)
    {
        ReadOnlySpan<Vector<double>> c = k.In(0), ma = k.In(1), slope = k.In(2), rs = k.In(3), benchmark = k.In(4);
        Vector<double> one = Lanes.Of(1), two = Lanes.Of(2), three = Lanes.Of(3), four = Lanes.Of(4);
        var y = k.Out(0);
        var rising = k.Market.Stage.RisingWeeks;
        Vector<double> band = Lanes.Of(k.Market.Stage.FlatBand), confirm = Lanes.Of(k.Market.Stage.ConfirmWeeks);
        Vector<double> stage = default, streak = default;
        var (isBenchmark, first) = (k.IsBenchmark(), k.Start + FirstWeeks - SlopeWeeks);
        for (var w = k.Start; w < y.Length; w++)
        {
            Vector<long> above = Rounding.IsAbove(c[w], ma[w]), below = Rounding.IsBelow(c[w], ma[w]);
            streak = Vector.ConditionalSelect(above & Vector.GreaterThanOrEqual(slope[w], Vector<double>.Zero), streak + one, Vector<double>.Zero);
            if (w < first) continue;
            var up = Rounding.IsAbove(ma[w], ma[w - FirstWeeks]);
            var initial = Vector.ConditionalSelect(up, Vector.ConditionalSelect(above, two, three), Vector.ConditionalSelect(below, four, one));
            var strong = isBenchmark | Vector.GreaterThan(rs[w], Vector<double>.Zero)
                | Vector.GreaterThan(rs[w], w < rising ? Lanes.NaN : rs[w - rising]);
            var steep = Vector.GreaterThan(slope[w], band);
            var enters = above & steep & strong;
            var from13 = Vector.ConditionalSelect(enters & Vector.GreaterThanOrEqual(streak, confirm), two, stage);
            var from2 = Vector.ConditionalSelect(Vector.AndNot(steep, below), two, three);
            var from4 = Vector.ConditionalSelect(enters, two, one);
            var next = Vector.ConditionalSelect(Vector.Equals(stage, two), from2, Vector.ConditionalSelect(Vector.Equals(stage, four), from4, from13));
            next = Vector.ConditionalSelect(below & Vector.LessThan(slope[w], -band), four, next);
            var known = isBenchmark | Vector.Equals(w < StrengthWeeks - 1 ? benchmark[w] : rs[w], w < StrengthWeeks - 1 ? benchmark[w] : rs[w]);
            stage = Vector.ConditionalSelect(known, Vector.ConditionalSelect(Vector.Equals(stage, Vector<double>.Zero), initial, next), Vector<double>.Zero);
            y[w] = Vector.ConditionalSelect(known, stage, Lanes.NaN);
        }
    }
}
