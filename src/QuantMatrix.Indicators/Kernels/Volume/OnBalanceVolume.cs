using System.Numerics;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Volume;

/// <summary>On-balance volume: volume of rising sessions minus volume of falling sessions.</summary>
internal sealed class OnBalanceVolume : IIndicatorFamily
{
    public IEnumerable<Indicator> All => [Of];

    internal static Indicator Of =>
        new([BarField.Close, BarField.Volume], [Column], 0, (in KernelContext k) => Kernel(k.In(0), k.In(1), k.Out(0))) { Recursive = true };

    private static Column Column => new("obv", Unit.Shares, "On-balance volume since the first stored bar; meaningful by its slope, not its level.",
        "OBV₋₁ ± V by the sign of C − C₋₁; the first bar counts its own volume", "Granville 1963")
    {
        Differs = "Programs that start at 0 are lower by the first bar's volume; TA-Lib starts at the first bar's volume, as here.",
    };

    /// <summary>Volumes are integers, so the running sum is exact up to 2⁵³ shares.</summary>
    private static void Kernel(ReadOnlySpan<Vector<double>> c, ReadOnlySpan<Vector<double>> v, Span<Vector<double>> y)
    {
        var sum = y[0] = v[0];
        for (var t = 1; t < c.Length; t++) y[t] = sum += Lanes.Signed(v[t], c[t] - c[t - 1]);
    }
}
