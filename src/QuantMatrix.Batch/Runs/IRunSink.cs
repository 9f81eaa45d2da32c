using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Batch.Runs;

/// <summary>Is told how a run goes. Calls never overlap, but for <see cref="JobProgressed"/>, which jobs make whenever they like.</summary>
public interface IRunSink
{
    Task RunStartedAsync(RunReport run) => Task.CompletedTask;

    Task JobStartedAsync(RunReport run, JobReport job) => Task.CompletedTask;

    void JobProgressed(string job, JobProgress progress)
    {
    }

    Task JobEndedAsync(RunReport run, JobReport job) => Task.CompletedTask;

    Task RunEndedAsync(RunReport run) => Task.CompletedTask;
}
