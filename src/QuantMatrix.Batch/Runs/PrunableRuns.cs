namespace QuantMatrix.Batch.Runs;

/// <summary>The reports that are older than a time: those that may be deleted, and those that something still needs.</summary>
/// <param name="Delete">Run identifiers.</param>
/// <param name="Keep">Run identifiers.</param>
internal sealed record PrunableRuns(IReadOnlyList<string> Delete, IReadOnlyList<string> Keep)
{
    /// <summary>
    /// Kept are open runs, the newest good run of each target, and for each job and target the newest success with all failures since,
    /// from which <c>status</c> shows since when it fails.
    /// </summary>
    /// <param name="newestFirst">All runs.</param>
    /// <param name="open">Identifiers of runs whose outcome is not published.</param>
    public static PrunableRuns Of(IReadOnlyList<PastRun> newestFirst, IReadOnlySet<string> open, DateTimeOffset before)
    {
        var (good, succeeded, kept) = (new HashSet<string>(), new HashSet<string>(), new HashSet<string>());
        foreach (var run in newestFirst)
        {
            var isNeeded = run.IsRunning || open.Contains(run.Id) || (run.IsGood && good.Add(run.Target));
            foreach (var (name, failure) in FailureStreak.Outcomes(run).ToList())
                if (failure is null) isNeeded |= succeeded.Add(name);
                else isNeeded |= !succeeded.Contains(name);
            if (isNeeded) kept.Add(run.Id);
        }
        var old = newestFirst.Where(run => run.Started < before).ToList();
        return new([.. old.Select(r => r.Id).Where(id => !kept.Contains(id))], [.. old.Select(r => r.Id).Where(kept.Contains)]);
    }
}
