using System.Numerics;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Trend;

/// <summary>Highest high and lowest low of a window, where the close stands between them, and how far it fell from the top.</summary>
internal sealed class Ranges : IIndicators
{
    private static readonly (string Name, int Sessions)[] Windows = [("20d", 20), ("50d", 50), ("52w", 252)];
    private const int HelperSessions = 14;

    public IEnumerable<Indicator> All =>
        Windows.SelectMany(w => new[] { Highest(w.Name, w.Sessions), Lowest(w.Name, w.Sessions), Position(w.Name, w.Sessions) }).Append(Drawdown).Concat(Extremes(HelperSessions));

    /// <summary>Highest high and lowest low, for others to look at.</summary>
    internal static IEnumerable<Indicator> Extremes(int n) => [Highest($"{n}d", n), Lowest($"{n}d", n)];

    internal static Indicator Highest(string name, int n) => new([BarField.High],
        [new($"high_{name}", Unit.Price, $"Highest price of the last {n} sessions.", $"max H of the last {n}", "textbook") { Bounds = Bounds.NotNegative }], n - 1,
        (in KernelContext f) => Window.Fold<Window.Max>(f.In(0), f.Start, n, f.From, f.Scratch, f.Out(0))) { Published = name == "52w" };

    internal static Indicator Lowest(string name, int n) => new([BarField.Low],
        [new($"low_{name}", Unit.Price, $"Lowest price of the last {n} sessions.", $"min L of the last {n}", "textbook") { Bounds = Bounds.NotNegative }], n - 1,
        (in KernelContext f) => Window.Fold<Window.Min>(f.In(0), f.Start, n, f.From, f.Scratch, f.Out(0))) { Published = name == "52w" };

    private static Indicator Position(string name, int n) => new([BarField.Close, $"high_{name}", $"low_{name}"],
        [
            new($"range_pos_{name}", Unit.Percent, $"Where the close stands between the low (0) and the high (100) of the last {n} sessions.",
                "100·(C−LL)/(HH−LL), none when HH = LL", "textbook") { Bounds = Bounds.Percent, Head = name == "52w" },
        ], 0, (in KernelContext f) => Positions(f.In(0), f.In(1), f.In(2), f.From, f.Out(0)));

    private static Indicator Drawdown => new([BarField.Close, "high_52w"],
        [new("drawdown_52w", Unit.Percent, "How far the close stands below the 52-week high.", "100·(C/HH − 1)", "textbook") { Bounds = new(-100, 0) }], 0,
        (in KernelContext f) => Distance.Kernel(f.In(0), f.In(1), f.From, f.Out(0)));

    /// <summary>0/0 (HH = LL) stays NaN.</summary>
    internal static void Positions(ReadOnlySpan<Vector<double>> c, ReadOnlySpan<Vector<double>> hh, ReadOnlySpan<Vector<double>> ll, int from, Span<Vector<double>> y)
    {
        for (var t = from; t < c.Length; t++) y[t] = Lanes.Hundred * ((c[t] - ll[t]) / (hh[t] - ll[t]));
    }
}
