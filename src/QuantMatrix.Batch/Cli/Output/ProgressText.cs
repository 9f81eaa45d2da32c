using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Batch.Cli.Output;

/// <summary>How far a job is, in words: <c>120/520 AAPL</c>.</summary>
internal static class ProgressText
{
    public static string Of(JobProgress progress) => progress switch
    {
        { Total: > 0 } => $"{progress.Done}/{progress.Total} {progress.Text}".TrimEnd(),
        { Done: > 0 } => $"{progress.Done} {progress.Text}".TrimEnd(),
        _ => progress.Text,
    };
}
