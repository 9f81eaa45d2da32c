using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Batch.Cli.Output;

/// <summary>One line on a terminal, rewritten while long work runs and erased at its end: <c>41/200 symbols, 12/s, 0:00:14 left</c>.</summary>
/// <param name="terminal">Null when there is none: then nothing is written.</param>
internal sealed class ProgressLine(TextWriter? terminal, TimeProvider time) : IProgress<JobProgress>, IDisposable
{
    private const string Erase = "\r\x1b[K";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly long start = time.GetTimestamp();
    private long? shown;

    /// <summary>Work that ends within the interval shows no line.</summary>
    public void Report(JobProgress progress)
    {
        var now = time.GetTimestamp();
        if (terminal is null || progress.Total == 0 || time.GetElapsedTime(shown ?? start, now) < Interval) return;
        shown = now;
        var pace = PaceColumn.Text(progress.Done / time.GetElapsedTime(start, now).TotalSeconds, progress.Total - progress.Done);
        terminal.Write($"{Erase}{progress}{(pace.Length > 0 ? $", {pace}" : "")}");
    }

    public void Dispose()
    {
        if (shown is not null) terminal!.Write(Erase);
        shown = null;
    }
}
