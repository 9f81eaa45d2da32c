using System.ComponentModel.DataAnnotations;
using System.Threading.Channels;
using Apache.Arrow;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Options;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Compute;
using QuantMatrix.Store;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Computes every column for every tracked symbol from stored bars, in one pass.</summary>
public sealed class RecomputeIndicatorsUniverseJob : Job<RecomputeIndicatorsUniverseOptions>
{
    /// <summary>Most symbols read by one query, as far as whole batches allow: fewer would unpack the same row groups again and again.</summary>
    private const int SymbolsRead = 500;

    private static readonly string Newest = $"SELECT {FeatureColumns.List} FROM features QUALIFY row_number() OVER (PARTITION BY symbol ORDER BY date DESC) = 1 ORDER BY symbol";

    public override async Task<JobResult> RunAsync(
        RecomputeIndicatorsUniverseOptions options, RunContext run, IProgress<JobProgress> progress, CancellationToken cancel)
    {
        var tracked = await TrackedSymbols.ReadAsync(run, cancel);
        var commit = run.Lake.Begin(run.RunId);
        var prices = commit.Basis;
        var inputs = Fingerprint.Of([.. prices.Of(LakeTable.PriceData.Name).Select(f => f.Hash), string.Join(' ', tracked), $"{run.AsOf:O}", $"{options.Keep}",
            $"{typeof(Catalogue).Module.ModuleVersionId}", string.Join(' ', run.Calendar.Closures.Select(c => $"{c:O}"))]);
        var changed = false;
        if (!prices.IsMadeFrom(LakeTable.Features, inputs))
        {
            changed = await commit.ReplaceAsync(LakeTable.Features, ComputeAsync(run, prices, tracked, options, progress, cancel), cancel);
            commit.Stamp(LakeTable.Features, inputs);
        }
        var rows = commit.Rows(LakeTable.Features);
        if (rows == 0) throw new DataUnfitException($"price_data has no bar of any of {tracked.Count} tracked symbols up to {run.AsOf:yyyy-MM-dd}; nothing was changed");

        var latest = (await run.Lake.TableAsync(commit.Publish(), Newest, cancel))!;
        var cache = await run.Tables.PublishCacheAsync(latest, run.RunId, cancel);
        var work = $"{rows:N0} rows {(changed ? "written" : "unchanged")}; cache: {cache.Inserted:N0} new, {cache.Updated:N0} changed, {cache.Deleted:N0} dropped";
        return JobResult.Ok($"{latest.Length:N0} symbols, {Catalogue.Standard.Columns.Count} columns, {work}") with
        {
            Counters = new Dictionary<string, long>
            {
                ["symbols"] = latest.Length,
                ["symbols_without_bars"] = tracked.Count - latest.Length,
                ["feature_rows"] = rows,
                ["cache_inserted"] = cache.Inserted,
                ["cache_updated"] = cache.Updated,
                ["cache_deleted"] = cache.Deleted,
                ["cache_unchanged"] = cache.Unchanged,
            },
            Warnings = prices.Of(LakeTable.PriceData.Name).Max(f => f.LastDate) is { } newest && newest > run.AsOf
                ? [$"features and cache now show {run.AsOf:yyyy-MM-dd}, though bars up to {newest:yyyy-MM-dd} are stored; the next run without --as-of shows those"] : [],
        };
    }

    /// <summary>Features batch by batch in symbol order, read and computed by the workers side by side; no more is in memory than each worker's part and one ahead.</summary>
    private static async IAsyncEnumerable<RecordBatch> ComputeAsync(RunContext run, Manifest prices, IReadOnlyList<string> tracked,
        RecomputeIndicatorsUniverseOptions options, IProgress<JobProgress> progress, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var engines = Channel.CreateUnbounded<Engine>();
        for (var w = 0; w < run.Workers; w++) engines.Writer.TryWrite(new Engine(Catalogue.Standard, run.Calendar));
        var share = (double)tracked.Count / Math.Max(run.Workers, (tracked.Count + SymbolsRead - 1) / SymbolsRead);
        var parts = tracked.Chunk((int)Math.Ceiling(share / options.BatchSize) * options.BatchSize).ToArray();
        var ahead = new Queue<Task<List<RecordBatch>>>();
        for (var next = 0; next < parts.Length || ahead.Count > 0;)
        {
            while (next < parts.Length && ahead.Count <= run.Workers) ahead.Enqueue(PartAsync(parts[next++]));
            foreach (var batch in await ahead.Dequeue())
                if (batch.Length > 0) yield return batch;
            progress.Report(next - ahead.Count, parts.Length, "parts");
        }

        async Task<List<RecordBatch>> PartAsync(string[] symbols)
        {
            var engine = await engines.Reader.ReadAsync(cancel);
            try
            {
                return await Task.Run(async () =>
                {
                    var bars = await run.Lake.PricesAsync(prices, new BarRange { Symbols = symbols, To = run.AsOf }, cancel);
                    var batches = symbols.Chunk(options.BatchSize).Select(batch => engine.Compute(bars, Places(bars, batch), options.Keep.Sessions)).ToList();
                    bars.Recycle();
                    return batches;
                }, cancel);
            }
            finally
            {
                engines.Writer.TryWrite(engine);
            }
        }
    }

    /// <summary>Where the symbols of a batch stand that have bars: batches are cut by what is tracked, so that no row group depends on the workers.</summary>
    private static Range Places(Bars bars, string[] batch)
    {
        var first = bars.Symbols.TakeWhile(s => string.CompareOrdinal(s, batch[0]) < 0).Count();
        return first..(first + bars.Symbols.Skip(first).TakeWhile(s => string.CompareOrdinal(s, batch[^1]) <= 0).Count());
    }
}

/// <summary>How symbols are batched and how much of the result is kept.</summary>
public sealed record RecomputeIndicatorsUniverseOptions
{
    /// <summary>Symbols computed together.</summary>
    [Range(1, 100_000)]
    public int BatchSize { get; init; } = 50;

    /// <summary>Sessions of features kept for each symbol.</summary>
    public Keep Keep { get; init; } = Keep.Last(5);
}
