using QuantMatrix.Indicators;

namespace QuantMatrix.Tests.UnitTests.Indicators.Twins;

/// <summary>A second implementation of every column, from its definition: plain loops over bars, NaN where missing, flags as 0 or 1, labels as codes.</summary>
internal static class Twins
{
    private static readonly Func<History, IReadOnlyDictionary<string, double[]>>[] Families =
    [
        AveragesTwin.Of, OscillatorsTwin.Of, VolatilityTwin.Of, DirectionalTwin.Of, BollingerTwin.Of, VolumeTwin.Of,
        PerformanceTwin.Of, DistancesTwin.Of, RangesTwin.Of, AlignmentTwin.Of, BetaTwin.Of, RelativeStrengthTwin.Of, WeeklyTwin.Of, CountsTwin.Of,
        TrendStopsTwin.Of, ChannelsTwin.Of,
        h => TdTwin.Of(h.Bars), h => StructureTwin.Of(h.Bars),
    ];

    /// <summary>One value a bar, by column.</summary>
    public static IReadOnlyDictionary<string, double[]> Of(History history) => Families.SelectMany(family => family(history)).ToDictionary();
}

/// <summary>On-balance volume, average volume and relative volume.</summary>
internal static class VolumeTwin
{
    public static Dictionary<string, double[]> Of(History h)
    {
        var mean = AveragesTwin.Simple(h.Volume, 50);
        var sum = 0.0;
        return new()
        {
            ["obv"] = Loop.From(0, h.Count, t => sum += t == 0 ? h.Volume[0] : h.Volume[t] * Math.Sign(h.Close[t] - h.Close[t - 1])),
            ["volume_sma_50"] = mean,
            ["volume_ratio_50"] = Loop.From(49, h.Count, t => h.Volume[t] / mean[t]),
        };
    }
}

/// <summary>Length of the history and age of the row.</summary>
internal static class CountsTwin
{
    public static Dictionary<string, double[]> Of(History h) => new()
    {
        ["history_bars"] = Loop.From(0, h.Count, t => t + 1),
        ["unstable_columns"] = Loop.From(0, h.Count, t => Catalogue.Standard.Columns.Count(c => c.StableAfter > 0 && t < c.WarmUp + c.StableAfter)),
        ["sessions_behind"] = Loop.From(0, h.Count, t => h.Market.Calendar.Count(h.Date(t).AddDays(1), h.Market.LastSettled)),
    };
}
