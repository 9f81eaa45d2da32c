using System.Numerics;
using System.Runtime.CompilerServices;

namespace QuantMatrix.Compute;

/// <summary>Words of the trade that kernels share, a vector of symbols at a time.</summary>
internal static class Lanes
{
    public static readonly Vector<double> NaN = new(double.NaN);
    public static readonly Vector<double> Hundred = new(100);

    /// <summary>100·(a/b − 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> PercentOver(Vector<double> a, Vector<double> b) => Hundred * (a / b - Vector<double>.One);

    /// <summary>Bars until a mean that keeps <paramref name="kept"/> of itself each bar holds less than 1e-6 of its seed.</summary>
    public static int Forgets(double kept)
    {
        var bars = 0;
        for (var weight = 1.0; weight > 1e-6; weight *= kept) bars++;
        return bars;
    }
}
