using QuantMatrix.Indicators.Kernels.Trend;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Momentum;

/// <summary>Rate of change: momentum as a percentage, under the name charts give it.</summary>
internal sealed class RateOfChange : IIndicators
{
    public IEnumerable<Indicator> All => [Of(20)];

    internal static Indicator Of(int n) => Performance.Of(Column(n), n);

    private static Column Column(int n) =>
        new($"roc_{n}", Unit.Percent, $"Momentum: change of the close over {n} sessions.", $"100·(C/C[−{n}] − 1)", "textbook")
        {
            Bounds = new(-100, double.PositiveInfinity),
        };
}
