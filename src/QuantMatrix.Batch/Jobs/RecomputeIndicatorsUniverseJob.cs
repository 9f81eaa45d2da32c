using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Apache.Arrow;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Parts;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Indicators;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Lake;
using QuantMatrix.Model;
using QuantMatrix.Publish;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Computes every column for every tracked symbol from stored bars, in one pass: read, compute, write, publish.</summary>
public sealed class RecomputeIndicatorsUniverseJob : Job<RecomputeIndicatorsUniverseOptions>, IRowForecast, IRepeatable
{
    private static readonly Progress<JobProgress> Unseen = new();

    public IReadOnlyList<string> Reads => [JobData.Members, JobData.Tracked, JobData.Bars];

    public IReadOnlyList<string> Writes => [JobData.Features];

    protected override IEnumerable<JobCounter> Counted(RecomputeIndicatorsUniverseOptions options) =>
    [
        new("symbols"), new("symbols_without_bars", "symbols", "symbols_without_bars"), new("feature_rows"), new("cache_inserted"), new("cache_updated"),
        new("cache_deleted"), new("cache_unchanged"),
    ];

    public async Task<string> RowsAsync(object options, RunContext run, CancellationToken ct)
    {
        var (tracked, keep) = (await TrackedSymbols.ReadAsync(run, ct), ((RecomputeIndicatorsUniverseOptions)options).Keep);
        var estimate = await RowEstimate.OfBarsAsync(run, tracked, keep, ct);
        return $"{estimate} of {Plural.Of(Catalogue.Standard.Columns.Count, "column")} to compute, {Plural.Number(estimate.Symbols)} to market_analysis_cache";
    }

    public override async Task<JobResult> RunAsync(
        RecomputeIndicatorsUniverseOptions options, RunContext run, IProgress<JobProgress> progress, CancellationToken ct)
    {
        var tracked = await TrackedSymbols.ReadAsync(run, ct);
        var memberships = await run.Tables.MembershipsAsync(ct);
        var commit = run.Lake.Begin(run.RunId);
        var order = ComputeOrder.Of(run, commit.Basis, tracked, memberships, options);
        var inputs = order.Inputs(commit.Basis);
        var difference = commit.Basis.Difference(run.Lake.Features, inputs) ?? commit.Basis.Difference(StructureTable.Table, inputs);
        var info = new SymbolInfoUpdate(run, tracked, memberships);
        if (difference is null && await run.Tables.UnchangedCacheAsync(CacheInputs(commit.Basis, inputs, info), ct) is { } published)
            return Unchanged(tracked, published, commit.Rows(run.Lake.Features), Warnings(run, commit.Basis)).Same();
        var bars = new SymbolParts(run.Lake, commit.Basis, run.Workers, options.BatchSize) { To = run.PublishedAsOf };
        var benchmark = await bars.BenchmarkAsync(options.Benchmark, ct);
        var market = options.Market(run.Calendar, benchmark, run.PublishedAsOf);
        var (stored, plan) = await BreadthPlan.ReadAsync(run, commit.Basis, order, inputs, ct);
        var (symbols, members) = (tracked.ToHashSet(), new IndexMembers(memberships));
        var counter = new BreadthCounter(symbol => members.CountedOf(symbol, symbols));
        var breadth = new BreadthComputation(market, plan.From, counter.Add);

        var features = difference is null ? new("unchanged", commit.Rows(run.Lake.Features), null)
            : await WriteAsync(commit, difference, await FeatureParts.OpenAsync(run.Lake, bars, order, market, progress, ct), breadth, progress, ct);
        if (features.Rows == 0) throw NoBars(run, tracked);
        commit.Stamp(run.Lake.Features, inputs);
        commit.Stamp(StructureTable.Table, inputs);
        await breadth.CompleteAsync(bars, symbols.Union(members.Symbols), progress, ct);
        await WriteBreadthAsync(commit, plan, stored, counter.Rows(), ct);
        await info.WriteAsync(commit, ct);
        var manifest = commit.Publish();

        var newest = features.Newest ?? (await run.Lake.TableAsync(manifest, FeatureTable.Newest(run.Lake.Features), ct))!;
        Failpoint.CacheBeforePublish.Reach();
        var cache = await run.Tables.PublishCacheAsync(newest, run.RunId, benchmark.IsEmpty ? null : CacheInputs(manifest, inputs, info), ct);
        Failpoint.CacheAfterPublish.Reach();
        List<string> warnings = [.. Warnings(run, manifest)];
        if (benchmark.IsEmpty) warnings.Add(WithoutBenchmark(benchmark));
        return Result(tracked.Count, newest.Length, features, cache) with
        {
            Warnings = [.. tracked.Warnings, .. warnings],
            Again = Unchanged(tracked, newest.Length, features.Rows, warnings),
        };
    }

    /// <summary>The result when features and cache are those of the inputs.</summary>
    private static JobResult Unchanged(TrackedSymbols tracked, int symbols, long rows, IEnumerable<string> warnings) =>
        Result(tracked.Count, symbols, new("unchanged", rows, null), new(0, 0, 0, symbols)) with { Warnings = [.. tracked.Warnings, .. warnings] };

    /// <summary>Replaces <c>features</c> and <c>structure</c>.</summary>
    /// <param name="difference">The inputs that changed.</param>
    private static async Task<WrittenFeatures> WriteAsync(
        LakeCommit commit, string difference, FeatureParts parts, BreadthComputation breadth, IProgress<JobProgress> progress, CancellationToken ct)
    {
        var lake = commit.Lake;
        var stored = commit.Rows(lake.Features);
        var (all, newest, receipts, store) = (await parts.ListAsync(ct), new NewestRows(), new List<PartReceipt>(), new PartStore(lake));
        var found = 0;
        foreach (var part in all)
        {
            var receipt = store.Find(part.Fingerprint);
            if (receipt is null) receipts.Add(await parts.ComputeAsync(store, part, newest, breadth, all.Count == 1 ? progress : Unseen, ct));
            else
            {
                found++;
                receipts.Add(receipt);
                await breadth.AddAsync(store, receipt, part.Symbols, ct);
            }
            if (all.Count > 1) progress.Report(receipts.Count, all.Count, "parts");
        }
        var changed = commit.Replace(lake.Features, [.. receipts.Select(r => r.Features).OfType<LakeFile>()]);
        commit.Replace(StructureTable.Table, [.. receipts.Select(r => r.Structures).OfType<LakeFile>()]);
        var taken = found == 0 ? "" : $"; {Plural.Of(found, "part")} found, {Plural.Number(all.Count - found)} computed";
        return new($"{(changed ? "written" : "unchanged")}{(stored == 0 ? "" : $" (recomputed: {difference})")}{taken}", commit.Rows(lake.Features),
            found == 0 ? newest.ToBatch() : null);
    }

    private static async Task WriteBreadthAsync(
        LakeCommit commit, BreadthPlan plan, IReadOnlyList<MarketBreadth> stored, IReadOnlyList<MarketBreadth> computed, CancellationToken ct)
    {
        var rows = plan.Merge(stored, computed);
        if (!rows.SequenceEqual(stored)) await commit.ReplaceAsync(BreadthTable.Table, rows, ct);
        commit.Stamp(BreadthTable.Table, plan.Stamp);
    }

    /// <summary>What the cache is published from: the inputs of features, and every table that is written along with them.</summary>
    private static string CacheInputs(Manifest manifest, InputFingerprints features, SymbolInfoUpdate info)
    {
        string[] written = [FeatureTable.Name, StructureTable.Table.Name, BreadthTable.Table.Name, SymbolInfo.Table.Name];
        return InputFingerprints.Of([("features", features.Text), ("symbol_info", info.Content),
            ("files", manifest.ContentOf(written))]).Text;
    }

    private static DataUnfitException NoBars(RunContext run, TrackedSymbols tracked) =>
        new($"price_data has no bar for any of {Plural.Of(tracked.Count, "tracked symbol")} up to {run.PublishedAsOf:yyyy-MM-dd}; nothing was changed");

    private static JobResult Result(int tracked, int symbols, WrittenFeatures features, PublishCount cache)
    {
        var columns = Plural.Of(Catalogue.Standard.Columns.Count, "column");
        var computed = $"{Plural.Of(symbols, "symbol")}, {columns}, {Plural.Of(features.Rows, "row")} {features.Outcome}";
        var published = $"{Plural.Number(cache.Inserted)} inserted, {Plural.Number(cache.Updated)} updated, {Plural.Number(cache.Deleted)} deleted";
        return JobResult.Ok($"{computed}; cache: {published}") with
        {
            Counters = new Dictionary<string, long>
            {
                ["symbols"] = symbols,
                ["symbols_without_bars"] = tracked - symbols,
                ["feature_rows"] = features.Rows,
                ["cache_inserted"] = cache.Inserted,
                ["cache_updated"] = cache.Updated,
                ["cache_deleted"] = cache.Deleted,
                ["cache_unchanged"] = cache.Unchanged,
            },
        };
    }

    private static IEnumerable<string> Warnings(RunContext run, Manifest prices)
    {
        if (run.PublishedAsOf > run.AsOf)
            yield return $"features and cache stay as of {run.PublishedAsOf:yyyy-MM-dd}, the published session; "
                + $"--republish replaces it by {run.AsOf:yyyy-MM-dd}";
        if (prices.Of(PriceData.Name).Max(f => f.LastDate) is { } newest && newest > run.PublishedAsOf)
            yield return $"features and cache are as of {run.PublishedAsOf:yyyy-MM-dd}, but bars up to {newest:yyyy-MM-dd} are stored; "
                + "a run without --as-of uses them";
    }

    private static string WithoutBenchmark(Benchmark benchmark) => $"price_data has no bars for the benchmark {benchmark.Symbol}: no value in "
        + string.Join(", ", Catalogue.Standard.Columns.Where(c => c.NeedsBenchmark).Select(c => c.Name));

    /// <summary>What was done to <c>features</c>.</summary>
    /// <param name="Outcome">In words, with the inputs that changed.</param>
    /// <param name="Newest">The newest row of each symbol, when the rows were computed in this run.</param>
    private sealed record WrittenFeatures(string Outcome, long Rows, RecordBatch? Newest);
}

/// <summary>How symbols are batched and how many rows are kept.</summary>
public sealed record RecomputeIndicatorsUniverseOptions
{
    [Description("Symbols computed together.")]
    [Range(1, 100_000)]
    public int BatchSize { get; init; } = 50;

    [Description("Most stored bars of a part: symbols computed together by a job or a shard, whose features are one file.")]
    [Range(1, 1_000_000_000)]
    public int PartBars { get; init; } = 2_500_000;

    [Description("Sessions of features kept per symbol.")]
    public RowsToKeep Keep { get; init; } = RowsToKeep.Last(5);

    [Description("The benchmark of beta, correlation and relative strength.")]
    public string Benchmark { get; init; } = "SPY";

    [Description("Percent change over five weeks within which the 30-week average counts as flat.")]
    [Range(0.0, 100.0)]
    public double StageFlatBand { get; init; } = new StageThresholds().FlatBand;

    [Description("Weeks over which relative strength must have risen where it is not above zero.")]
    [Range(1, 520)]
    public int StageRisingWeeks { get; init; } = new StageThresholds().RisingWeeks;

    [Description("Consecutive weeks above a rising average before stage 2 begins after stage 1 or 3.")]
    [Range(1, 52)]
    public int StageConfirmWeeks { get; init; } = new StageThresholds().ConfirmWeeks;

    /// <summary>Those of the first job of the kind in a job file.</summary>
    internal static RecomputeIndicatorsUniverseOptions Of(JobFile file) => new Planner(file).OptionsOf<RecomputeIndicatorsUniverseOptions>();

    [Description("Whether a low at those of bars 6 and 7 perfects a TD setup, or only one below them.")]
    public TdPerfection TdPerfection { get; init; } = TdPerfection.Inclusive;

    /// <summary>What features depend on, as text.</summary>
    internal string Content() => $"{this with { BatchSize = 0, PartBars = 0 }}";

    /// <summary>What is computed with these options.</summary>
    /// <param name="last">The last day; its session, or the one before it.</param>
    internal MarketContext Market(SessionCalendar calendar, Benchmark benchmark, DateOnly last) => new(calendar, benchmark, calendar.AtOrBefore(last))
    {
        Stage = Stage, IsTdPerfectionStrict = TdPerfection == TdPerfection.Strict,
    };

    internal StageThresholds Stage => new() { FlatBand = StageFlatBand, RisingWeeks = StageRisingWeeks, ConfirmWeeks = StageConfirmWeeks };
}

/// <summary>How a TD setup is perfected.</summary>
public enum TdPerfection
{
    Inclusive,
    Strict,
}
