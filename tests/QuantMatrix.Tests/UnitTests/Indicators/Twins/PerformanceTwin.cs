namespace QuantMatrix.Tests.UnitTests.Indicators.Twins;

/// <summary>Change of the close over a number of sessions and since the start of the month, quarter and year.</summary>
internal static class PerformanceTwin
{
    public static Dictionary<string, double[]> Of(History h)
    {
        var columns = new Dictionary<string, double[]>();
        foreach (var n in new[] { 1, 3, 5, 20, 21, 60, 63, 120, 126, 252 })
            columns[$"perf_{n}d"] = Loop.From(n, h.Count, t => Loop.PercentOver(h.Close[t], h.Close[t - n]));
        columns["gap_pct"] = Loop.From(1, h.Count, t => Loop.PercentOver(h.Open[t], h.Close[t - 1]));
        columns["perf_mtd"] = Since(h, d => new(d.Year, d.Month, 1));
        columns["perf_qtd"] = Since(h, d => new(d.Year, d.Month - (d.Month - 1) % 3, 1));
        columns["perf_ytd"] = Since(h, d => new(d.Year, 1, 1));
        return columns;
    }

    /// <summary>Change since the last close before the period's first day.</summary>
    private static double[] Since(History h, Func<DateOnly, DateOnly> firstDay) => Loop.From(0, h.Count, t =>
    {
        var first = firstDay(h.Date(t));
        for (var r = t - 1; r >= 0; r--)
            if (h.Date(r) < first) return Loop.PercentOver(h.Close[t], h.Close[r]);
        return double.NaN;
    });
}

/// <summary>Highest high, lowest low, range position and drawdown.</summary>
internal static class RangesTwin
{
    public static Dictionary<string, double[]> Of(History h)
    {
        var columns = new Dictionary<string, double[]>();
        foreach (var (name, n) in new[] { ("20d", 20), ("50d", 50), ("52w", 252) })
        {
            var (high, low) = (Highest(h, n), Lowest(h, n));
            columns[$"range_pos_{name}"] = Loop.From(First(n), h.Count, t => 100 * (h.Close[t] - low[t]) / (high[t] - low[t]));
        }
        var year = columns["high_52w"] = Highest(h, 252);
        var bottom = columns["low_52w"] = Lowest(h, 252);
        columns["pct_above_low_52w"] = Loop.From(First(252), h.Count, t => Loop.PercentOver(h.Close[t], bottom[t]));
        columns["drawdown_52w"] = Loop.From(First(252), h.Count, t => Loop.PercentOver(h.Close[t], year[t]));
        return columns;
    }

    private static double[] Highest(History h, int n) => Loop.From(First(n), h.Count, t => Loop.Highest(h.High, t, Math.Min(n, t + 1)));

    private static double[] Lowest(History h, int n) => Loop.From(First(n), h.Count, t => Loop.Lowest(h.Low, t, Math.Min(n, t + 1)));

    /// <summary>A year has a value from the sixtieth bar on.</summary>
    private static int First(int n) => n == 252 ? 59 : n - 1;
}
