using System.Numerics;
using QuantMatrix.Indicators.Kernels.Trend;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Volume;

/// <summary>How much trades on a usual session, and today against that.</summary>
internal sealed class VolumeAverage : IIndicators
{
    public IEnumerable<Indicator> All => Of(50);

    internal static IEnumerable<Indicator> Of(int n) =>
    [
        Sma.Over(BarField.Volume, Mean(n), n),
        new([BarField.Volume, $"volume_sma_{n}"], [Ratio(n)], 0, (in KernelContext f) => Ratios(f.In(0), f.In(1), f.From, f.Out(0))),
    ];

    private static Column Mean(int n) => new($"volume_sma_{n}", Unit.Shares, $"Average volume of the last {n} sessions.", $"mean of the last {n} volumes", "textbook")
    {
        Bounds = Bounds.NotNegative,
    };

    /// <summary>The session is one of the n, so it cannot exceed n times their mean.</summary>
    private static Column Ratio(int n) =>
        new($"volume_ratio_{n}", Unit.Ratio, $"Volume as a multiple of the average of the last {n} sessions.", $"V/volume_sma_{n}, none when that is 0", "textbook")
        {
            Bounds = new(0, n),
            Head = true,
        };

    /// <summary>0/0 (no volume at all) stays NaN.</summary>
    private static void Ratios(ReadOnlySpan<Vector<double>> v, ReadOnlySpan<Vector<double>> mean, int from, Span<Vector<double>> y)
    {
        for (var t = from; t < v.Length; t++) y[t] = v[t] / mean[t];
    }
}
