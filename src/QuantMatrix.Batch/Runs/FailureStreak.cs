namespace QuantMatrix.Batch.Runs;

/// <summary>A job, or the start of a target, that has failed in each of its newest runs.</summary>
/// <param name="Name">The job; for runs that ended before their jobs, the target.</param>
/// <param name="First">The oldest of these runs.</param>
/// <param name="Newest">The newest of them.</param>
/// <param name="Runs">Their number.</param>
/// <param name="Message">Why the newest one failed.</param>
public sealed record FailureStreak(string Name, PastRun First, PastRun Newest, int Runs, string Message)
{
    /// <summary>Reports read at most: the job may never have run.</summary>
    private const int MaxReports = 2_000;

    /// <summary>What fails now, each since when. A run that did not try a job, or that still runs it, does not count.</summary>
    /// <param name="newestFirst">Read only as far as necessary.</param>
    /// <param name="targets">Job names and the targets of runs.</param>
    /// <returns>In the order of the targets.</returns>
    public static IReadOnlyList<FailureStreak> Of(IEnumerable<PastRun> newestFirst, IReadOnlyCollection<string> targets)
    {
        var (open, found) = (targets.ToHashSet(), new Dictionary<string, FailureStreak>());
        foreach (var run in newestFirst.Take(MaxReports))
        {
            foreach (var (name, failure) in Outcomes(run).Where(o => open.Contains(o.Name)).ToList())
                if (failure is null) open.Remove(name);
                else found[name] = found.TryGetValue(name, out var known) ? known with { First = run, Runs = known.Runs + 1 } : new(name, run, run, 1, failure);
            if (open.Count == 0) break;
        }
        return [.. targets.Distinct().Select(found.GetValueOrDefault).OfType<FailureStreak>()];
    }

    /// <summary>What a run says about its target and each of its jobs: why it failed, or null for success.</summary>
    internal static IEnumerable<(string Name, string? Failure)> Outcomes(PastRun run)
    {
        if (run.IsRunning) yield break;
        if (run.Jobs.All(j => j.Name != run.Target)) yield return (run.Target, run.IsGood ? null : run.Reason);
        foreach (var job in run.Jobs.Where(j => j.IsGood || j.IsFailure)) yield return (job.Name, job.IsGood ? null : job.Cause);
    }
}
