namespace QuantMatrix.Batch.Graph;

/// <summary>The progress of a job: 120 of 520, now at <c>AAPL</c>.</summary>
/// <param name="Total">0 while unknown.</param>
public readonly record struct JobProgress(long Done, long Total, string Text)
{
    /// <summary>As displays show it: <c>120/520 AAPL</c>.</summary>
    public override string ToString() => this switch
    {
        { Total: > 0 } => $"{Done}/{Total} {Text}".TrimEnd(),
        { Done: > 0 } => $"{Done} {Text}".TrimEnd(),
        _ => Text,
    };
}

/// <summary>The short form for jobs.</summary>
public static class JobProgressReports
{
    public static void Report(this IProgress<JobProgress> progress, long done, long total, string text = "") =>
        progress.Report(new JobProgress(done, total, text));
}
