using System.Collections.Concurrent;
using System.Globalization;
using CsCheck;
using QuantMatrix.Indicators;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Indicators;

/// <summary>A reproducible synthetic series: kind, length, price level and random seed.</summary>
internal sealed record Recipe(Kind Kind, int Length, double Level, int Seed)
{
    /// <summary>Lengths one below, at and one above the length of a window.</summary>
    public static readonly int[] Edges = [0, 1, 2, 13, 14, 15, 199, 200, 251, 252, 253];

    public const int Longest = 600;

    public static readonly Gen<double> Levels = Gen.Double[-4, 6].Select(exponent => Math.Pow(10, exponent));

    public static readonly Gen<Recipe> Any = Of(Gen.Frequency((2, Gen.OneOf(Edges)), (3, Gen.Int[0, Longest])));

    /// <summary>Recipes of the given lengths.</summary>
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

    /// <summary>Each close, high and low above, or below, the previous one, by varying steps: the deviation of equal steps would be pure rounding.</summary>
    private IEnumerable<Bar> Steady(double step)
    {
        var (random, close) = (new Random(Seed), Level);
        foreach (var session in Series.Sessions().Take(Length))
        {
            close *= 1 + step * (0.5 + random.NextDouble());
            yield return new Bar(Day.Of(session), close, close * 1.001, close * 0.999, close, double.NaN, random.Next(1, 1 << 30));
        }
    }

    /// <summary>Thinly traded: up to three weeks without a bar, so that the last close before some period is too old.</summary>
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

    /// <summary>A walk on a grid of a power of two, where sums are exact, so that equal means are equal as doubles.</summary>
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

    /// <summary>A walk whose prices are all constant for 60 of every 150 bars.</summary>
    private IEnumerable<Bar> Stretches()
    {
        var constant = 0.0;
        foreach (var (bar, i) in Series.Walk(Seed, Length, Level).Select((b, i) => (b, i)))
        {
            if (i % 150 == 90) constant = Coarse(bar.Close);
            yield return i % 150 < 90 ? bar : bar with { Open = constant, High = constant, Low = constant, Close = constant };
        }
    }

    /// <summary>A price with few enough digits that sums of hundreds are exact.</summary>
    private static double Coarse(double price) => (float)price;
}

/// <summary>Price behavior of a synthetic series.</summary>
internal enum Kind
{
    Random,

    /// <summary>One price, no volume.</summary>
    Flat,

    Rising,
    Falling,

    /// <summary>Sessions and a whole quarter missing, with price jumps across the holes.</summary>
    Gappy,

    /// <summary>Random holes of up to three weeks.</summary>
    Sparse,

    /// <summary>Few distinct prices and volumes, so that ties are frequent.</summary>
    Ties,

    /// <summary>Long stretches of constant prices.</summary>
    Stretches,

    /// <summary>Long stretches of zero volume.</summary>
    Idle,
}

/// <summary>Features of the series used by the laws, computed once for all columns.</summary>
internal static class RecipeFeatures
{
    private static readonly double[] Levels = [100, 1e-4, 0.1, 1e6];
    private static readonly ConcurrentDictionary<(Recipe Recipe, Range Bars, double Factor), Features> Computed = new();

    /// <summary>Walks long enough for every window and for every condition a column awaits.</summary>
    public static readonly Recipe[] Walks = [.. Levels.Select((level, i) => new Recipe(Kind.Random, 900, level, 50 + i))];

    /// <summary>Every kind, at different price levels.</summary>
    public static readonly Recipe[] Kinds = [.. Enum.GetValues<Kind>().Select((kind, i) => new Recipe(kind, 420, Levels[i % Levels.Length], i))];

    public static double[] Of(Recipe recipe, string column) => Of(recipe, .., column);

    /// <summary>A column over a range of the series' bars.</summary>
    public static double[] Of(Recipe recipe, Range bars, string column) => Of(recipe, bars, 1, column);

    /// <summary>A column over the series with all prices multiplied by a factor.</summary>
    public static double[] Scaled(Recipe recipe, double factor, string column) => Of(recipe, .., factor, column);

    private static double[] Of(Recipe recipe, Range bars, double factor, string column) =>
        Computed.GetOrAdd((recipe, bars, factor), Compute).Of("A", column);

    private static Features Compute((Recipe Recipe, Range Bars, double Factor) key) => new(Series.Of("A", key.Recipe.Bars[key.Bars].Select(b =>
        b with { Open = b.Open * key.Factor, High = b.High * key.Factor, Low = b.Low * key.Factor, Close = b.Close * key.Factor })));
}
