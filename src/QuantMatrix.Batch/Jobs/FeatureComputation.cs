using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Apache.Arrow;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Indicators;
using QuantMatrix.Lake;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Computes features of many symbols: workers read and compute parts in parallel, the result comes in symbol order.</summary>
/// <remarks>Memory is bounded by one part per worker and one finished part ahead of the writer.</remarks>
internal sealed class FeatureComputation
{
    /// <summary>Most symbols per query, rounded up to whole batches: smaller queries would decompress the same row groups repeatedly.</summary>
    private const int SymbolsPerQuery = 500;

    private readonly RunContext run;
    private readonly Manifest prices;
    private readonly RecomputeIndicatorsUniverseOptions options;
    private readonly MarketContext market;
    private readonly Channel<Engine> idle = Channel.CreateUnbounded<Engine>();

    public FeatureComputation(RunContext run, Manifest prices, Benchmark benchmark, RecomputeIndicatorsUniverseOptions options)
    {
        (this.run, this.prices, this.options) = (run, prices, options);
        market = new MarketContext(run.Calendar, benchmark, run.Calendar.AtOrBefore(run.AsOf)) { Stage = options.Stage };
    }

    /// <param name="symbols">In ordinal order.</param>
    public async IAsyncEnumerable<RecordBatch> BatchesAsync(IReadOnlyCollection<string> symbols, IProgress<JobProgress> progress,
        [EnumeratorCancellation] CancellationToken ct)
    {
        for (var worker = 0; worker < run.Workers; worker++) idle.Writer.TryWrite(new Engine(Catalogue.Standard, market));
        var parts = Parts(symbols);
        var started = new Queue<Task<List<RecordBatch>>>();
        for (var next = 0; next < parts.Length || started.Count > 0;)
        {
            while (next < parts.Length && started.Count <= run.Workers) started.Enqueue(WithEngineAsync(parts[next++], ct));
            foreach (var batch in await started.Dequeue())
                using (batch)
                    if (batch.Length > 0) yield return batch;
            progress.Report(next - started.Count, parts.Length, "parts");
        }
    }

    /// <summary>Equal parts of whole batches, at least one for each worker.</summary>
    private string[][] Parts(IReadOnlyCollection<string> symbols)
    {
        var queries = Math.Max(run.Workers, (symbols.Count + SymbolsPerQuery - 1) / SymbolsPerQuery);
        var batches = (int)Math.Ceiling((double)symbols.Count / queries / options.BatchSize);
        return symbols.Chunk(batches * options.BatchSize).ToArray();
    }

    private async Task<List<RecordBatch>> WithEngineAsync(string[] symbols, CancellationToken ct)
    {
        var engine = await idle.Reader.ReadAsync(ct);
        try
        {
            return await Task.Run(() => ComputeAsync(engine, symbols, ct), ct);
        }
        finally
        {
            idle.Writer.TryWrite(engine);
        }
    }

    private async Task<List<RecordBatch>> ComputeAsync(Engine engine, string[] symbols, CancellationToken ct)
    {
        var bars = await run.Lake.PricesAsync(prices, new BarRange { Symbols = symbols, To = run.AsOf }, ct);
        var batches = symbols.Chunk(options.BatchSize).Select(batch => engine.Compute(bars, Positions(bars, batch), options.Keep.Sessions)).ToList();
        bars.Recycle();
        return batches;
    }

    /// <summary>The positions of a batch's symbols that have bars; batches are cut by tracked symbols, so row groups do not depend on the workers.</summary>
    private static Range Positions(Bars bars, string[] batch)
    {
        var first = bars.Symbols.TakeWhile(s => string.CompareOrdinal(s, batch[0]) < 0).Count();
        return first..(first + bars.Symbols.Skip(first).TakeWhile(s => string.CompareOrdinal(s, batch[^1]) <= 0).Count());
    }
}
