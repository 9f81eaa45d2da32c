using System.Numerics;
using System.Runtime.InteropServices;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Volatility;

/// <summary>Beta and correlation of the symbol's daily returns with the benchmark's.</summary>
internal sealed class Beta : IIndicatorFamily
{
    private const int Period = 252;
    private static readonly string CommonBars = $"{Period + 1} benchmark bars on the same dates";

    public IEnumerable<Indicator> All =>
    [
        new([BarField.Close], [Helper("benchmark_close") with { NeedsBenchmark = true }], 0, Closes) { Published = false },
        new([BarField.Close], [Helper("return_1d")], 1, (in KernelContext k) => Returns(k.In(0), k.From, k.Out(0))) { Published = false },
        new(["benchmark_close"], [Helper("benchmark_return_1d")], 1, (in KernelContext k) => Returns(k.In(0), k.From, k.Out(0))) { Published = false },
        new(["return_1d", "benchmark_return_1d"], [Slope, Correlation], Period - 1, (in KernelContext k) =>
            Kernel(k.In(0), k.In(1), Period, k.From, k.Out(0), k.Out(1))),
    ];

    private static Column Slope => new($"beta_{Period}", Unit.Ratio, "Beta: slope of the symbol's daily returns on the benchmark's.",
        $"cov(s, b)/var(b) over the last {Period} daily returns of symbol and benchmark between the same dates; "
        + "NULL when the benchmark has no bar on one of them or did not move", "textbook")
    {
        Awaits = CommonBars,
    };

    private static Column Correlation => new($"corr_{Period}", Unit.Ratio, "Correlation of the symbol's daily returns with the benchmark's, −1 to 1.",
        $"cov(s, b)/√(var(s)·var(b)) over the last {Period} daily returns of symbol and benchmark between the same dates; "
        + "NULL when the benchmark has no bar on one of them or either did not move", "textbook")
    {
        Bounds = new(-1, 1),
        Awaits = CommonBars,
    };

    private static Column Helper(string name) => new(name, Unit.Ratio, "Helper column.", "see beta_252", "textbook");

    private static void Closes(in KernelContext k)
    {
        var y = MemoryMarshal.Cast<Vector<double>, double>(k.Out(0));
        y[(k.From * Vector<double>.Count)..].Fill(double.NaN);
        for (var lane = 0; lane < Vector<double>.Count; lane++)
        {
            var days = k.Days(lane);
            for (var t = k.From; t < days.Length; t++) y[t * Vector<double>.Count + lane] = k.Market.Benchmark.CloseOn(days[t]);
        }
    }

    private static void Returns(ReadOnlySpan<Vector<double>> c, int from, Span<Vector<double>> y)
    {
        for (var t = from; t < c.Length; t++) y[t] = c[t] / c[t - 1] - Vector<double>.One;
    }

    /// <summary>Returns are shifted by the window's newest before the mean is removed, so that a flat series deviates by exactly 0. 0/0 stays NaN.</summary>
    private static void Kernel(ReadOnlySpan<Vector<double>> s, ReadOnlySpan<Vector<double>> b, int n, int from,
        Span<Vector<double>> beta, Span<Vector<double>> corr)
    {
        var count = Lanes.Of(n);
        for (var t = from; t < s.Length; t++)
        {
            Vector<double> meanS = default, meanB = default, ss = default, bb = default, sb = default;
            for (var i = t - n + 1; i <= t; i++)
            {
                meanS += s[i] - s[t];
                meanB += b[i] - b[t];
            }
            meanS /= count;
            meanB /= count;
            for (var i = t - n + 1; i <= t; i++)
            {
                Vector<double> ds = s[i] - s[t] - meanS, db = b[i] - b[t] - meanB;
                ss += ds * ds;
                bb += db * db;
                sb += ds * db;
            }
            beta[t] = sb / bb;
            corr[t] = sb / Vector.SquareRoot(ss * bb);
        }
    }
}
