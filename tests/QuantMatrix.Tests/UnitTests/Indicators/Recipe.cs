using System.Globalization;
using CsCheck;
using QuantMatrix.Indicators;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Indicators;

/// <summary>A made-up series in one line: what kind, how long, at which price level, by which dice.</summary>
internal sealed record Recipe(Kind Kind, int Length, double Level, int Seed)
{
    /// <summary>Lengths at which some window is just not full, just full, or one bar over.</summary>
    public static readonly int[] Edges = [0, 1, 2, 13, 14, 15, 199, 200, 251, 252, 253];

    public const int Longest = 600;

    public static readonly Gen<double> Levels = Gen.Double[-4, 6].Select(exponent => Math.Pow(10, exponent));

    public static readonly Gen<Recipe> Any = Of(Gen.Frequency((2, Gen.OneOf(Edges)), (3, Gen.Int[0, Longest])));

    /// <summary>A recipe of one of these lengths.</summary>
    public static Gen<Recipe> Of(Gen<int> lengths) =>
        Gen.Select(Gen.Enum<Kind>(), lengths, Levels, Gen.Int[0, 1 << 20], (kind, length, level, seed) => new Recipe(kind, length, level, seed));

    public Bar[] Bars => [.. Kind switch
    {
        Kind.Flat => Series.Flat(Length, Coarse(Level)),
        Kind.Rising => Steady(0.004),
        Kind.Falling => Steady(-0.004),
        Kind.Gappy => Series.Gappy(Seed, Length, Level),
        Kind.Sparse => Sparse(),
        Kind.Ties => Ties(),
        Kind.Stretches => Stretches(),
        Kind.Idle => Series.Walk(Seed, Length, Level).Select((b, i) => i % 90 < 70 ? b with { Volume = 0 } : b),
        _ => Series.Walk(Seed, Length, Level),
    }];

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Kind}, {Length} bars, near {Level:R}, seed {Seed}");

    /// <summary>Every close, high and low over, or under, the one before; never by the same step, whose deviation would be nothing but rounding.</summary>
    private IEnumerable<Bar> Steady(double step)
    {
        var (random, close) = (new Random(Seed), Level);
        foreach (var session in Series.Sessions().Take(Length))
        {
            close *= 1 + step * (0.5 + random.NextDouble());
            yield return new Bar(Day.Of(session), close, close * 1.001, close * 0.999, close, double.NaN, random.Next(1, 1 << 30));
        }
    }

    /// <summary>Traded now and then: up to three weeks without a bar, so that some period's last close is just too old.</summary>
    private IEnumerable<Bar> Sparse()
    {
        var (random, missing) = (new Random(Seed), 0);
        return Series.Walk(Seed, Length * 8 + 200, Level).Where(_ =>
        {
            if (missing == 0 && random.Next(6) == 0) missing = random.Next(1, 16);
            if (missing == 0) return true;
            missing--;
            return false;
        }).Take(Length);
    }

    /// <summary>A walk on a coarse grid of powers of two, where sums are exact, so that equal means are equal in doubles too.</summary>
    private IEnumerable<Bar> Ties()
    {
        var (random, step, close) = (new Random(Seed), Math.ScaleB(1, (int)Math.Round(Math.Log2(Level)) - 5), 32);
        foreach (var session in Series.Sessions().Take(Length))
        {
            var open = close;
            close = Math.Max(close + random.Next(-1, 2), 3);
            var (high, low) = (Math.Max(open, close) + random.Next(0, 2), Math.Min(open, close) - random.Next(0, 2));
            yield return new Bar(Day.Of(session), open * step, high * step, low * step, close * step, double.NaN, random.Next(0, 3));
        }
    }

    /// <summary>A walk that stands still, in all four prices, for 60 of every 150 bars.</summary>
    private IEnumerable<Bar> Stretches()
    {
        var still = 0.0;
        foreach (var (bar, i) in Series.Walk(Seed, Length, Level).Select((b, i) => (b, i)))
        {
            if (i % 150 == 90) still = Coarse(bar.Close);
            yield return i % 150 < 90 ? bar : bar with { Open = still, High = still, Low = still, Close = still };
        }
    }

    /// <summary>A price with so few digits that sums of hundreds of it are exact.</summary>
    private static double Coarse(double price) => (float)price;
}
