namespace QuantMatrix.Tests.UnitTests.Indicators.Twins;

/// <summary>True ranges, their Wilder means, and the yearly deviation of log returns.</summary>
internal static class VolatilityTwin
{
    public static Dictionary<string, double[]> Of(History h)
    {
        var columns = new Dictionary<string, double[]>();
        foreach (var n in new[] { 14, 30 })
        {
            var range = columns[$"atr_{n}"] = AverageTrueRange(h, n);
            columns[$"atrp_{n}"] = Loop.From(n, h.Count, t => 100 * range[t] / h.Close[t]);
        }
        var returns = Loop.From(1, h.Count, t => Math.Log(h.Close[t] / h.Close[t - 1]));
        foreach (var n in new[] { 20, 60 })
            columns[$"hv_{n}"] = Loop.From(n, h.Count, t => Math.Sqrt(Loop.Products(returns, returns, t, n) / (n - 1)) * Math.Sqrt(252) * 100);
        return columns;
    }

    public static double[] TrueRange(History h) => Loop.From(1, h.Count, t =>
        Math.Max(h.High[t] - h.Low[t], Math.Max(Math.Abs(h.High[t] - h.Close[t - 1]), Math.Abs(h.Low[t] - h.Close[t - 1]))));

    public static double[] AverageTrueRange(History h, int n) => AveragesTwin.Wilder(TrueRange(h), n, first: 1);
}
