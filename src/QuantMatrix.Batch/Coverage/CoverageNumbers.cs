namespace QuantMatrix.Batch.Coverage;

/// <summary>Sessions expected, stored, missing and excused; how fresh the symbols are; how full each session is. Pure arithmetic.</summary>
internal sealed class CoverageNumbers
{
    private readonly Dictionary<string, SymbolSessions> symbols;

    public CoverageNumbers(CoverageFacts facts)
    {
        Window = facts.Window;
        Universe = new Universe(facts);
        symbols = Universe.All.Keys.ToDictionary(s => s, s => new SymbolSessions(s, facts));
        Totals = Count(Universe.All);
        ByIndex = Universe.Groups.ToDictionary(g => g.Key, g => Count(g.Value));
        Freshness = Freshness.Of([.. symbols.Values.Where(s => IsNeededNow(s))], Window);
        Holes = [.. symbols.Values.Select(Of).Where(s => s.Missing > 0)
            .OrderByDescending(s => s.SessionsBehind ?? int.MaxValue).ThenByDescending(s => s.Missing).ThenBy(s => s.Symbol, StringComparer.Ordinal)];
        BarsByDate = Bars();
        SnapshotsByDate = Snapshots(facts.Recorded);
    }

    public SessionWindow Window { get; }

    public Universe Universe { get; }

    /// <summary>Each symbol once.</summary>
    public SessionCount Totals { get; }

    /// <summary>Of each index, <c>portfolio</c> and <c>benchmark</c>.</summary>
    public IReadOnlyDictionary<string, SessionCount> ByIndex { get; }

    public Freshness Freshness { get; }

    /// <summary>The symbols with sessions missing: the furthest behind first, then those with the most holes.</summary>
    public IReadOnlyList<SymbolHoles> Holes { get; }

    /// <summary>Bars of each session.</summary>
    public IReadOnlyList<Fill> BarsByDate { get; }

    /// <summary>Snapshots of each session, from the first one with any.</summary>
    public IReadOnlyList<Fill> SnapshotsByDate { get; }

    public int SnapshotsMissing => SnapshotsByDate.Sum(f => Math.Max(0, f.Expected - f.Stored));

    private SessionCount Count(IReadOnlyDictionary<string, int> ends) => ends.Aggregate(new SessionCount(), (sum, e) => sum + symbols[e.Key].Until(e.Value));

    private bool IsNeededNow(SymbolSessions symbol) => Universe.All[symbol.Symbol] == Window.Count && symbol.Listed < Window.Count;

    private SymbolHoles Of(SymbolSessions symbol)
    {
        var count = symbol.Until(Universe.All[symbol.Symbol]);
        int? behind = !IsNeededNow(symbol) ? 0 : symbol.Newest is { } newest ? Window.Behind(newest) : null;
        return new(symbol.Symbol, symbol.Newest, behind, count.Missing, count.Expected);
    }

    private List<Fill> Bars()
    {
        var (expected, stored) = (new int[Window.Count], new int[Window.Count]);
        foreach (var (symbol, end) in Universe.All)
            for (var place = symbols[symbol].Listed; place < end; place++)
            {
                expected[place]++;
                if (symbols[symbol].IsStored(place)) stored[place]++;
            }
        return [.. Window.Sessions.Select((date, place) => new Fill(date, expected[place], stored[place]))];
    }

    private List<Fill> Snapshots(IReadOnlyDictionary<DateOnly, int> recorded)
    {
        var expected = new int[Window.Count];
        foreach (var symbol in symbols.Values)
        {
            var followed = Universe.Followed(symbol.Symbol);
            for (var place = symbol.Listed; place < Window.Count; place++)
                if (followed[place] && Universe.IsRecorded(symbol.Symbol, place)) expected[place]++;
        }
        return [.. Window.Sessions.Select((date, place) => new Fill(date, expected[place], recorded.GetValueOrDefault(date))).SkipWhile(f => f.Stored == 0)];
    }
}
