using System.Numerics;
using System.Runtime.InteropServices;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Volatility;

/// <summary>Beta and correlation of the symbol's daily returns with the benchmark's.</summary>
internal sealed class Beta : IIndicatorFamily
{
    private const int Period = 252;

    /// <summary>Pairs of returns that a window must hold.</summary>
    private const int FewestPairs = 230;

    private static readonly string Pairs = $"{FewestPairs} pairs of returns among the last {Period} sessions";

    public IEnumerable<Indicator> All =>
    [
        new([BarField.Close], [Helper("pair_return"), Helper("pair_benchmark_return") with { NeedsBenchmark = true }], 1, Returns) { Published = false },
        new(["pair_return", "pair_benchmark_return"], [Slope, Correlation], Period - 1, Kernel),
    ];

    private static Column Slope => new($"beta_{Period}", Unit.Ratio, "Beta: slope of the symbol's daily returns on the benchmark's.",
        $"cov(s, b)/var(b) of the returns from one date that symbol and benchmark have to the next, over the last {Period} sessions; "
        + $"NULL with fewer than {FewestPairs} pairs, or when the benchmark did not move", "textbook")
    {
        Awaits = Pairs,
    };

    private static Column Correlation => new($"corr_{Period}", Unit.Ratio, "Correlation of the symbol's daily returns with the benchmark's, −1 to 1.",
        $"cov(s, b)/√(var(s)·var(b)) of the returns from one date that symbol and benchmark have to the next, over the last {Period} sessions; "
        + $"NULL with fewer than {FewestPairs} pairs, or when either did not move", "textbook")
    {
        Bounds = new(-1, 1),
        Awaits = Pairs,
    };

    private static Column Helper(string name) => new(name, Unit.Ratio, "Helper column.", "see beta_252", "textbook");

    /// <summary>Returns since the last date that both have; NaN on a date that the benchmark lacks.</summary>
    private static void Returns(in KernelContext k)
    {
        ReadOnlySpan<double> close = MemoryMarshal.Cast<Vector<double>, double>(k.In(0));
        Span<double> own = MemoryMarshal.Cast<Vector<double>, double>(k.Out(0)), other = MemoryMarshal.Cast<Vector<double>, double>(k.Out(1));
        var begin = k.From * Vector<double>.Count;
        own[begin..].Fill(double.NaN);
        other[begin..].Fill(double.NaN);
        for (var lane = 0; lane < Vector<double>.Count; lane++)
            Walk(close[lane..], k.Days(lane), k.From, k.Market.Benchmark, own[lane..], other[lane..]);
    }

    private static void Walk(ReadOnlySpan<double> close, ReadOnlySpan<int> days, int from, Benchmark benchmark, Span<double> own, Span<double> other)
    {
        if (days.Length <= from) return;
        var before = from - 1;
        while (before > 0 && double.IsNaN(benchmark.CloseOn(days[before]))) before--;
        var (last, lastOther) = (close[before * Vector<double>.Count], benchmark.CloseOn(days[before]));
        for (var t = from; t < days.Length; t++)
        {
            var (at, now) = (t * Vector<double>.Count, benchmark.CloseOn(days[t]));
            if (double.IsNaN(now)) continue;
            (own[at], other[at]) = (close[at] / last - 1, now / lastOther - 1);
            (last, lastOther) = (close[at], now);
        }
    }

    /// <summary>Returns are shifted by the newest pair before the mean is removed, so that a flat series deviates by exactly 0. 0/0 stays NaN.</summary>
    private static void Kernel(in KernelContext k)
    {
        ReadOnlySpan<Vector<double>> s = k.In(0), b = k.In(1);
        Span<Vector<double>> beta = k.Out(0), corr = k.Out(1);
        Vector<double> all = Lanes.Of(Period), fewest = Lanes.Of(FewestPairs), one = Lanes.Of(1), nan = Lanes.NaN;
        Vector<double> pairs = default, newestS = nan, newestB = nan;
        for (var t = k.From - Period + 1; t < s.Length; t++)
        {
            var isPair = Vector.Equals(b[t], b[t]);
            pairs += Vector.ConditionalSelect(isPair, one, default) - (t - Period < k.From - Period + 1 ? default : One(b[t - Period]));
            (newestS, newestB) = (Vector.ConditionalSelect(isPair, s[t], newestS), Vector.ConditionalSelect(isPair, b[t], newestB));
            if (t < k.From) continue;
            var window = (t - Period + 1)..(t + 1);
            var (ss, bb, sb) = Vector.EqualsAll(pairs, all) ? Products(s[window], b[window]) : Products(s[window], b[window], pairs, (newestS, newestB));
            var known = Vector.GreaterThanOrEqual(pairs, fewest);
            beta[t] = Vector.ConditionalSelect(known, sb / bb, nan);
            corr[t] = Vector.ConditionalSelect(known, Lanes.Clamp(sb / Vector.SquareRoot(ss * bb), -one, one), nan);
        }

        static Vector<double> One(Vector<double> x) => Vector.ConditionalSelect(Vector.Equals(x, x), Lanes.Of(1), default);
    }

    /// <summary>Sums of the squared deviations of each, and of their products.</summary>
    private static (Vector<double> SS, Vector<double> BB, Vector<double> SB) Products(ReadOnlySpan<Vector<double>> s, ReadOnlySpan<Vector<double>> b)
    {
        Vector<double> meanS = default, meanB = default, ss = default, bb = default, sb = default, count = Lanes.Of(Period);
        var (newestS, newestB) = (s[^1], b[^1]);
        for (var i = 0; i < s.Length; i++)
        {
            meanS += s[i] - newestS;
            meanB += b[i] - newestB;
        }
        meanS /= count;
        meanB /= count;
        for (var i = 0; i < s.Length; i++)
        {
            Vector<double> ds = s[i] - newestS - meanS, db = b[i] - newestB - meanB;
            ss += ds * ds;
            bb += db * db;
            sb += ds * db;
        }
        return (ss, bb, sb);
    }

    /// <summary>The same over a window that lacks pairs in some lanes.</summary>
    private static (Vector<double> SS, Vector<double> BB, Vector<double> SB) Products(
        ReadOnlySpan<Vector<double>> s, ReadOnlySpan<Vector<double>> b, Vector<double> count, (Vector<double> S, Vector<double> B) newest)
    {
        Vector<double> meanS = default, meanB = default, ss = default, bb = default, sb = default;
        for (var i = 0; i < s.Length; i++)
        {
            var isPair = Vector.Equals(b[i], b[i]);
            meanS += Vector.ConditionalSelect(isPair, s[i] - newest.S, default);
            meanB += Vector.ConditionalSelect(isPair, b[i] - newest.B, default);
        }
        meanS /= count;
        meanB /= count;
        for (var i = 0; i < s.Length; i++)
        {
            var isPair = Vector.Equals(b[i], b[i]);
            var ds = Vector.ConditionalSelect(isPair, s[i] - newest.S - meanS, default);
            var db = Vector.ConditionalSelect(isPair, b[i] - newest.B - meanB, default);
            ss += ds * ds;
            bb += db * db;
            sb += ds * db;
        }
        return (ss, bb, sb);
    }
}
