using System.Collections.Concurrent;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Indicators;

/// <summary>Series of every kind the laws are tried on, computed once for all columns.</summary>
internal static class Samples
{
    private static readonly double[] Levels = [100, 1e-4, 0.1, 1e6];
    private static readonly ConcurrentDictionary<(Recipe Recipe, Range Bars, double Factor), Features> Computed = new();

    /// <summary>Long enough for every window, and for what has to happen before a column has a value.</summary>
    public static readonly Recipe[] Walks = [.. Levels.Select((level, i) => new Recipe(Kind.Random, 900, level, 50 + i))];

    /// <summary>Every kind, at different prices.</summary>
    public static readonly Recipe[] Kinds = [.. Enum.GetValues<Kind>().Select((kind, i) => new Recipe(kind, 420, Levels[i % Levels.Length], i))];

    public static double[] Of(Recipe recipe, string column) => Of(recipe, .., column);

    /// <summary>A column over some of the series' bars.</summary>
    public static double[] Of(Recipe recipe, Range bars, string column) => Of(recipe, bars, 1, column);

    /// <summary>A column over the series with all its prices multiplied.</summary>
    public static double[] Scaled(Recipe recipe, double factor, string column) => Of(recipe, .., factor, column);

    private static double[] Of(Recipe recipe, Range bars, double factor, string column) => Computed.GetOrAdd((recipe, bars, factor), Compute).Of("A", column);

    private static Features Compute((Recipe Recipe, Range Bars, double Factor) key) => new(Series.Of("A", key.Recipe.Bars[key.Bars].Select(b =>
        b with { Open = b.Open * key.Factor, High = b.High * key.Factor, Low = b.Low * key.Factor, Close = b.Close * key.Factor })));
}
