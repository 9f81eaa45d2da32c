using System.Numerics;
using QuantMatrix.Indicators.Kernels.Trend;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Volume;

/// <summary>Average volume, and relative volume: the session's volume as a multiple of the average.</summary>
internal sealed class VolumeAverage : IIndicatorFamily
{
    public IEnumerable<Indicator> All => Of(50);

    internal static IEnumerable<Indicator> Of(int n) =>
    [
        Sma.Over(BarField.Volume, Mean(n), n),
        new([BarField.Volume, $"volume_sma_{n}"], [Ratio(n)], 0, (in KernelContext k) => Ratios(k.In(0), k.In(1), n, k.From, k.Out(0))),
    ];

    private static Column Mean(int n) =>
        new($"volume_sma_{n}", Unit.Shares, $"{n}-session average volume.", $"mean of the last {n} volumes", "textbook") { Bounds = Bounds.NotNegative };

    /// <summary>Bounded, because the session is one of the n and cannot exceed n times their mean.</summary>
    private static Column Ratio(int n) => new($"volume_ratio_{n}", Unit.Ratio, $"Relative volume: volume as a multiple of its {n}-session average.",
        $"V/volume_sma_{n}, NULL when the average is 0", "textbook")
    {
        Bounds = new(0, n),
        Head = true,
    };

    /// <summary>0/0 (no volume in the window) stays NaN.</summary>
    private static void Ratios(ReadOnlySpan<Vector<double>> v, ReadOnlySpan<Vector<double>> mean, int n, int from, Span<Vector<double>> y)
    {
        var most = Lanes.Of(n);
        for (var t = from; t < v.Length; t++) y[t] = Lanes.Clamp(v[t] / mean[t], default, most);
    }
}
