using System.Numerics;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Trend;

/// <summary>Moving average convergence/divergence 12-26-9: a fast mean over a slow one, its own mean, and the difference.</summary>
internal sealed class Macd : IIndicators
{
    private const int SignalPeriod = 9;
    private const string Seeding = "TA-Lib seeds the fast average with closes 14 to 25: up to 0.09 off at bar 33; from bar 300 they agree to 1e-6 relative.";

    public IEnumerable<Indicator> All =>
    [
        new(["ema_12", "ema_26"], [Line], 0, Subtract),
        new(["macd"], [Signal], SignalPeriod - 1, (in KernelContext f) => Ema.Kernel(f.In(0), f.Start, SignalPeriod, f.Out(0))) { Recursive = true },
        new(["macd", "macd_signal"], [Histogram], 0, Subtract),
    ];

    private static Column Line => new("macd", Unit.Price, "Fast average less slow average of the close.", "EMA12 − EMA26, each seeded by its own SMA", "Appel; textbook seeding") { Differs = Seeding };

    private static Column Signal => new("macd_signal", Unit.Price, "Average of macd.", "EMA9 of macd, seed = mean of its first 9 values", "Appel; textbook seeding") { StableAfter = 240, Differs = Seeding };

    private static Column Histogram => new("macd_histogram", Unit.Price, "How far macd stands over its signal.", "macd − macd_signal", "Appel; textbook seeding") { Differs = Seeding };

    private static void Subtract(in KernelContext f) => Subtract(f.In(0), f.In(1), f.From, f.Out(0));

    private static void Subtract(ReadOnlySpan<Vector<double>> a, ReadOnlySpan<Vector<double>> b, int from, Span<Vector<double>> y)
    {
        for (var t = from; t < y.Length; t++) y[t] = a[t] - b[t];
    }
}
