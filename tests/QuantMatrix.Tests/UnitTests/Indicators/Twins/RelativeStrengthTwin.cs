using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Indicators.Twins;

/// <summary>Weighted quarterly performance against the benchmark, and new highs of the ratio without one of the close.</summary>
internal static class RelativeStrengthTwin
{
    public static Dictionary<string, double[]> Of(History h)
    {
        var ratio = Loop.From(0, h.Count, t => h.Close[t] / (h.Market.Benchmark.LastOrDefault(b => b.Day <= h.Bars[t].Day) is { Day: > 0 } last
            && h.Bars[t].Day - last.Day <= 7 ? last.Close : double.NaN));
        return new()
        {
            ["rs_score"] = Loop.From(252, h.Count, t => new[] { 0.4, 0.2, 0.2, 0.2 }
                .Select((weight, quarter) => weight * Loop.PercentOver(ratio[t - 63 * quarter], ratio[t - 63 * (quarter + 1)])).Sum()),
            ["rs_line_new_high"] = Loop.From(251, h.Count, t => ratio[(t - 251)..(t + 1)].Any(double.IsNaN) ? double.NaN
                : ratio[t] == Loop.Highest(ratio, t, 252) && h.Close[t] < Loop.Highest(h.Close, t, 252) ? 1 : 0),
        };
    }
}
