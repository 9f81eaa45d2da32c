namespace QuantMatrix.Tests.UnitTests.Indicators.Twins;

/// <summary>Wilder's directional movement: Wilder sums of the moves, their ratio to the true range, and the average of their relative difference.</summary>
internal static class DirectionalTwin
{
    private const int N = 14;

    public static Dictionary<string, double[]> Of(History h)
    {
        var ranges = VolatilityTwin.TrueRange(h);
        var (plus, minus, range) = (Sums(Loop.From(1, h.Count, t => Up(h, t))), Sums(Loop.From(1, h.Count, t => Down(h, t))), Sums(ranges));
        var dx = Loop.From(N, h.Count, t => plus[t] + minus[t] == 0 ? 0 : 100 * Math.Abs(plus[t] - minus[t]) / (plus[t] + minus[t]));
        return new()
        {
            ["plus_di_14"] = Loop.From(N, h.Count, t => 100 * plus[t] / range[t]),
            ["minus_di_14"] = Loop.From(N, h.Count, t => 100 * minus[t] / range[t]),
            ["adx_14"] = AveragesTwin.Wilder(dx, N, first: N),
        };
    }

    private static double Up(History h, int t)
    {
        var (up, down) = (h.High[t] - h.High[t - 1], h.Low[t - 1] - h.Low[t]);
        return up > down && up > 0 ? up : 0;
    }

    private static double Down(History h, int t)
    {
        var (up, down) = (h.High[t] - h.High[t - 1], h.Low[t - 1] - h.Low[t]);
        return down > up && down > 0 ? down : 0;
    }

    private static double[] Sums(double[] x)
    {
        var sum = double.NaN;
        return Loop.From(N, x.Length, t => sum = t == N ? Loop.Sum(x, t, N) : sum - sum / N + x[t]);
    }
}
