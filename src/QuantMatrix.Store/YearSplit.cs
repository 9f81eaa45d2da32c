using QuantMatrix.Compute;

namespace QuantMatrix.Store;

/// <summary>Bars by calendar year, the lake's partition.</summary>
internal static class YearSplit
{
    public static SortedDictionary<int, Bars> Of(Bars bars)
    {
        var years = new SortedDictionary<int, BarsBuilder>();
        for (var s = 0; s < bars.Symbols.Count; s++)
        {
            for (int start = bars.Starts[s], end; start < bars.Starts[s + 1]; start = end)
            {
                var year = Day.Date(bars.Days[start]).Year;
                var nextYear = Day.Of(new DateOnly(year + 1, 1, 1));
                for (end = start + 1; end < bars.Starts[s + 1] && bars.Days[end] < nextYear; end++) { }
                if (!years.TryGetValue(year, out var builder)) years[year] = builder = new BarsBuilder();
                builder.Add(bars, s, start..end);
            }
        }
        return new(years.ToDictionary(y => y.Key, y => y.Value.Build()));
    }
}
