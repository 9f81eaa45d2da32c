using System.Runtime.CompilerServices;
using Apache.Arrow;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Indicators;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Computes the features, open gaps and trend lines of many symbols.</summary>
/// <param name="market">With the ranks of the sessions kept.</param>
/// <param name="breadth">Computes its columns in the same pass.</param>
internal sealed class FeatureComputation(
    SymbolParts parts, MarketContext market, RecomputeIndicatorsUniverseOptions options, BreadthComputation breadth)
{
    private readonly List<List<PriceStructure>> found = [];

    /// <summary>Gaps and lines of the symbols computed, by symbol and kind.</summary>
    public IReadOnlyList<PriceStructure> Structures =>
        [.. found.SelectMany(f => f).OrderBy(s => s.Symbol, StringComparer.Ordinal).ThenBy(s => s.Kind, StringComparer.Ordinal)];

    /// <param name="symbols">In ordinal order.</param>
    public async IAsyncEnumerable<RecordBatch> BatchesAsync(IReadOnlyList<string> symbols, IProgress<JobProgress> progress,
        [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var part in parts.SelectAsync(symbols, again: false, NewEngines, Compute, progress, ct))
        {
            breadth.Add(part.Symbols, part.Breadth);
            foreach (var batch in part.Features)
                using (batch)
                    if (batch.Length > 0) yield return batch;
        }
    }

    private Engines NewEngines()
    {
        found.Add([]);
        return new(new(Catalogue.Standard, market) { Structures = found[^1] }, breadth.NewEngine());
    }

    private Part Compute(Engines engines, Bars bars, string[] symbols) => new(
        symbols, [.. symbols.Chunk(options.BatchSize).Select(batch => engines.Features.Compute(bars, Positions(bars, batch), options.Keep.Sessions))],
        breadth.Compute(engines.Breadth, bars));

    /// <summary>The positions of a batch's symbols that have bars; batches are cut by tracked symbols, so row groups do not depend on the workers.</summary>
    private static Range Positions(Bars bars, string[] batch)
    {
        var first = bars.Symbols.TakeWhile(s => string.CompareOrdinal(s, batch[0]) < 0).Count();
        return first..(first + bars.Symbols.Skip(first).TakeWhile(s => string.CompareOrdinal(s, batch[^1]) <= 0).Count());
    }

    private sealed record Engines(Engine Features, Engine? Breadth);

    private sealed record Part(string[] Symbols, List<RecordBatch> Features, RecordBatch? Breadth);
}
