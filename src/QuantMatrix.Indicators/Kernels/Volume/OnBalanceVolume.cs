using System.Numerics;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Volume;

/// <summary>On-balance volume: volume of rising sessions less that of falling ones.</summary>
internal sealed class OnBalanceVolume : IIndicators
{
    public IEnumerable<Indicator> All => [Of];

    internal static Indicator Of => new([BarField.Close, BarField.Volume], [Column], 0, (in KernelContext f) => Kernel(f.In(0), f.In(1), f.Out(0))) { Recursive = true };

    private static Column Column => new("obv", Unit.Shares, "Volume of rising sessions less that of falling ones since the first stored bar; read its slope, not its level.",
        "OBV₋₁ ± V by the sign of C − C₋₁; first bar = its volume", "Granville 1963")
    {
        Differs = "Sheets that begin with 0 are lower by the first bar's volume; TA-Lib begins as here.",
    };

    /// <summary>Whole numbers, so a running sum is exact up to 2⁵³ shares.</summary>
    private static void Kernel(ReadOnlySpan<Vector<double>> c, ReadOnlySpan<Vector<double>> v, Span<Vector<double>> y)
    {
        var sum = y[0] = v[0];
        for (var t = 1; t < c.Length; t++) y[t] = sum += Lanes.Signed(v[t], c[t] - c[t - 1]);
    }
}
