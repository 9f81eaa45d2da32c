using System.Numerics;
using QuantMatrix.Indicators.Kernels.Momentum;
using QuantMatrix.Indicators.Kernels.Structure;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Trend;

/// <summary>Ichimoku (9, 26, 52). A span stands in the session that it is known in; charts draw it 26 sessions later.</summary>
internal sealed class Ichimoku : IIndicatorFamily
{
    private const int Conversion = 9, Base = 26, Slow = 52;
    private const string Source = "Hosoda 1969";

    public IEnumerable<Indicator> All =>
    [
        .. new[] { Conversion, Base, Slow }.SelectMany(Ranges.Extremes),
        Middle("ichimoku_tenkan", "Ichimoku conversion line (tenkan)", Conversion),
        Middle("ichimoku_kijun", "Ichimoku base line (kijun)", Base),
        new(["ichimoku_tenkan", "ichimoku_kijun"],
            [Price("ichimoku_span_a", $"Ichimoku leading span A; it leads by {Base} sessions on a chart.", "(tenkan + kijun)/2")], 0, Middles),
        Middle("ichimoku_span_b", $"Ichimoku leading span B; it leads by {Base} sessions on a chart", Slow),
        Performance.Of(new("ichimoku_lagging_pct", Unit.Percent,
            $"Ichimoku lagging span: distance of the close from that of {Base} sessions earlier, in percent.", $"100·(C/C[−{Base}] − 1)", Source)
        { Bounds = new(-100, double.PositiveInfinity) }, Base),
    ];

    private static Indicator Middle(string name, string meaning, int n) => new([$"high_{n}d", $"low_{n}d"],
        [Price(name, $"{meaning}.", $"(max H + min L)/2 of the last {n} sessions")], 0, Middles);

    private static Column Price(string name, string meaning, string formula) => new(name, Unit.Price, meaning, formula, Source) { Bounds = Bounds.NotNegative };

    private static void Middles(in KernelContext k)
    {
        ReadOnlySpan<Vector<double>> a = k.In(0), b = k.In(1);
        var half = Lanes.Of(0.5);
        var y = k.Out(0);
        for (var t = k.From; t < y.Length; t++) y[t] = (a[t] + b[t]) * half;
    }
}
