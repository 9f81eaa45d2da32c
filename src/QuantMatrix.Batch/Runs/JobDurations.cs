using System.Globalization;

namespace QuantMatrix.Batch.Runs;

/// <summary>How long a job took in its last successful runs, in seconds.</summary>
/// <param name="Last">Of the newest.</param>
/// <param name="Median">Of the newest five at most.</param>
internal sealed record JobDurations(double Last, double Median)
{
    public const int MaxRuns = 5;

    /// <summary>Reports read at most: the job may never have run.</summary>
    private const int MaxReports = 200;

    private const int LongSeconds = 120, SecondsPerMinute = 60;

    /// <param name="newestFirst">Read only as far as necessary. A retry repeats a part of the work and does not count.</param>
    /// <returns>Jobs that have succeeded.</returns>
    public static IReadOnlyDictionary<string, JobDurations> Of(IEnumerable<PastRun> newestFirst, IReadOnlyCollection<string> jobs)
    {
        var seconds = jobs.ToDictionary(name => name, _ => new List<double>());
        foreach (var run in newestFirst.Take(MaxReports).Where(run => run.RetryOf is null))
        {
            foreach (var job in run.Jobs.Where(job => job.IsGood))
                if (seconds.TryGetValue(job.Name, out var known) && known.Count < MaxRuns) known.Add(job.Seconds);
            if (seconds.Values.All(known => known.Count == MaxRuns)) break;
        }
        return seconds.Where(s => s.Value.Count > 0).ToDictionary(s => s.Key, s => new JobDurations(s.Value[0], MedianOf([.. s.Value.Order()])));
    }

    /// <summary>As in <c>0.3 s</c> or <c>65 min</c>.</summary>
    public static string Text(double seconds) => seconds < LongSeconds
        ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s") : string.Create(CultureInfo.InvariantCulture, $"{seconds / SecondsPerMinute:0} min");

    private static double MedianOf(double[] sorted) => (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
}
