using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch.Jobs;

/// <summary>Brings the index memberships up to date: who is in, who came, who left.</summary>
public sealed class RefreshIndexConstituentsJob : Job<RefreshIndexConstituentsOptions>
{
    public override async Task<JobResult> RunAsync(
        RefreshIndexConstituentsOptions options, RunContext run, IProgress<JobProgress> progress, CancellationToken cancel)
    {
        var indices = options.Indices.Any(run.Constituents.ContainsKey) ? options.Indices : run.Constituents.Keys;
        var (words, added, removed) = (new List<string>(), 0, 0);
        var warnings = new List<string>();
        foreach (var index in indices)
        {
            if (!run.Constituents.TryGetValue(index, out var members))
            {
                warnings.Add($"{index}: the source has no member list; memberships are left as they are");
                continue;
            }
            var change = await run.Tables.RefreshConstituentsAsync(index, members, run.AsOf, cancel);
            if (change.OutOfDate) warnings.Add($"{index}: a newer list than that of {run.AsOf:yyyy-MM-dd} is stored; nothing was changed");
            (added, removed) = (added + change.Added.Count, removed + change.Removed.Count);
            words.Add($"{index} {members.Count}");
        }
        var notes = run.Constituents.Keys.Except(indices).Select(i => $"{i}: listed by the source, but not among the indices followed").ToList();
        var moves = added + removed == 0 ? "no change" : $"{added} in, {removed} out";
        return new JobResult(words.Count == 0 ? JobStatus.Failed : warnings.Count == 0 ? JobStatus.Ok : JobStatus.Partial, $"{string.Join(", ", words)}: {moves}")
        {
            Counters = new Dictionary<string, long> { ["indices"] = words.Count, ["added"] = added, ["removed"] = removed },
            Warnings = [.. warnings, .. notes],
        };
    }
}

/// <summary>Which indices to follow. A source that brings lists of its own and none of these is followed in all of its own.</summary>
public sealed record RefreshIndexConstituentsOptions
{
    public IReadOnlyList<string> Indices { get; init; } = ["SP500", "NASDAQ100", "DOW30"];
}
