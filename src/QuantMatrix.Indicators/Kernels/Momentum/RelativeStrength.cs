using System.Numerics;
using System.Runtime.InteropServices;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Momentum;

/// <summary>Performance against the benchmark over four quarters, its rank in the session, and new highs of the ratio to the benchmark.</summary>
internal sealed class RelativeStrength : IIndicatorFamily
{
    /// <summary>The weighted performance that is ranked.</summary>
    public const string Score = "rs_score";

    private const int Quarter = 63, Year = 252;

    /// <summary>Calendar days for which the benchmark's last close stands in for a session without one.</summary>
    private const int MostDaysBack = 7;

    /// <summary>Of the newest quarter, and of each of the three before it.</summary>
    private const double NewestWeight = 0.4, Weight = 0.2;

    public IEnumerable<Indicator> All =>
    [
        new([BarField.Close], [Helper("rs_line") with { NeedsBenchmark = true }], 0, Line) { Published = false },
        new(["rs_line"], [Helper("rs_line_high")], Year - 1, (in KernelContext k) => Highest(k)) { Published = false },
        new([BarField.Close], [Helper("close_high_52w")], Year - 1, (in KernelContext k) => Highest(k)) { Published = false },
        new(["rs_line"], [ScoreColumn], 4 * Quarter, (in KernelContext k) => Scores(k.In(0), k.From, k.Out(0))),
        new([Score], [RankColumn], 0, Ranks),
        new(["rs_line", "rs_line_high", BarField.Close, "close_high_52w"], [NewHighColumn], 0, NewHighs),
    ];

    private static Column ScoreColumn => new(Score, Unit.Percent,
        "Performance against the benchmark over four quarters, the newest weighted twice, in percent.",
        $"100·(0.4·q₁ + 0.2·q₂ + 0.2·q₃ + 0.2·q₄), q = r/r[−{Quarter}] − 1 of each {Quarter} sessions, newest first; "
        + $"r = C / the benchmark's close, or its last one, at most {MostDaysBack} days before", "in-house, after Investor's Business Daily")
    {
        Bounds = new(-100, double.PositiveInfinity),
        Awaits = "a benchmark close at each quarter",
    };

    private static Column RankColumn => new("rs_rank", Unit.Count, $"Rank of {Score} among the members of the tracked indices in the session, 1 to 99.",
        $"ceil(99·(number with a smaller {Score} + half the number with an equal one, itself included)/n); NULL for a symbol that is no member; "
        + "before the first stored member list of an index its first members count", "in-house, after Investor's Business Daily")
    {
        Bounds = new(1, 99),
        IsCrossSectional = true,
        Awaits = "a membership",
    };

    private static Column NewHighColumn => new("rs_line_new_high", Unit.Flag,
        $"Whether the ratio to the benchmark is at its highest of {Year} sessions while the close is not.",
        $"r = max r and C < max C of the last {Year} sessions, r as in {Score}; NULL when r is missing in one of them", "in-house")
    {
        Awaits = $"{Year} sessions with the benchmark",
    };

    private static Column Helper(string name) => new(name, Unit.Ratio, "Helper column.", $"see {Score}", "in-house");

    private static void Line(in KernelContext k)
    {
        ReadOnlySpan<double> close = MemoryMarshal.Cast<Vector<double>, double>(k.In(0));
        var y = MemoryMarshal.Cast<Vector<double>, double>(k.Out(0));
        y[(k.From * Vector<double>.Count)..].Fill(double.NaN);
        for (var lane = 0; lane < Vector<double>.Count; lane++)
        {
            var days = k.Days(lane);
            for (var t = k.From; t < days.Length; t++)
            {
                var i = t * Vector<double>.Count + lane;
                y[i] = close[i] / Close(k.Market.Benchmark, days[t]);
            }
        }
    }

    private static double Close(Benchmark benchmark, int day) => benchmark.CloseOn(day) is var close && !double.IsNaN(close) ? close
        : benchmark.LastSessionAt(day) is { } last && day - last <= MostDaysBack ? benchmark.CloseOn(last) : double.NaN;

    private static void Highest(in KernelContext k) => Window.Fold<MaxOrMissing>(k.In(0), k.Start, Year, k.From, k.Scratch, k.Out(0));

    private static void Scores(ReadOnlySpan<Vector<double>> r, int from, Span<Vector<double>> y)
    {
        Vector<double> newest = Lanes.Of(NewestWeight), weight = Lanes.Of(Weight);
        for (var t = from; t < r.Length; t++)
            y[t] = Lanes.Hundred * (newest * Change(r, t) + weight * (Change(r, t - Quarter) + Change(r, t - 2 * Quarter) + Change(r, t - 3 * Quarter)));
    }

    private static Vector<double> Change(ReadOnlySpan<Vector<double>> r, int t) => r[t] / r[t - Quarter] - Vector<double>.One;

    private static void Ranks(in KernelContext k)
    {
        Lanes.Blank(k.Out(0)[k.From..]);
        if (k.Market.Ranks is not { } ranks) return;
        var y = MemoryMarshal.Cast<Vector<double>, double>(k.Out(0));
        for (var lane = 0; lane < Vector<double>.Count; lane++)
        {
            var days = k.Days(lane);
            if (days.Length <= k.From) continue;
            foreach (var (day, rank) in ranks.Of(k.Symbol(lane)))
                if (days[k.From..].BinarySearch(day) is >= 0 and var t) y[(k.From + t) * Vector<double>.Count + lane] = rank;
        }
    }

    private static void NewHighs(in KernelContext k)
    {
        ReadOnlySpan<Vector<double>> r = k.In(0), highest = k.In(1), c = k.In(2), highestClose = k.In(3);
        var y = k.Out(0);
        for (var t = k.From; t < y.Length; t++)
        {
            var isNew = Vector.Equals(r[t], highest[t]) & Vector.LessThan(c[t], highestClose[t]);
            var known = Vector.Equals(highest[t], highest[t]);
            y[t] = Vector.ConditionalSelect(known, Vector.ConditionalSelect(isNew, Vector<double>.One, Vector<double>.Zero), Lanes.NaN);
        }
    }

    /// <summary>Highest value of the window; NaN when one is missing.</summary>
    private readonly struct MaxOrMissing : IFold
    {
        public static Vector<double> Combine(Vector<double> older, Vector<double> newer) =>
            Vector.ConditionalSelect(Vector.GreaterThan(older, newer) | Vector.OnesComplement(Vector.Equals(older, older)), older, newer);

        public static Vector<double> Finish(Vector<double> folded, Vector<double> count) => folded;
    }
}
