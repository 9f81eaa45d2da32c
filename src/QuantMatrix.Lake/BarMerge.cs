using QuantMatrix.Model;

namespace QuantMatrix.Lake;

/// <summary>Stored bars of a partition with new and changed ones laid over them.</summary>
internal static class BarMerge
{
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
