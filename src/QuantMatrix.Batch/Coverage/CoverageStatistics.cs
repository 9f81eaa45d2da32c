namespace QuantMatrix.Batch.Coverage;

/// <summary>Expected, stored, missing and excused sessions; freshness per symbol; fill per session. Pure arithmetic.</summary>
internal sealed class CoverageStatistics
{
    private readonly Dictionary<string, SymbolSessions> symbols;

    public CoverageStatistics(CoverageInputs inputs)
    {
        Window = inputs.Window;
        Universe = new Universe(inputs);
        symbols = Universe.All.Keys.ToDictionary(s => s, s => new SymbolSessions(s, inputs));
        Totals = Count(Universe.All);
        ByIndex = Universe.Groups.ToDictionary(g => g.Key, g => Count(g.Value));
        Freshness = Freshness.Of([.. symbols.Values.Where(IsNeededNow)], Window);
        Gaps = [.. symbols.Values.Select(GapsOf).Where(s => s.Missing > 0)
            .OrderByDescending(s => s.SessionsBehind ?? int.MaxValue).ThenByDescending(s => s.Missing).ThenBy(s => s.Symbol, StringComparer.Ordinal)];
        BarsByDate = Bars(Universe.All);
        SnapshotsByDate = Snapshots(inputs.Recorded);
        (Benchmark, BenchmarkGaps) = (inputs.Benchmark, GapsOf(inputs.Benchmark));
    }

    public SessionWindow Window { get; }

    public Universe Universe { get; }

    /// <summary>Every symbol counted once.</summary>
    public SessionCount Totals { get; }

    /// <summary>Per index, and for <c>portfolio</c> and <c>benchmark</c>.</summary>
    public IReadOnlyDictionary<string, SessionCount> ByIndex { get; }

    public Freshness Freshness { get; }

    /// <summary>Symbols with missing sessions: the furthest behind first, then those with the most missing.</summary>
    public IReadOnlyList<SymbolGaps> Gaps { get; }

    /// <summary>Bars per session.</summary>
    public IReadOnlyList<SessionFill> BarsByDate { get; }

    /// <summary>Snapshots per session, from the first session with any.</summary>
    public IReadOnlyList<SessionFill> SnapshotsByDate { get; }

    public string Benchmark { get; }

    /// <summary>Sessions of which other symbols have a bar and the benchmark has none, oldest first.</summary>
    public IReadOnlyList<DateOnly> BenchmarkGaps { get; }

    public int SnapshotsMissing => SnapshotsByDate.Sum(f => Math.Max(0, f.Expected - f.Stored));

    private SessionCount Count(IReadOnlyDictionary<string, int> ends) => ends.Aggregate(new SessionCount(), (sum, e) => sum + symbols[e.Key].Until(e.Value));

    private bool IsNeededNow(SymbolSessions symbol) => Universe.All[symbol.Symbol] == Window.Count && symbol.Listed < Window.Count;

    private SymbolGaps GapsOf(SymbolSessions symbol)
    {
        var count = symbol.Until(Universe.All[symbol.Symbol]);
        int? behind = !IsNeededNow(symbol) ? 0 : symbol.Newest is { } newest ? Window.Behind(newest) : null;
        return new(symbol.Symbol, symbol.Newest, behind, count.Missing, count.Expected);
    }

    /// <summary>None for a benchmark without any bar, which the computation of the columns names.</summary>
    private List<DateOnly> GapsOf(string benchmark) => !symbols.TryGetValue(benchmark, out var own) || own.Newest is null ? []
        : [.. Window.Sessions.Where((_, place) => !own.IsStored(place) && symbols.Values.Any(s => s.IsStored(place)))];

    /// <param name="group">An entry of <see cref="Universe.Groups"/>.</param>
    public IReadOnlyList<SessionFill> Bars(IReadOnlyDictionary<string, int> group)
    {
        var (expected, stored) = (new int[Window.Count], new int[Window.Count]);
        foreach (var (symbol, end) in group)
            for (var place = symbols[symbol].Listed; place < end; place++)
            {
                expected[place]++;
                if (symbols[symbol].IsStored(place)) stored[place]++;
            }
        return [.. Window.Sessions.Select((date, place) => new SessionFill(date, expected[place], stored[place]))];
    }

    private List<SessionFill> Snapshots(IReadOnlyDictionary<DateOnly, int> recorded)
    {
        var expected = new int[Window.Count];
        foreach (var symbol in symbols.Values)
        {
            var tracked = Universe.Tracked(symbol.Symbol);
            for (var place = symbol.Listed; place < Window.Count; place++)
                if (tracked[place] && Universe.IsRecorded(symbol.Symbol, place)) expected[place]++;
        }
        var fills = Window.Sessions.Select((date, place) => new SessionFill(date, expected[place], recorded.GetValueOrDefault(date)));
        return [.. fills.SkipWhile(f => f.Stored == 0)];
    }
}

/// <summary>A symbol with missing sessions.</summary>
/// <param name="LastBar">The newest bar; null without any.</param>
/// <param name="SessionsBehind">Sessions since the newest bar; 0 for a symbol that has left, null without any bar.</param>
internal sealed record SymbolGaps(string Symbol, DateOnly? LastBar, int? SessionsBehind, long Missing, long Expected);

/// <summary>For one session, how many symbols are expected and how many have data.</summary>
internal sealed record SessionFill(DateOnly Date, int Expected, int Stored)
{
    /// <summary>Sessions filled below a percentage, the emptiest first.</summary>
    public static IEnumerable<SessionFill> Below(double pct, IEnumerable<SessionFill> sessions) =>
        sessions.Where(f => 100.0 * f.Stored < pct * f.Expected).OrderBy(f => (double)f.Stored / f.Expected).ThenBy(f => f.Date);

    /// <param name="what">Bars or snapshots.</param>
    public string Text(string what) => $"{Date:yyyy-MM-dd}: {what} for {Stored} of {Expected} symbols";
}
