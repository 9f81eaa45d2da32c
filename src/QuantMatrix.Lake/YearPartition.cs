using QuantMatrix.Model;

namespace QuantMatrix.Lake;

/// <summary>Splits bars by calendar year, the partition of <c>price_data</c>, and merges changed bars into those of a partition.</summary>
internal static class YearPartition
{
    public static SortedDictionary<int, Bars> Split(Bars bars)
    {
        var years = new SortedDictionary<int, List<(int Symbol, Range Rows)>>();
        foreach (var (year, symbol, rows) in Parts(bars))
        {
            if (!years.TryGetValue(year, out var parts)) years[year] = parts = [];
            parts.Add((symbol, rows));
        }
        return new(years.ToDictionary(y => y.Key, y => Join(bars, y.Value)));
    }

    /// <summary>Each symbol's rows of each year, as contiguous ranges.</summary>
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

    /// <summary>The bars of both, sorted; a changed bar replaces the stored one of its (symbol, date).</summary>
    public static Bars Overlay(Bars stored, Bars changed)
    {
        if (stored.Count == 0 || changed.Count == 0) return stored.Count == 0 ? changed : stored;
        var merged = new BarsBuilder(stored.Count + changed.Count);
        foreach (var symbol in stored.Symbols.Union(changed.Symbols).Order(StringComparer.Ordinal))
        {
            var (s, n) = (stored.IndexOf(symbol), changed.IndexOf(symbol));
            var ((i, iEnd), (j, jEnd)) = (Rows(stored, s), Rows(changed, n));
            while (i < iEnd || j < jEnd)
                if (j == jEnd || (i < iEnd && stored.Days[i] < changed.Days[j])) merged.Add(stored, s, i..++i);
                else
                {
                    if (i < iEnd && stored.Days[i] == changed.Days[j]) i++;
                    merged.Add(changed, n, j..++j);
                }
        }
        return merged.Build();
    }

    private static (int Start, int End) Rows(Bars bars, int symbol) => symbol < 0 ? (0, 0) : (bars.Starts[symbol], bars.Starts[symbol + 1]);
}
