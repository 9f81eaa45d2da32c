namespace QuantMatrix.Batch.Graph;

/// <summary>Decides which jobs of a run may repeat in the next one what they would return now.</summary>
internal static class RepeatableJobs
{
    /// <summary>
    /// Those that can, whose data no other job changes after they have begun, and that do not depend on a job that must run. None in a plan with a job
    /// that may depend on anything.
    /// </summary>
    /// <param name="jobs">In the order of the plan.</param>
    /// <param name="canRepeat">Whether it is known what the job would return.</param>
    public static IReadOnlyList<PlannedJob> Of(IReadOnlyList<PlannedJob> jobs, Func<PlannedJob, bool> canRepeat)
    {
        if (!jobs.All(job => job.Kind.Job is IRepeatable)) return [];
        var (repeatable, before) = (new List<PlannedJob>(), new Dictionary<string, HashSet<string>>());
        foreach (var job in jobs)
        {
            before[job.Name] = [.. job.Waits.SelectMany(name => before[name].Append(name))];
            if (canRepeat(job) && Sources(job).All(source => before[job.Name].Contains(source.Name) && repeatable.Contains(source))) repeatable.Add(job);
        }
        return repeatable;

        IEnumerable<PlannedJob> Sources(PlannedJob job) => jobs.Where(other => other != job && Of(other).Writes.Intersect(Of(job).Reads).Any());
    }

    private static IRepeatable Of(PlannedJob job) => (IRepeatable)job.Kind.Job;
}
