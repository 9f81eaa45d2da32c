using System.Numerics;
using QuantMatrix.Indicators.Kernels.Trend;
using QuantMatrix.Model;

namespace QuantMatrix.Indicators.Kernels.Volatility;

/// <summary>Keltner channel: two average true ranges around the exponential mean; and the squeeze, Bollinger Bands inside a narrower channel.</summary>
internal sealed class Keltner : IIndicatorFamily
{
    private const int Period = 20, Range = 10;
    private const double Multiplier = 2, SqueezeMultiplier = 1.5;
    private const string Mean = "ema_20", AverageRange = "atr_10", Source = "Keltner 1960; Raschke";
    private const string Seeding = "TradingView seeds the average true range with the first session's range: equal to 1e-6 relative from bar 200.";

    public IEnumerable<Indicator> All =>
    [
        Ema.Of(Period) with { Published = false },
        Atr.Average(Range) with { Published = false },
        new([Mean, AverageRange], [Band("upper", "+"), Band("lower", "−")], 0, Bands),
        new(["bb_upper_20", "bb_lower_20", Mean, AverageRange], [Squeeze], 0, Squeezes),
    ];

    private static Column Band(string side, string sign) => new($"keltner_{side}_{Period}", Unit.Price,
        $"{char.ToUpperInvariant(side[0])}{side[1..]} band of the Keltner channel.",
        $"EMA{Period} {sign} {Multiplier}·ATR{Range}", Source)
    { Differs = Seeding };

    private static Column Squeeze => new("squeeze", Unit.Flag, "Squeeze: both Bollinger Bands are inside the Keltner channel; volatility is low.",
        $"bb_upper_20 < EMA{Period} + {SqueezeMultiplier}·ATR{Range} and bb_lower_20 > EMA{Period} − {SqueezeMultiplier}·ATR{Range}", "Carter 2005");

    private static void Bands(in KernelContext k)
    {
        ReadOnlySpan<Vector<double>> mean = k.In(0), atr = k.In(1);
        Span<Vector<double>> upper = k.Out(0), lower = k.Out(1);
        var multiplier = Lanes.Of(Multiplier);
        for (var t = k.From; t < mean.Length; t++) (upper[t], lower[t]) = (mean[t] + multiplier * atr[t], mean[t] - multiplier * atr[t]);
    }

    private static void Squeezes(in KernelContext k)
    {
        ReadOnlySpan<Vector<double>> upper = k.In(0), lower = k.In(1), mean = k.In(2), atr = k.In(3);
        var multiplier = Lanes.Of(SqueezeMultiplier);
        var y = k.Out(0);
        for (var t = k.From; t < mean.Length; t++)
        {
            var isInside = Vector.LessThan(upper[t], mean[t] + multiplier * atr[t]) & Vector.GreaterThan(lower[t], mean[t] - multiplier * atr[t]);
            y[t] = Vector.ConditionalSelect(isInside, Vector<double>.One, Vector<double>.Zero);
        }
    }
}
