using System.Numerics;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Volatility;

/// <summary>Historical volatility: annualized standard deviation of daily log returns, in percent.</summary>
internal sealed class VolatilityOfReturns : IIndicatorFamily
{
    private const int SessionsPerYear = 252;
    private static readonly int[] Periods = [20, 60];

    public IEnumerable<Indicator> All => Periods.Select(Of).Prepend(LogReturn);

    internal static Indicator LogReturn => new([BarField.Close],
        [new("log_return", Unit.Ratio, "Log return of the session.", "ln(C/C₋₁)", "textbook")], 1,
        (in KernelContext k) => Returns(k.In(0), k.From, k.Out(0)))
    { Published = false };

    internal static Indicator Of(int n) => new(["log_return"], [Column(n)], n - 1, (in KernelContext k) => Kernel(k, n));

    private static Column Column(int n) =>
        new($"hv_{n}", Unit.Percent, $"Historical volatility: annualized standard deviation of the last {n} daily log returns, in percent.",
            $"sample standard deviation of the last {n} ln(C/C₋₁) · √{SessionsPerYear} · 100", "textbook")
        {
            Bounds = Bounds.NotNegative,
        };

    private static void Returns(ReadOnlySpan<Vector<double>> c, int from, Span<Vector<double>> y)
    {
        for (var t = from; t < c.Length; t++) y[t] = Lanes.Log(c[t] / c[t - 1]);
    }

    private static void Kernel(in KernelContext k, int n)
    {
        var y = k.Out(0);
        Deviation.Fold(k.In(0), k.Start, n, k.From, k.Scratch, y);
        Vector<double> degreesOfFreedom = Lanes.Of(n - 1), annualize = Lanes.Of(100 * Math.Sqrt(SessionsPerYear));
        for (var t = k.From; t < y.Length; t++) y[t] = annualize * Vector.SquareRoot(y[t] / degreesOfFreedom);
    }
}
