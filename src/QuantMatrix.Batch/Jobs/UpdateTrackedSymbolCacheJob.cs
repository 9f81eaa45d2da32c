using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Rebuilds the set of symbols the night works for: active constituents and the benchmark.</summary>
public sealed class UpdateTrackedSymbolCacheJob : Job<UpdateTrackedSymbolCacheOptions>
{
    private static readonly TimeSpan NewFor = TimeSpan.FromHours(24);

    public override async Task<JobResult> RunAsync(
        UpdateTrackedSymbolCacheOptions options, RunContext run, IProgress<JobProgress> progress, CancellationToken cancel)
    {
        var before = await run.Sets.MembersAsync(TrackedSymbols.All, cancel);
        var tracked = (await run.Tables.ActiveConstituentsAsync(cancel: cancel)).Append(options.Benchmark).Distinct().Order(StringComparer.Ordinal).ToList();
        var added = tracked.Except(before).ToList();

        // Additions first: a run that dies in between finds them again.
        if (added.Count > 0) await run.Sets.AddToSetAsync(TrackedSymbols.New, added, NewFor, cancel);
        if (!tracked.SequenceEqual(before)) await run.Sets.ReplaceSetAsync(TrackedSymbols.All, tracked, null, cancel);
        return JobResult.Ok($"{tracked.Count} symbols: {added.Count} new, {before.Except(tracked).Count()} dropped") with
        {
            Counters = new Dictionary<string, long> { ["symbols"] = tracked.Count, ["added"] = added.Count },
        };
    }
}

/// <summary>What is tracked beside the constituents.</summary>
public sealed record UpdateTrackedSymbolCacheOptions
{
    /// <summary>Always tracked: without it relative strength has nothing to compare with.</summary>
    public string Benchmark { get; init; } = "SPY";
}
