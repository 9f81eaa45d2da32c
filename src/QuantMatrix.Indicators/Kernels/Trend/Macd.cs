using System.Numerics;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Trend;

/// <summary>Moving average convergence/divergence (12, 26, 9): line, signal and histogram.</summary>
internal sealed class Macd : IIndicatorFamily
{
    private const int SignalPeriod = 9;
    private const string Source = "Appel; textbook seeding";
    private const string Seeding =
        "TA-Lib seeds the fast average with closes 14 to 25: it differs by up to 0.09 at bar 33 and agrees to 1e-6 relative from bar 300.";

    public IEnumerable<Indicator> All =>
    [
        new(["ema_12", "ema_26"], [Line], 0, Subtract),
        new(["macd"], [Signal], SignalPeriod - 1, (in KernelContext k) => Ema.Kernel(k.In(0), k.Start, SignalPeriod, k.Out(0))) { Recursive = true },
        new(["macd", "macd_signal"], [Histogram], 0, Subtract),
    ];

    private static Column Line => new("macd", Unit.Price, "MACD line: EMA 12 minus EMA 26 of the close.",
        "EMA12 − EMA26, each seeded with its own SMA", Source)
    { Differs = Seeding };

    private static Column Signal => new("macd_signal", Unit.Price, "MACD signal line: EMA 9 of the MACD line.",
        "EMA9 of macd, seed = mean of its first 9 values", Source)
    { StableAfter = 240, Differs = Seeding };

    private static Column Histogram => new("macd_histogram", Unit.Price, "MACD histogram: MACD line minus signal line.",
        "macd − macd_signal", Source)
    { Differs = Seeding };

    private static void Subtract(in KernelContext k) => Subtract(k.In(0), k.In(1), k.From, k.Out(0));

    private static void Subtract(ReadOnlySpan<Vector<double>> a, ReadOnlySpan<Vector<double>> b, int from, Span<Vector<double>> y)
    {
        for (var t = from; t < y.Length; t++) y[t] = Rounding.Difference(a[t], b[t]);
    }
}
