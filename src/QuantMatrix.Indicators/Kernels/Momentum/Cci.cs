using System.Numerics;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Momentum;

/// <summary>Commodity channel index: deviation of the typical price from its mean, in units of mean deviation.</summary>
internal sealed class Cci : IIndicatorFamily
{
    /// <summary>Lambert's constant, chosen so that about three quarters of all values fall between −100 and 100 (Lambert 1980).</summary>
    private const double Scale = 0.015;

    public IEnumerable<Indicator> All => [Of(20)];

    /// <summary>Requires <see cref="TypicalPrice"/> in the same catalogue.</summary>
    internal static Indicator Of(int n) => new(["typical_price"], [Column(n)], n - 1, (in KernelContext k) => Kernel(k.In(0), n, k.From, k.Out(0)));

    /// <summary>Bounded, because a value is at most n/2 mean deviations from the mean of its own window.</summary>
    private static Column Column(int n) =>
        new($"cci_{n}", Unit.Ratio, "Commodity channel index: deviation of the typical price from its mean; beyond ±100 is unusual.",
            $"(TP − mean)/({Scale}·mean of |TP − mean|), TP = (H+L+C)/3 over the last {n} sessions, NULL when all are equal", "Lambert 1980")
        {
            Bounds = new(-n / (2 * Scale), n / (2 * Scale)),
            Differs = "TA-Lib returns 0 when the mean deviation is 0.",
        };

    /// <summary>0/0 (all equal) stays NaN.</summary>
    private static void Kernel(ReadOnlySpan<Vector<double>> tp, int n, int from, Span<Vector<double>> y)
    {
        Vector<double> scale = Lanes.Of(Scale / n), most = Lanes.Of(n / (2 * Scale));
        for (var t = from; t < tp.Length; t++)
        {
            var absolutes = Deviation.Absolutes(tp.Slice(t - n + 1, n), out var mean);
            y[t] = Lanes.Clamp((Vector<double>.Zero - mean) / (scale * absolutes), -most, most);
        }
    }
}

/// <summary>Typical price of a session, an input of the commodity channel index and the money flow index.</summary>
internal sealed class TypicalPrice : IIndicatorFamily
{
    public IEnumerable<Indicator> All => [Of];

    internal static Indicator Of => new([BarField.High, BarField.Low, BarField.Close],
        [new("typical_price", Unit.Price, "Typical price of the session.", "(H + L + C)/3", "textbook") { Bounds = Bounds.NotNegative }], 0,
        (in KernelContext k) => Kernel(k.In(0), k.In(1), k.In(2), k.From, k.Out(0)))
    { Published = false };

    private static void Kernel(ReadOnlySpan<Vector<double>> h, ReadOnlySpan<Vector<double>> l, ReadOnlySpan<Vector<double>> c, int from,
        Span<Vector<double>> y)
    {
        var three = Lanes.Of(3);
        for (var t = from; t < c.Length; t++) y[t] = (h[t] + l[t] + c[t]) / three;
    }
}
