using System.Numerics;
using QuantMatrix.Indicators.Kernels.Trend;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Weekly;

/// <summary>Weinstein's stage of a share by its 30-week average: 1 basing, 2 advancing, 3 topping, 4 declining.</summary>
internal sealed class Weinstein : IIndicators
{
    private const int Period = 30, SlopeWeeks = 5, FirstWeeks = 10, SessionsAgo = 5;
    private const string Source = "Weinstein 1988; rules: house";

    public IEnumerable<Indicator> All =>
    [
        Weeks.Of("week_ma", ["week_close"], Period - 1, (in KernelContext f) => Window.Fold<Window.Mean>(f.In(0), f.Start, Period, f.From, f.Scratch, f.Out(0))),
        Weeks.Of("week_dist", ["week_close", "week_ma"], 0, (in KernelContext f) => Distance.Kernel(f.In(0), f.In(1), f.From, f.Out(0))),
        Weeks.Of("week_slope", ["week_ma"], SlopeWeeks, (in KernelContext f) => Performance.Kernel(f.In(0), SlopeWeeks, f.From, f.Out(0))),
        Weeks.Of("week_stage", ["week_close", "week_ma", "week_slope"], FirstWeeks - SlopeWeeks, Stages) with { Optional = ["week_rs"] },
        Weeks.Shown(Label("stage_label", "Weinstein's stage in the last complete week: 1 basing, 2 advancing, 3 topping, 4 declining.") with { Head = true }, "week_stage"),
        Weeks.Shown(Label("stage_label_5d_ago", $"stage_label {SessionsAgo} sessions earlier."), "week_stage", SessionsAgo),
        Weeks.Shown(Slope, "week_slope"),
        Weeks.Shown(Dist, "week_dist"),
    ];

    private static Column Label(string name, string meaning) => new(name, Unit.Label, meaning,
        $"first by the sign of MA{Period} − MA{Period}[−{FirstWeeks}] (up 2 or 3, down or level 4 or 1, by the side of MA{Period}); then each week: C<MA and slope<−b → 4; "
        + "from 2: slope≤b or C<MA → 3; into 2: C>MA, slope>b, RS>0 or above RS[−10] and, from 1 or 3, this and last week C>MA with slope≥0; from 4 otherwise → 1; b, the weeks of RS and of confirmation are options",
        Source)
    {
        Labels = ["UNKNOWN", "1", "2", "3", "4"],
        Awaits = $"{Period + FirstWeeks} complete weeks",
    };

    private static Column Slope => new("stage_slope_pct", Unit.Percent, $"Rise of the {Period}-week average over {SlopeWeeks} weeks, in the last complete week.",
        $"100·(MA{Period}/MA{Period}[−{SlopeWeeks}] − 1)", Source) { Bounds = new(-100, double.PositiveInfinity), Awaits = $"{Period + SlopeWeeks} complete weeks" };

    private static Column Dist => new("stage_dist_pct", Unit.Percent, $"How far the last weekly close stands over its {Period}-week average.",
        $"100·(C/MA{Period} − 1), weekly", Source) { Bounds = new(-100, double.PositiveInfinity), Awaits = $"{Period} complete weeks" };

    /// <summary>Comparisons with a missing relative strength are false: without a benchmark nothing enters stage 2 but as its first state.</summary>
    private static void Stages(in KernelContext f)
    {
        ReadOnlySpan<Vector<double>> c = f.In(0), ma = f.In(1), slope = f.In(2), rs = f.In(3);
        Vector<double> one = Lanes.Of(1), two = Lanes.Of(2), three = Lanes.Of(3), four = Lanes.Of(4);
        var y = f.Out(0);
        var rising = f.MarketContext.Stage.RisingWeeks;
        Vector<double> band = Lanes.Of(f.MarketContext.Stage.FlatBand), confirm = Lanes.Of(f.MarketContext.Stage.ConfirmWeeks), stage = default, streak = default;
        for (var w = f.Start; w < y.Length; w++)
        {
            Vector<long> above = Vector.GreaterThan(c[w], ma[w]), below = Vector.LessThan(c[w], ma[w]);
            streak = Vector.ConditionalSelect(above & Vector.GreaterThanOrEqual(slope[w], Vector<double>.Zero), streak + one, Vector<double>.Zero);
            if (w < f.Start + FirstWeeks - SlopeWeeks) continue;
            if (w == f.Start + FirstWeeks - SlopeWeeks)
            {
                var up = Vector.GreaterThan(ma[w], ma[w - FirstWeeks]);
                y[w] = stage = Vector.ConditionalSelect(up, Vector.ConditionalSelect(above, two, three), Vector.ConditionalSelect(below, four, one));
                continue;
            }
            var strong = Vector.GreaterThan(rs[w], Vector<double>.Zero) | Vector.GreaterThan(rs[w], w < rising ? Lanes.NaN : rs[w - rising]);
            var steep = Vector.GreaterThan(slope[w], band);
            var enters = above & steep & strong;
            var from13 = Vector.ConditionalSelect(enters & Vector.GreaterThanOrEqual(streak, confirm), two, stage);
            var from2 = Vector.ConditionalSelect(Vector.AndNot(steep, below), two, three);
            var from4 = Vector.ConditionalSelect(enters, two, one);
            stage = Vector.ConditionalSelect(Vector.Equals(stage, two), from2, Vector.ConditionalSelect(Vector.Equals(stage, four), from4, from13));
            y[w] = stage = Vector.ConditionalSelect(below & Vector.LessThan(slope[w], -band), four, stage);
        }
    }
}
