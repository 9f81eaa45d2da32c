using System.Collections.Concurrent;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch.Cli.Output;

/// <summary>Shows a run in progress.</summary>
public interface IRunDisplay
{
    /// <param name="run">Starts the run with the sink that feeds the display.</param>
    Task<RunReport> ShowAsync(RunPlan plan, Func<IRunSink, Task<RunReport>> run);
}

/// <summary>For pipes and log files: prints nothing for a fast job, and a line of progress every 15 seconds for a slow one.</summary>
public sealed class PlainDisplay(TextWriter output, TimeProvider time) : IRunDisplay, IRunSink
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    /// <summary>By job.</summary>
    private readonly ConcurrentDictionary<string, long> lastLine = new();

    public Task<RunReport> ShowAsync(RunPlan plan, Func<IRunSink, Task<RunReport>> run) => run(this);

    public Task JobStartedAsync(RunReport run, JobReport job)
    {
        lastLine[job.Name] = time.GetTimestamp();
        return Task.CompletedTask;
    }

    public Task JobRepeatsAsync(RunReport run, JobReport job, TimeSpan delay)
    {
        var failed = $"attempt {job.Attempts.Count} failed for now: {job.Attempts[^1].Summary.Split('\n')[0]}";
        lock (output) output.WriteLine($"  {job.Name}  {failed}; the next follows in {delay.TotalSeconds:0} s");
        return Task.CompletedTask;
    }

    public void JobProgressed(string job, JobProgress progress)
    {
        var last = lastLine[job];
        if (time.GetElapsedTime(last) < Interval || !lastLine.TryUpdate(job, time.GetTimestamp(), last)) return;
        lock (output) output.WriteLine($"  {job}  {progress}");
    }
}
