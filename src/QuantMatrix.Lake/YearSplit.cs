using QuantMatrix.Model;

namespace QuantMatrix.Lake;

/// <summary>Bars by calendar year, the lake's partition.</summary>
internal static class YearSplit
{
    public static SortedDictionary<int, Bars> Of(Bars bars)
    {
        var years = new SortedDictionary<int, List<(int Symbol, Range Rows)>>();
        foreach (var (year, symbol, rows) in Parts(bars))
        {
            if (!years.TryGetValue(year, out var parts)) years[year] = parts = [];
            parts.Add((symbol, rows));
        }
        return new(years.ToDictionary(y => y.Key, y => Join(bars, y.Value)));
    }

    /// <summary>Each symbol's rows of each year, as runs of neighbouring rows.</summary>
    private static IEnumerable<(int Year, int Symbol, Range Rows)> Parts(Bars bars)
    {
        for (var s = 0; s < bars.Symbols.Count; s++)
        {
            for (int start = bars.Starts[s], end; start < bars.Starts[s + 1]; start = end)
            {
                var year = Day.Date(bars.Days[start]).Year;
                var nextYear = Day.Of(new DateOnly(year + 1, 1, 1));
                for (end = start + 1; end < bars.Starts[s + 1] && bars.Days[end] < nextYear; end++) { }
                yield return (year, s, start..end);
            }
        }
    }

    private static Bars Join(Bars bars, List<(int Symbol, Range Rows)> parts)
    {
        var year = new BarsBuilder(parts.Sum(p => p.Rows.End.Value - p.Rows.Start.Value));
        foreach (var (symbol, rows) in parts) year.Add(bars, symbol, rows);
        return year.Build();
    }
}
