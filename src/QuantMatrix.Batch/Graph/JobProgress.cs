namespace QuantMatrix.Batch.Graph;

/// <summary>The progress of a job: 120 of 520, now at <c>AAPL</c>.</summary>
/// <param name="Total">0 while unknown.</param>
public readonly record struct JobProgress(long Done, long Total, string Text);

/// <summary>The short form for jobs.</summary>
public static class JobProgressReports
{
    public static void Report(this IProgress<JobProgress> progress, long done, long total, string text = "") =>
        progress.Report(new JobProgress(done, total, text));
}
