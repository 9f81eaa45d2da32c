using System.Runtime.CompilerServices;
using Apache.Arrow;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Indicators;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Computes the features, open gaps and trend lines of many symbols.</summary>
/// <param name="market">With the ranks of the sessions kept.</param>
internal sealed class FeatureComputation(SymbolParts parts, MarketContext market, RecomputeIndicatorsUniverseOptions options)
{
    private readonly List<List<PriceStructure>> found = [];

    /// <summary>Gaps and lines of the symbols computed, by symbol and kind.</summary>
    public IReadOnlyList<PriceStructure> Structures =>
        [.. found.SelectMany(f => f).OrderBy(s => s.Symbol, StringComparer.Ordinal).ThenBy(s => s.Kind, StringComparer.Ordinal)];

    /// <param name="symbols">In ordinal order.</param>
    public async IAsyncEnumerable<RecordBatch> BatchesAsync(IReadOnlyList<string> symbols, IProgress<JobProgress> progress,
        [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var batches in parts.SelectAsync(symbols, again: false, NewEngine, Compute, progress, ct))
            foreach (var batch in batches)
                using (batch)
                    if (batch.Length > 0) yield return batch;
    }

    private Engine NewEngine()
    {
        found.Add([]);
        return new(Catalogue.Standard, market) { Structures = found[^1] };
    }

    private List<RecordBatch> Compute(Engine engine, Bars bars, string[] symbols) =>
        [.. symbols.Chunk(options.BatchSize).Select(batch => engine.Compute(bars, Positions(bars, batch), options.Keep.Sessions))];

    /// <summary>The positions of a batch's symbols that have bars; batches are cut by tracked symbols, so row groups do not depend on the workers.</summary>
    private static Range Positions(Bars bars, string[] batch)
    {
        var first = bars.Symbols.TakeWhile(s => string.CompareOrdinal(s, batch[0]) < 0).Count();
        return first..(first + bars.Symbols.Skip(first).TakeWhile(s => string.CompareOrdinal(s, batch[^1]) <= 0).Count());
    }
}
