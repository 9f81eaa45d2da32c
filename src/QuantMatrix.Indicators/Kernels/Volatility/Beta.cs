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

    /// <summary>Moments of blocks, as <see cref="Window"/> folds them. 0/0 stays NaN.</summary>
    private static void Kernel(in KernelContext k)
    {
        ReadOnlySpan<Vector<double>> s = k.In(0), b = k.In(1);
        Span<Vector<double>> beta = k.Out(0), corr = k.Out(1);
        Span<PairMoments> tail = stackalloc PairMoments[Period];
        for (var block = k.Start + (k.From - k.Start + 1) / Period * Period; block <= s.Length; block += Period)
        {
            PairMoments fold = default;
            for (var i = Period - 1; i >= 0; i--)
            {
                fold.Add(s[block - Period + i], b[block - Period + i]);
                tail[i] = fold;
            }
            Write(fold, ref beta[block - 1], ref corr[block - 1]);

            fold = default;
            var end = Math.Min(block + Period - 1, s.Length);
            for (var t = block; t < end; t++)
            {
                fold.Add(s[t], b[t]);
                var window = tail[t - block + 1];
                window.Add(in fold);
                Write(window, ref beta[t], ref corr[t]);
            }
        }
    }

    private static void Write(in PairMoments m, ref Vector<double> beta, ref Vector<double> corr)
    {
        Vector<double> one = Vector<double>.One, nan = Lanes.NaN;
        var known = Vector.GreaterThanOrEqual(m.Count, Lanes.Of(FewestPairs));
        beta = Vector.ConditionalSelect(known, m.SB / m.BB, nan);
        corr = Vector.ConditionalSelect(known, Lanes.Clamp(m.SB / Vector.SquareRoot(m.SS * m.BB), -one, one), nan);
    }
}
