using System.ComponentModel;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Rebuilds the set of tracked symbols: active constituents, the portfolio and the benchmark.</summary>
public sealed class UpdateTrackedSymbolCacheJob : Job<UpdateTrackedSymbolCacheOptions>, IRepeatable
{
    public IReadOnlyList<string> Reads => [JobData.Members, JobData.Tracked];

    public IReadOnlyList<string> Writes => [JobData.Tracked];

    protected override IEnumerable<JobCounter> Counted(UpdateTrackedSymbolCacheOptions options) => [new("symbols"), new("added", "symbols")];

    /// <summary>While the sets are unreachable, the run uses symbols from the database, so that bars, features and tables are not delayed.</summary>
    public override async Task<JobResult> RunAsync(
        UpdateTrackedSymbolCacheOptions options, RunContext run, IProgress<JobProgress> progress, CancellationToken ct)
    {
        run.Tracked = await TrackedSymbols.FromTablesAsync(run, await TrackedSymbols.PortfolioAsync(run, ct), ct);
        try
        {
            return await WriteAsync(run, run.Tracked, ct);
        }
        catch (TemporaryException e)
        {
            return JobResult.Partial($"{Plural.Of(run.Tracked.Count, "symbol")}, sets not written", e.Message,
                $"this run uses symbols from the database; the next run writes {TrackedSymbols.All} and {TrackedSymbols.New}");
        }
    }

    private static async Task<JobResult> WriteAsync(RunContext run, IReadOnlyList<string> tracked, CancellationToken ct)
    {
        var change = await TrackedSymbols.WriteAsync(run, tracked, ct);
        var rebuilt = change.Rebuilt ? $"; {TrackedSymbols.All} was lost and has been rebuilt" : "";
        return Result(tracked.Count, change.Added, change.Dropped, rebuilt) with { Again = Result(tracked.Count, 0, 0) };
    }

    private static JobResult Result(int tracked, int added, int dropped, string rebuilt = "") =>
        JobResult.Ok($"{Plural.Of(tracked, "symbol")}: {added} new, {dropped} dropped{rebuilt}") with
        {
            Counters = new Dictionary<string, long> { ["symbols"] = tracked, ["added"] = added },
        };
}

/// <summary>What is tracked in addition to the constituents and the portfolio.</summary>
public sealed record UpdateTrackedSymbolCacheOptions
{
    [Description("Always tracked, because relative strength is measured against it; set by market.benchmark.")]
    public string Benchmark { get; init; } = new MarketSettings().Benchmark;
}
