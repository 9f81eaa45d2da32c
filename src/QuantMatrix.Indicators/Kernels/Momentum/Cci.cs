using System.Numerics;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Momentum;

/// <summary>Commodity channel index: how unusually far the session's middle stands from its mean.</summary>
internal sealed class Cci : IIndicators
{
    /// <summary>Lambert's constant: about three quarters of all values fall between −100 and 100.</summary>
    private const double Scale = 0.015;

    public IEnumerable<Indicator> All => [Of(20)];

    /// <summary>Needs the typical price beside it.</summary>
    internal static Indicator Of(int n) => new(["typical_price"], [Column(n)], n - 1, (in KernelContext f) => Kernel(f.In(0), n, f.From, f.Out(0)));

    /// <summary>A value lies no more than n/2 mean deviations from the mean of its own window.</summary>
    private static Column Column(int n) =>
        new($"cci_{n}", Unit.Ratio, "How unusually far the session's middle stands over its mean; beyond ±100 it is rare.",
            $"(TP − mean)/({Scale}·mean of |TP − mean|), TP = (H+L+C)/3 over the last {n} sessions, none when all are equal", "Lambert 1980")
        {
            Bounds = new(-n / (2 * Scale), n / (2 * Scale)),
            Differs = "TA-Lib gives 0 when nothing deviates.",
        };

    /// <summary>0/0 (all equal) stays NaN.</summary>
    private static void Kernel(ReadOnlySpan<Vector<double>> tp, int n, int from, Span<Vector<double>> y)
    {
        var scale = Lanes.Of(Scale / n);
        for (var t = from; t < tp.Length; t++)
        {
            var absolutes = Deviation.Absolutes(tp.Slice(t - n + 1, n), out var mean);
            y[t] = (Vector<double>.Zero - mean) / (scale * absolutes);
        }
    }
}
