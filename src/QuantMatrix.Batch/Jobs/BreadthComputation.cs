using Apache.Arrow;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Indicators;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Counts breadth over the tracked symbols and the members of indices, each symbol once.</summary>
/// <remarks>Symbols whose bars another pass has at hand are counted with it, the rest by a pass of their own.</remarks>
/// <param name="from">First day counted, since 1970-01-01; null for none.</param>
internal sealed class BreadthComputation(MarketContext market, IndexMembers members, IReadOnlySet<string> tracked, int? from)
{
    private static readonly Catalogue Columns = Catalogue.Standard.Only(BreadthCounter.Columns);

    private readonly BreadthCounter counter = new();
    private readonly HashSet<string> counted = [];

    /// <summary>Creates what one worker needs.</summary>
    public Engine NewEngine() => new(Columns, market);

    /// <summary>The columns of the rows to be counted; null when there are none.</summary>
    public RecordBatch? Compute(Engine engine, Bars bars) =>
        from is { } first && Newest(bars, first) is > 0 and var rows ? engine.Compute(bars, rows) : null;

    /// <summary>Counts symbols.</summary>
    /// <param name="batch">What <see cref="Compute"/> returned for them; it is disposed.</param>
    public void Add(IEnumerable<string> symbols, RecordBatch? batch)
    {
        counted.UnionWith(symbols);
        if (batch is null) return;
        using (batch) counter.Add(batch, from!.Value, IntervalsOf);
    }

    /// <summary>Counts the symbols that are not counted yet.</summary>
    /// <returns>One row per session and index, sorted.</returns>
    public async Task<IReadOnlyList<MarketBreadth>> CompleteAsync(SymbolParts parts, IProgress<JobProgress> progress, CancellationToken ct)
    {
        string[] rest = from is null ? [] : [.. tracked.Union(members.Symbols).Where(s => !counted.Contains(s)).Order(StringComparer.Ordinal)];
        var batches = parts.SelectAsync(rest, again: false, NewEngine, (engine, bars, symbols) => (symbols, Compute(engine, bars)), progress, ct);
        await foreach (var (symbols, batch) in batches) Add(symbols, batch);
        return counter.Rows();
    }

    /// <summary>The memberships of a symbol; a tracked one that never was a member belongs to the tracked universe on every day.</summary>
    private IReadOnlyList<IndexInterval> IntervalsOf(string symbol) => members.Of(symbol) is { Count: > 0 } own ? own
        : tracked.Contains(symbol) ? [new(MarketBreadth.All, int.MinValue, int.MaxValue)] : [];

    /// <summary>The most rows that any symbol has from a day on.</summary>
    private static int Newest(Bars bars, int from)
    {
        var most = 0;
        for (var s = 0; s < bars.Symbols.Count; s++)
        {
            var at = bars.Days[bars.RowsOf(s)].BinarySearch(from);
            most = Math.Max(most, bars.Starts[s + 1] - bars.Starts[s] - (at < 0 ? ~at : at));
        }
        return most;
    }
}
