using System.Collections.Concurrent;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch.Cli.Output;

/// <summary>For pipes and log files: nothing for a job that is quick, a sign of life now and then for one that is not.</summary>
public sealed class PlainDisplay(TextWriter output, TimeProvider time) : IRunDisplay, IRunSink
{
    private static readonly TimeSpan BetweenSigns = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<string, long> lastSign = new();

    public Task<RunReport> ShowAsync(RunPlan plan, Func<IRunSink, Task<RunReport>> run) => run(this);

    public Task JobStartedAsync(RunReport run, JobReport job)
    {
        lastSign[job.Name] = time.GetTimestamp();
        return Task.CompletedTask;
    }

    public void JobProgressed(string job, JobProgress progress)
    {
        var last = lastSign[job];
        if (time.GetElapsedTime(last) < BetweenSigns || !lastSign.TryUpdate(job, time.GetTimestamp(), last)) return;
        lock (output) output.WriteLine($"  {job}  {ProgressText.Of(progress)}");
    }
}
