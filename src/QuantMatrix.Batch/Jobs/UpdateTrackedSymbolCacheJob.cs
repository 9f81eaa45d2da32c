using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Indicators;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Rebuilds the set of symbols the night works for: active constituents, the portfolio and the benchmark.</summary>
public sealed class UpdateTrackedSymbolCacheJob : Job<UpdateTrackedSymbolCacheOptions>
{
    /// <summary>Without the sets the run goes on with what the tables name, so that bars, features and tables do not wait for them.</summary>
    public override async Task<JobResult> RunAsync(
        UpdateTrackedSymbolCacheOptions options, RunContext run, IProgress<JobProgress> progress, CancellationToken ct)
    {
        run.Tracked = await TrackedSymbols.UniverseAsync(run, await TrackedSymbols.PortfolioAsync(run, ct), options.Benchmark, ct);
        try
        {
            return await WriteAsync(run, run.Tracked, ct);
        }
        catch (TemporaryException e)
        {
            return JobResult.Partial($"{run.Tracked.Count} symbols, sets not written", e.Message,
                $"this run works for the symbols the tables name; the next one writes {TrackedSymbols.All} and {TrackedSymbols.New}");
        }
    }

    private static async Task<JobResult> WriteAsync(RunContext run, IReadOnlyList<string> tracked, CancellationToken ct)
    {
        var change = await TrackedSymbols.WriteAsync(run, tracked, ct);
        return JobResult.Ok($"{tracked.Count} symbols: {change.Added} new, {change.Dropped} dropped{(change.WasLost ? $"; {TrackedSymbols.All} was lost and is there again" : "")}") with
        {
            Counters = new Dictionary<string, long> { ["symbols"] = tracked.Count, ["added"] = change.Added },
        };
    }
}

/// <summary>What is tracked beside the constituents.</summary>
public sealed record UpdateTrackedSymbolCacheOptions
{
    /// <summary>Always tracked: without it relative strength has nothing to compare with.</summary>
    public string Benchmark { get; init; } = "SPY";
}
