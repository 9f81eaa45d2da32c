using System.Numerics;
using QuantMatrix.Indicators.Kernels.Trend;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Structure;

/// <summary>Highest high and lowest low of a window, position of the close between them, and distances from them.</summary>
internal sealed class Ranges : IIndicatorFamily
{
    private const string Year = "52w";
    private const int OscillatorSessions = 14;

    /// <summary>Sessions of 52 weeks.</summary>
    internal const int YearSessions = 252;

    /// <summary>Stored sessions from which on the window of 52 weeks holds what is there.</summary>
    internal const int FewestOfYear = 60;

    private static readonly (string Name, int Sessions)[] Windows = [("20d", 20), ("50d", 50), (Year, YearSessions)];
    private static readonly int[] Channels = [60, 120];
    private static readonly string[] Published = ["high_20d", "low_20d", "high_60d", "low_60d", "high_120d", "low_120d", "high_52w", "low_52w"];

    public IEnumerable<Indicator> All =>
    [
        .. Windows.SelectMany(w => new[] { Highest(w.Name, w.Sessions), Lowest(w.Name, w.Sessions), Position(w.Name, w.Sessions) }),
        .. Channels.SelectMany(Extremes), Drawdown, Rise, AllTime, .. Extremes(OscillatorSessions),
    ];

    /// <summary>Highest high and lowest low of n sessions.</summary>
    internal static IEnumerable<Indicator> Extremes(int n) => [Highest($"{n}d", n), Lowest($"{n}d", n)];

    private static Indicator Highest(string name, int n) => Extreme<Window.Max>(BarField.High, name, n,
        Extreme($"high_{name}", $"Highest high of the last {n} sessions.", $"max H of the last {n} sessions"));

    private static Indicator Lowest(string name, int n) => Extreme<Window.Min>(BarField.Low, name, n,
        Extreme($"low_{name}", $"Lowest low of the last {n} sessions.", $"min L of the last {n} sessions"));

    private static Indicator Extreme<TFold>(string field, string name, int n, Column column) where TFold : IFold
    {
        var fewest = name == Year ? FewestOfYear : n;
        return new([field], [fewest == n ? column : column with { Formula = $"{column.Formula}, or of all from session {fewest} on" }], fewest - 1,
            (in KernelContext k) => Window.FoldStored<TFold>(k.In(0), k.Start, n, k.From, k.Scratch, k.Out(0)))
        {
            Reach = n - 1, Published = Published.Contains(column.Name),
        };
    }

    private static Indicator AllTime => new([BarField.High], [Extreme("high_all", "Highest stored high.", "max H since the first stored bar")], 0,
        (in KernelContext k) => Highest(k.In(0), k.Out(0)))
    { Recursive = true };

    private static Column Extreme(string name, string meaning, string formula) =>
        new(name, Unit.Price, meaning, formula, "textbook") { Bounds = Bounds.NotNegative };

    private static Indicator Position(string name, int n) => new([BarField.Close, $"high_{name}", $"low_{name}"],
        [
            new($"range_pos_{name}", Unit.Percent, $"Position of the close in the {n}-session range, from 0 at the low to 100 at the high.",
                "100·(C−LL)/(HH−LL), NULL when HH = LL", "textbook") { Bounds = Bounds.Percent, Head = name == Year },
        ], 0, (in KernelContext k) => Positions(k.In(0), k.In(1), k.In(2), k.From, k.Out(0)));

    private static Indicator Drawdown => new([BarField.Close, "high_52w"],
        [
            new("drawdown_52w", Unit.Percent, "Drawdown of the close from the 52-week high, in percent.", "100·(C/HH − 1)", "textbook")
            {
                Bounds = new(-100, 0),
            },
        ], 0,
        (in KernelContext k) => Distance.Kernel(k.In(0), k.In(1), k.From, k.Out(0)));

    private static Indicator Rise => new([BarField.Close, "low_52w"],
        [
            new("pct_above_low_52w", Unit.Percent, "Distance of the close from the 52-week low, in percent.", "100·(C/LL − 1)", "textbook")
            {
                Bounds = Bounds.NotNegative,
            },
        ], 0,
        (in KernelContext k) => Distance.Kernel(k.In(0), k.In(1), k.From, k.Out(0)));

    private static void Highest(ReadOnlySpan<Vector<double>> h, Span<Vector<double>> y)
    {
        var highest = y[0] = h[0];
        for (var t = 1; t < h.Length; t++) y[t] = highest = Window.Max.Combine(highest, h[t]);
    }

    /// <summary>0/0 (HH = LL) stays NaN.</summary>
    internal static void Positions(ReadOnlySpan<Vector<double>> c, ReadOnlySpan<Vector<double>> hh, ReadOnlySpan<Vector<double>> ll, int from,
        Span<Vector<double>> y)
    {
        for (var t = from; t < c.Length; t++) y[t] = Lanes.Hundred * ((c[t] - ll[t]) / (hh[t] - ll[t]));
    }
}
