namespace QuantMatrix.Tests.UnitTests.Indicators.Twins;

/// <summary>How much is stored, and how old it is.</summary>
internal static class CountsTwin
{
    public static Dictionary<string, double[]> Of(History h) => new()
    {
        ["history_bars"] = Loop.From(0, h.Count, t => t + 1),
        ["sessions_behind"] = Loop.From(0, h.Count, t => h.Around.Calendar.Count(h.Date(t).AddDays(1), h.Around.LastSettled)),
    };
}
