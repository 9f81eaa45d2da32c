using Apache.Arrow;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Indicators;
using QuantMatrix.Lake;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Computes what breadth counts, each symbol once.</summary>
/// <remarks>Symbols whose bars another pass has at hand are computed with it, the rest by a pass of their own.</remarks>
/// <param name="from">First day counted, since 1970-01-01; null for none.</param>
/// <param name="count">Receives the rows of some symbols.</param>
internal sealed class BreadthComputation(MarketContext market, int? from, Action<IEnumerable<BreadthRow>> count)
{
    private static readonly Catalogue Columns = Catalogue.Standard.Only(BreadthCounter.Columns);

    private readonly HashSet<string> counted = [];

    /// <summary>Creates what one worker needs; null when nothing is counted.</summary>
    public Engine? NewEngine() => from is null ? null : new(Columns, market);

    /// <summary>The columns of the rows to be counted; null when there are none.</summary>
    public RecordBatch? Compute(Engine? engine, Bars bars) =>
        engine is not null && Newest(bars, from!.Value) is > 0 and var rows ? engine.Compute(bars, rows) : null;

    /// <summary>Counts symbols.</summary>
    /// <param name="batch">What <see cref="Compute"/> returned for them; it is disposed.</param>
    public void Add(IEnumerable<string> symbols, RecordBatch? batch)
    {
        counted.UnionWith(symbols);
        if (batch is null) return;
        using (batch) count(BreadthCounter.Read(batch, from!.Value));
    }

    /// <summary>Counts the symbols of a part from the rows that were written with it, unless they begin later.</summary>
    public async Task AddAsync(PartStore store, PartReceipt receipt, IEnumerable<string> symbols, CancellationToken ct)
    {
        if (from is not { } first || receipt.BreadthFrom is not { } start || Day.Of(start) > first) return;
        counted.UnionWith(symbols);
        count(await store.BreadthAsync(receipt, Day.Date(first), ct));
    }

    /// <summary>Counts those of some symbols that are not counted yet.</summary>
    public async Task CompleteAsync(SymbolParts parts, IEnumerable<string> symbols, IProgress<JobProgress> progress, CancellationToken ct)
    {
        string[] rest = from is null ? [] : [.. symbols.Where(s => !counted.Contains(s)).Order(StringComparer.Ordinal)];
        var batches = parts.SelectAsync(rest, again: false, NewEngine, (engine, bars, of) => (of, Compute(engine, bars)), progress, ct);
        await foreach (var (of, batch) in batches) Add(of, batch);
    }

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
