using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Batch.Runs;

/// <summary>Keeps the report of a run while jobs end in parallel, and tells every change to the sinks, one after the other.</summary>
internal sealed class RunJournal(RunReport start, IReadOnlyList<IRunSink> sinks) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);

    public RunReport Report { get; private set; } = start;

    public Task RunStartedAsync() => TellAsync(run => run, (sink, run) => sink.RunStartedAsync(run));

    public Task JobStartedAsync(JobReport job) => TellAsync(run => run.With(job), (sink, run) => sink.JobStartedAsync(run, job));

    public void JobProgressed(string job, JobProgress progress)
    {
        foreach (var sink in sinks) sink.JobProgressed(job, progress);
    }

    public Task JobEndedAsync(JobReport job) => TellAsync(run => run.With(job), (sink, run) => sink.JobEndedAsync(run, job));

    public Task RunEndedAsync(DateTimeOffset time) => TellAsync(run => run.Ended(time), (sink, run) => sink.RunEndedAsync(run));

    public void Dispose() => turn.Dispose();

    private async Task TellAsync(Func<RunReport, RunReport> change, Func<IRunSink, RunReport, Task> tell)
    {
        await turn.WaitAsync();
        try
        {
            Report = change(Report);
            foreach (var sink in sinks) await tell(sink, Report);
        }
        finally
        {
            turn.Release();
        }
    }
}
