using System.ComponentModel.DataAnnotations;
using System.Threading.Channels;
using Apache.Arrow;
using QuantMatrix.Batch.Composition;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Indicators;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Lake;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Computes every column for every tracked symbol from stored bars, in one pass.</summary>
public sealed class RecomputeIndicatorsUniverseJob : Job<RecomputeIndicatorsUniverseOptions>
{
    /// <summary>Most symbols read by one query, as far as whole batches allow: fewer would unpack the same row groups again and again.</summary>
    private const int SymbolsRead = 500;

    public override async Task<JobResult> RunAsync(
        RecomputeIndicatorsUniverseOptions options, RunContext run, IProgress<JobProgress> progress, CancellationToken ct)
    {
        var tracked = await TrackedSymbols.ReadAsync(run, ct);
        var commit = run.Lake.Begin(run.RunId);
        var prices = commit.Basis;
        var inputs = Fingerprint.Of([.. prices.Of(PriceData.Name).Select(f => f.Hash), string.Join(' ', tracked), $"{run.AsOf:O}",
            $"{options with { BatchSize = 0 }}", $"{typeof(Catalogue).Module.ModuleVersionId}", string.Join(' ', run.Calendar.Closures.Select(c => $"{c:O}"))]);
        var benchmark = await BenchmarkAsync(run, prices, options.Benchmark, ct);
        var changed = false;
        if (!prices.IsMadeFrom(run.Lake.Features, inputs))
        {
            changed = await commit.ReplaceAsync(run.Lake.Features, ComputeAsync(run, prices, tracked, benchmark, options, progress, ct), ct);
            commit.Stamp(run.Lake.Features, inputs);
        }
        var rows = commit.Rows(run.Lake.Features);
        if (rows == 0) throw new DataUnfitException($"price_data has no bar of any of {tracked.Count} tracked symbols up to {run.AsOf:yyyy-MM-dd}; nothing was changed");

        var latest = (await run.Lake.TableAsync(commit.Publish(), FeatureTable.Newest(run.Lake.Features), ct))!;
        var cache = await run.Tables.PublishCacheAsync(latest, run.RunId, ct);
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
            Warnings = [.. tracked.Warnings, .. Warnings(run, prices, benchmark)],
        };
    }

    private static IEnumerable<string> Warnings(RunContext run, Manifest prices, Benchmark benchmark)
    {
        if (prices.Of(PriceData.Name).Max(f => f.LastDate) is { } newest && newest > run.AsOf)
            yield return $"features and cache now show {run.AsOf:yyyy-MM-dd}, though bars up to {newest:yyyy-MM-dd} are stored; the next run without --as-of shows those";
        if (benchmark.IsEmpty)
            yield return $"price_data has no bar of the benchmark {benchmark.Symbol}: beta, correlation and relative strength have no value";
    }

    private static async Task<Benchmark> BenchmarkAsync(RunContext run, Manifest prices, string symbol, CancellationToken ct)
    {
        var bars = await run.Lake.PricesAsync(prices, new BarRange { Symbols = [symbol], To = run.AsOf }, ct);
        return new Benchmark(symbol, bars.Days, bars.Close);
    }

    /// <summary>Features batch by batch in symbol order, read and computed by the workers side by side; no more is in memory than each worker's part and one ahead.</summary>
    private static async IAsyncEnumerable<RecordBatch> ComputeAsync(RunContext run, Manifest prices, TrackedSymbols tracked, Benchmark benchmark,
        RecomputeIndicatorsUniverseOptions options, IProgress<JobProgress> progress, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var engines = Channel.CreateUnbounded<Engine>();
        var premises = new MarketContext(run.Calendar, benchmark, run.Calendar.AtOrBefore(run.AsOf)) { Stage = options.Stage };
        for (var w = 0; w < run.Workers; w++) engines.Writer.TryWrite(new Engine(Catalogue.Standard, premises));
        var share = (double)tracked.Count / Math.Max(run.Workers, (tracked.Count + SymbolsRead - 1) / SymbolsRead);
        var parts = tracked.Chunk((int)Math.Ceiling(share / options.BatchSize) * options.BatchSize).ToArray();
        var ahead = new Queue<Task<List<RecordBatch>>>();
        for (var next = 0; next < parts.Length || ahead.Count > 0;)
        {
            while (next < parts.Length && ahead.Count <= run.Workers) ahead.Enqueue(PartAsync(parts[next++]));
            foreach (var batch in await ahead.Dequeue())
                using (batch)
                    if (batch.Length > 0) yield return batch;
            progress.Report(next - ahead.Count, parts.Length, "parts");
        }

        async Task<List<RecordBatch>> PartAsync(string[] symbols)
        {
            var engine = await engines.Reader.ReadAsync(ct);
            try
            {
                return await Task.Run(async () =>
                {
                    var bars = await run.Lake.PricesAsync(prices, new BarRange { Symbols = symbols, To = run.AsOf }, ct);
                    var batches = symbols.Chunk(options.BatchSize).Select(batch => engine.Compute(bars, Places(bars, batch), options.Keep.Sessions)).ToList();
                    bars.Recycle();
                    return batches;
                }, ct);
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
    public RowsToKeep Keep { get; init; } = RowsToKeep.Last(5);

    /// <summary>What beta, correlation and relative strength are measured against.</summary>
    public string Benchmark { get; init; } = "SPY";

    /// <summary>Percent over five weeks within which the 30-week average counts as flat.</summary>
    [Range(0.0, 100.0)]
    public double StageFlatBand { get; init; } = new StageThresholds().FlatBand;

    /// <summary>Weeks over which relative strength must have risen, where it is not above zero.</summary>
    [Range(1, 520)]
    public int StageRisingWeeks { get; init; } = new StageThresholds().RisingWeeks;

    /// <summary>Weeks in a row above a rising average before stage 2 begins after stage 1 or 3.</summary>
    [Range(1, 52)]
    public int StageConfirmWeeks { get; init; } = new StageThresholds().ConfirmWeeks;

    internal StageThresholds Stage => new() { FlatBand = StageFlatBand, RisingWeeks = StageRisingWeeks, ConfirmWeeks = StageConfirmWeeks };
}
