using System.Numerics;

namespace QuantMatrix.Compute;

/// <summary>Words of the trade that kernels share, a vector of symbols at a time.</summary>
internal static class Lanes
{
    public static readonly Vector<double> NaN = new(double.NaN);
    public static readonly Vector<double> Hundred = new(100);

    /// <summary>100·(a/b − 1).</summary>
    public static Vector<double> PercentOver(Vector<double> a, Vector<double> b) => Hundred * (a / b - Vector<double>.One);

    /// <summary>Bars until a mean that keeps <paramref name="kept"/> of itself each bar holds less than 1e-6 of its seed.</summary>
    public static int Forgets(double kept) => (int)Math.Ceiling(Math.Log(1e-6) / Math.Log(kept));
}
