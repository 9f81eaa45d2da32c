using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Structure;

/// <summary>A straight line from one pivot to another and on: it stands at <see cref="Price"/> in bar <see cref="Start"/> and moves by <see cref="Rise"/> every <see cref="Bars"/> bars.</summary>
internal readonly record struct TrendLine(int Start, double Price, double Rise, int Bars)
{
    public static TrendLine None => new(0, double.NaN, 0, 1);

    public double At(int t) => Price + Rise * (t - Start) / Bars;
}
