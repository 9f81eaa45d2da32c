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

    /// <summary>The bars of a range of symbols, by their positions.</summary>
    public static Bars Of(Bars bars, Range symbols)
    {
        var (start, count) = symbols.GetOffsetAndLength(bars.Symbols.Count);
        if (count == bars.Symbols.Count) return bars;
        var part = new BarsBuilder(bars.Starts[start + count] - bars.Starts[start]);
        for (var s = start; s < start + count; s++) part.Add(bars, s, bars.RowsOf(s));
        return part.Build();
    }

    /// <summary>The bars without some symbols.</summary>
    public static Bars Without(Bars bars, IReadOnlySet<string> symbols)
    {
        var kept = new BarsBuilder(bars.Count);
        for (var s = 0; s < bars.Symbols.Count; s++)
            if (!symbols.Contains(bars.Symbols[s])) kept.Add(bars, s, bars.RowsOf(s));
        return kept.Build();
    }

    /// <summary>Divides changed bars by whether their (symbol, date) is stored.</summary>
    public static (Bars Held, Bars Others) Divide(Bars changed, Bars stored)
    {
        var (held, others) = (new BarsBuilder(), new BarsBuilder());
        for (var n = 0; n < changed.Symbols.Count; n++)
        {
            var at = stored.IndexOf(changed.Symbols[n]);
            var days = at < 0 ? [] : stored.Days[stored.RowsOf(at)];
            for (var j = changed.Starts[n]; j < changed.Starts[n + 1]; j++)
                (days.BinarySearch(changed.Days[j]) >= 0 ? held : others).Add(changed, n, j..(j + 1));
        }
        return (held.Build(), others.Build());
    }

    /// <summary>The stored bars, those of a changed (symbol, date) replaced.</summary>
    /// <param name="changed">Bars whose (symbol, date) is stored; others are left out.</param>
    public static Bars Overlay(Bars stored, Bars changed)
    {
        var merged = new BarsBuilder(stored.Count);
        for (var s = 0; s < stored.Symbols.Count; s++)
        {
            var (from, n) = (stored.Starts[s], changed.IndexOf(stored.Symbols[s]));
            for (var j = n < 0 ? 0 : changed.Starts[n]; n >= 0 && j < changed.Starts[n + 1]; j++)
            {
                var at = from + stored.Days[from..stored.Starts[s + 1]].BinarySearch(changed.Days[j]);
                if (at < from) continue;
                merged.Add(stored, s, from..at);
                merged.Add(changed, n, j..(j + 1));
                from = at + 1;
            }
            merged.Add(stored, s, from..stored.Starts[s + 1]);
        }
        return merged.Build();
    }
}
