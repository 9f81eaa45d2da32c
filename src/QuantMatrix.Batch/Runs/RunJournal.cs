using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Batch.Runs;

/// <summary>Receives the events of a run. Calls never overlap, except <see cref="JobProgressed"/>, which comes from any job at any time.</summary>
public interface IRunSink
{
    Task RunStartedAsync(RunReport run) => Task.CompletedTask;

    Task JobStartedAsync(RunReport run, JobReport job) => Task.CompletedTask;

    void JobProgressed(string job, JobProgress progress)
    {
    }

    /// <summary>An attempt of the job failed for now; another one follows.</summary>
    /// <param name="delay">The time until it begins.</param>
    Task JobRepeatsAsync(RunReport run, JobReport job, TimeSpan delay) => Task.CompletedTask;

    Task JobEndedAsync(RunReport run, JobReport job) => Task.CompletedTask;

    Task RunEndedAsync(RunReport run) => Task.CompletedTask;
}

/// <summary>Updates the report of a run while jobs end in parallel, and passes each change to the sinks, one at a time.</summary>
internal sealed class RunJournal(RunReport start, IReadOnlyList<IRunSink> sinks) : IDisposable
{
    private readonly SemaphoreSlim writing = new(1);

    public RunReport Report { get; private set; } = start;

    public Task RunStartedAsync() => ApplyAsync(run => run, (sink, run) => sink.RunStartedAsync(run));

    public Task JobStartedAsync(JobReport job) => ApplyAsync(run => run.With(job), (sink, run) => sink.JobStartedAsync(run, job));

    public void JobProgressed(string job, JobProgress progress)
    {
        foreach (var sink in sinks) sink.JobProgressed(job, progress);
    }

    public Task JobRepeatsAsync(JobReport job, TimeSpan delay) => ApplyAsync(run => run.With(job), (sink, run) => sink.JobRepeatsAsync(run, job, delay));

    public Task JobEndedAsync(JobReport job) => ApplyAsync(run => run.With(job), (sink, run) => sink.JobEndedAsync(run, job));

    public Task RunEndedAsync(RunReport ended) => ApplyAsync(_ => ended, (sink, run) => sink.RunEndedAsync(run));

    public void Dispose() => writing.Dispose();

    private async Task ApplyAsync(Func<RunReport, RunReport> change, Func<IRunSink, RunReport, Task> notify)
    {
        await writing.WaitAsync();
        try
        {
            Report = change(Report);
            foreach (var sink in sinks) await notify(sink, Report);
        }
        finally
        {
            writing.Release();
        }
    }
}
