using System.Numerics;
using System.Runtime.InteropServices;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Momentum;

/// <summary>How a share moves with the benchmark: its slope on the benchmark's returns and the correlation of the two.</summary>
internal sealed class Beta : IIndicators
{
    private const int Period = 252;

    public IEnumerable<Indicator> All =>
    [
        new([BarField.Close], [Helper("benchmark_close")], 0, Closes) { Published = false },
        new([BarField.Close], [Helper("return_1d")], 1, (in KernelContext f) => Returns(f.In(0), f.From, f.Out(0))) { Published = false },
        new(["benchmark_close"], [Helper("benchmark_return_1d")], 1, (in KernelContext f) => Returns(f.In(0), f.From, f.Out(0))) { Published = false },
        new(["return_1d", "benchmark_return_1d"], [Slope, Correlation], Period - 1, (in KernelContext f) => Kernel(f.In(0), f.In(1), Period, f.From, f.Out(0), f.Out(1))),
    ];

    private static Column Slope => new($"beta_{Period}", Unit.Ratio, "Percent the share moves for each percent of the benchmark.",
        $"cov(s, b)/var(b) over the last {Period} daily returns of share and benchmark between the same dates; none when the benchmark did not move or misses a date", "textbook")
    {
        Awaits = $"{Period + 1} bars of the benchmark on the same dates",
    };

    private static Column Correlation => new($"corr_{Period}", Unit.Ratio, "How closely the share follows the benchmark, −1 to 1.",
        $"cov(s, b)/√(var(s)·var(b)) over the last {Period} daily returns of share and benchmark between the same dates; none when either did not move", "textbook")
    {
        Bounds = new(-1, 1),
        Awaits = $"{Period + 1} bars of the benchmark on the same dates",
    };

    private static Column Helper(string name) => new(name, Unit.Ratio, "helper", "see beta_252", "textbook");

    private static void Closes(in KernelContext f)
    {
        var y = MemoryMarshal.Cast<Vector<double>, double>(f.Out(0));
        y[(f.From * Vector<double>.Count)..].Fill(double.NaN);
        for (var lane = 0; lane < Vector<double>.Count; lane++)
        {
            var days = f.Days(lane);
            for (var t = f.From; t < days.Length; t++) y[t * Vector<double>.Count + lane] = f.MarketContext.Benchmark.CloseOn(days[t]);
        }
    }

    private static void Returns(ReadOnlySpan<Vector<double>> c, int from, Span<Vector<double>> y)
    {
        for (var t = from; t < c.Length; t++) y[t] = c[t] / c[t - 1] - Vector<double>.One;
    }

    /// <summary>Deviations are taken from the window's newest returns first and from their mean then, so that a series that did not move deviates by exactly nothing. 0/0 stays NaN.</summary>
    private static void Kernel(ReadOnlySpan<Vector<double>> s, ReadOnlySpan<Vector<double>> b, int n, int from, Span<Vector<double>> beta, Span<Vector<double>> corr)
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
