namespace QuantMatrix.Tests.UnitTests.Indicators.Twins;

/// <summary>Every published column again, from its definition alone: slow loops over bars, NaN where there is no value, flags 0/1, labels as their codes.</summary>
internal static class Twins
{
    /// <summary>One a family.</summary>
    private static readonly Func<History, IReadOnlyDictionary<string, double[]>>[] Families =
    [
        AveragesTwin.Of, OscillatorsTwin.Of, VolatilityTwin.Of, DirectionalTwin.Of, BandsTwin.Of, VolumeTwin.Of,
        PerformanceTwin.Of, DistancesTwin.Of, RangesTwin.Of, OrderTwin.Of, BenchmarkTwin.Of, WeeklyTwin.Of, CountsTwin.Of,
        h => TdTwin.Of(h.Bars), h => StructureTwin.Of(h.Bars),
    ];

    /// <summary>A value a bar, by column.</summary>
    public static IReadOnlyDictionary<string, double[]> Of(History history) => Families.SelectMany(family => family(history)).ToDictionary();
}
