using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Indicators;
using QuantMatrix.Lake;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Runs a computation over the stored bars of many symbols: workers read and compute parts in parallel, results come in symbol order.</summary>
/// <remarks>Memory is bounded by one part per worker and one finished part ahead of the reader.</remarks>
/// <param name="prices">The manifest whose bars are read.</param>
/// <param name="workers">Parts computed at the same time.</param>
/// <param name="batchSize">Parts are whole batches of this many symbols.</param>
internal sealed class SymbolParts(DataLake lake, Manifest prices, int workers, int batchSize)
{
    /// <summary>Most symbols per query, rounded up to whole batches: smaller queries would decompress the same row groups repeatedly.</summary>
    private const int SymbolsPerQuery = 500;

    /// <summary>Most stored bars, of about 50 bytes each, up to which those of all parts stay in memory for a second pass.</summary>
    private const long MostBarsInMemory = 2_000_000;

    private readonly ConcurrentDictionary<string, Bars> kept = [];

    /// <summary>The last day whose bars are read.</summary>
    public required DateOnly To { get; init; }

    public Manifest Prices => prices;

    /// <summary>Whether the bars of a pass stay in memory for the next one.</summary>
    public bool StayInMemory => prices.Rows(PriceData.Name) <= MostBarsInMemory;

    /// <summary>The time as of which the bars are; null for now.</summary>
    public KnownAt? Known { get; init; }

    /// <param name="symbols">In ordinal order.</param>
    /// <param name="again">Whether another pass over the same symbols follows.</param>
    /// <param name="worker">Creates what one worker needs.</param>
    /// <param name="compute">A part's result from its bars, which are not used afterwards, and its symbols.</param>
    public async IAsyncEnumerable<TResult> SelectAsync<TWorker, TResult>(IReadOnlyCollection<string> symbols, bool again, Func<TWorker> worker,
        Func<TWorker, Bars, string[], TResult> compute, IProgress<JobProgress> progress, [EnumeratorCancellation] CancellationToken ct)
    {
        if (symbols.Count == 0) yield break;
        var keep = again && StayInMemory;
        var idle = Channel.CreateUnbounded<TWorker>();
        for (var i = 0; i < workers; i++) idle.Writer.TryWrite(worker());
        var parts = Parts(symbols);
        var started = new Queue<Task<TResult>>();
        for (var next = 0; next < parts.Length || started.Count > 0;)
        {
            while (next < parts.Length && started.Count <= workers) started.Enqueue(WithWorkerAsync(idle, parts[next++], keep, compute, ct));
            yield return await started.Dequeue();
            progress.Report(next - started.Count, parts.Length, "parts");
        }
    }

    /// <summary>Equal parts of whole batches, at least one for each worker.</summary>
    private string[][] Parts(IReadOnlyCollection<string> symbols)
    {
        var queries = Math.Max(workers, (symbols.Count + SymbolsPerQuery - 1) / SymbolsPerQuery);
        var batches = (int)Math.Ceiling((double)symbols.Count / queries / batchSize);
        return [.. symbols.Chunk(batches * batchSize)];
    }

    private async Task<TResult> WithWorkerAsync<TWorker, TResult>(
        Channel<TWorker> idle, string[] symbols, bool keep, Func<TWorker, Bars, string[], TResult> compute, CancellationToken ct)
    {
        var worker = await idle.Reader.ReadAsync(ct);
        try
        {
            return await Task.Run(async () =>
            {
                var part = string.Join(' ', symbols);
                if (!kept.TryRemove(part, out var bars)) bars = await BarsAsync(symbols, ct);
                var result = compute(worker, bars, symbols);
                if (keep) kept[part] = bars;
                else bars.Recycle();
                return result;
            }, ct);
        }
        finally
        {
            idle.Writer.TryWrite(worker);
        }
    }

    /// <summary>The bars of the benchmark from the same manifest.</summary>
    public async Task<Benchmark> BenchmarkAsync(string symbol, CancellationToken ct) => Benchmark.Of(symbol, await BarsAsync([symbol], ct));

    private Task<Bars> BarsAsync(IReadOnlyList<string> symbols, CancellationToken ct)
    {
        var range = new BarRange { Symbols = symbols, To = To };
        return Known is null ? lake.PricesAsync(prices, range, ct) : Known.BarsAsync(lake, prices, range, ct);
    }
}
