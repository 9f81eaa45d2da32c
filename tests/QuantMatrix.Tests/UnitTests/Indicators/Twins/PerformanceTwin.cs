namespace QuantMatrix.Tests.UnitTests.Indicators.Twins;

/// <summary>The close in percent over an earlier close: so many sessions back, or the last of the month, quarter and year before.</summary>
internal static class PerformanceTwin
{
    private const int OldestSessions = 10;

    public static Dictionary<string, double[]> Of(History h)
    {
        var columns = new Dictionary<string, double[]>();
        foreach (var n in new[] { 1, 3, 5, 20, 60, 120, 252 })
            columns[$"perf_{n}d"] = Loop.From(n, h.Count, t => Loop.PercentOver(h.Close[t], h.Close[t - n]));
        columns["perf_mtd"] = Since(h, d => new(d.Year, d.Month, 1));
        columns["perf_qtd"] = Since(h, d => new(d.Year, d.Month - (d.Month - 1) % 3, 1));
        columns["perf_ytd"] = Since(h, d => new(d.Year, 1, 1));
        return columns;
    }

    /// <summary>Over the newest close before the period's first day, unless that is more than ten sessions old on that day.</summary>
    private static double[] Since(History h, Func<DateOnly, DateOnly> firstDay) => Loop.From(0, h.Count, t =>
    {
        var first = firstDay(h.Date(t));
        for (var r = t - 1; r >= 0; r--)
            if (h.Date(r) < first)
                return h.Around.Calendar.Count(h.Date(r), first.AddDays(-1)) <= OldestSessions ? Loop.PercentOver(h.Close[t], h.Close[r]) : double.NaN;
        return double.NaN;
    });
}
