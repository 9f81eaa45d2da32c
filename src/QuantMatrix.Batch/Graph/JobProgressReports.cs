namespace QuantMatrix.Batch.Graph;

/// <summary>The short form a job uses to say how far it is.</summary>
public static class JobProgressReports
{
    public static void Report(this IProgress<JobProgress> progress, long done, long total, string text = "") =>
        progress.Report(new JobProgress(done, total, text));
}
