using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Compute;
using QuantMatrix.Publish;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Rebuilds the set of symbols the night works for: active constituents, the portfolio and the benchmark.</summary>
public sealed class UpdateTrackedSymbolCacheJob : Job<UpdateTrackedSymbolCacheOptions>
{
    private static readonly TimeSpan NewFor = TimeSpan.FromHours(24);

    /// <summary>Without the sets the run goes on with what the tables name, so that bars, features and tables do not wait for them.</summary>
    public override async Task<JobResult> RunAsync(
        UpdateTrackedSymbolCacheOptions options, RunContext run, IProgress<JobProgress> progress, CancellationToken cancel)
    {
        try
        {
            var portfolio = await run.Sets.MembersAsync(TrackedSymbols.Portfolio, cancel);
            run.Tracked = await TrackedSymbols.UniverseAsync(run, portfolio, options.Benchmark, cancel);
            return await WriteAsync(run, run.Tracked, cancel);
        }
        catch (TemporaryException e)
        {
            run.Tracked ??= await TrackedSymbols.UniverseAsync(run, [], options.Benchmark, cancel);
            return JobResult.Partial($"{run.Tracked.Count} symbols, sets not written", e.Message,
                $"this run works for the symbols the tables name; the next one writes {TrackedSymbols.All} and {TrackedSymbols.New}");
        }
    }

    private static async Task<JobResult> WriteAsync(RunContext run, IReadOnlyList<string> tracked, CancellationToken cancel)
    {
        var before = await run.Sets.MembersAsync(TrackedSymbols.All, cancel);
        var known = before.Count > 0 ? before : await KnownAsync(run, tracked, cancel);
        var added = tracked.Except(known).ToList();

        // Additions first: a run that dies in between finds them again.
        if (added.Count > 0) await run.Sets.AddToSetAsync(TrackedSymbols.New, added, NewFor, cancel);
        if (!tracked.SequenceEqual(before)) await run.Sets.ReplaceSetAsync(TrackedSymbols.All, tracked, null, cancel);
        var lost = before.Count == 0 && known.Count > 0 ? $"; {TrackedSymbols.All} was lost and is there again" : "";
        return JobResult.Ok($"{tracked.Count} symbols: {added.Count} new, {before.Except(tracked).Count()} dropped{lost}") with
        {
            Counters = new Dictionary<string, long> { ["symbols"] = tracked.Count, ["added"] = added.Count },
        };
    }

    /// <summary>
    /// Which symbols are not new although <c>tracked:all</c> is gone: all but those who joined an index after the last session that was recorded. Nothing is
    /// known before the first one was.
    /// </summary>
    private static async Task<IReadOnlyList<string>> KnownAsync(RunContext run, IReadOnlyList<string> tracked, CancellationToken cancel)
    {
        var recorded = await run.Tables.RecordedSymbolsAsync(DateOnly.MinValue, run.AsOf, cancel);
        if (recorded.Count == 0) return [];
        var last = recorded.Keys.Max();
        var joined = (await run.Tables.MembershipsAsync(cancel)).GroupBy(m => m.Symbol).Where(m => !m.Any(i => WasMember(i, last))).Select(m => m.Key);
        return [.. tracked.Except(joined)];
    }

    private static bool WasMember(Membership interval, DateOnly session) => interval.FirstSeen <= session && !(interval.BecameInactive <= session);
}

/// <summary>What is tracked beside the constituents.</summary>
public sealed record UpdateTrackedSymbolCacheOptions
{
    /// <summary>Always tracked: without it relative strength has nothing to compare with.</summary>
    public string Benchmark { get; init; } = "SPY";
}
