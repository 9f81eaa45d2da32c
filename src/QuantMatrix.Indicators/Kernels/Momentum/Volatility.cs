using System.Numerics;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Momentum;

/// <summary>Historical volatility: how widely daily returns spread, as a yearly percentage.</summary>
internal sealed class Volatility : IIndicators
{
    private const int SessionsAYear = 252;
    private static readonly int[] Periods = [20, 60];

    public IEnumerable<Indicator> All => Periods.Select(Of).Prepend(LogReturn);

    internal static Indicator LogReturn => new([BarField.Close],
        [new("log_return", Unit.Ratio, "Continuous return of the session.", "ln(C/C₋₁)", "textbook")], 1,
        (in KernelContext f) => Returns(f.In(0), f.From, f.Out(0))) { Published = false };

    internal static Indicator Of(int n) => new(["log_return"], [Column(n)], n - 1, (in KernelContext f) => Kernel(f.In(0), n, f.From, f.Out(0)));

    private static Column Column(int n) =>
        new($"hv_{n}", Unit.Percent, $"Yearly volatility as the last {n} sessions would have it.",
            $"sample standard deviation of the last {n} ln(C/C₋₁) · √{SessionsAYear} · 100", "textbook")
        {
            Bounds = Bounds.NotNegative,
        };

    private static void Returns(ReadOnlySpan<Vector<double>> c, int from, Span<Vector<double>> y)
    {
        for (var t = from; t < c.Length; t++) y[t] = Lanes.Log(c[t] / c[t - 1]);
    }

    private static void Kernel(ReadOnlySpan<Vector<double>> x, int n, int from, Span<Vector<double>> y)
    {
        Vector<double> freedom = Lanes.Of(n - 1), yearly = Lanes.Of(100 * Math.Sqrt(SessionsAYear));
        for (var t = from; t < x.Length; t++) y[t] = yearly * Vector.SquareRoot(Deviation.Squares(x.Slice(t - n + 1, n), out _) / freedom);
    }
}
