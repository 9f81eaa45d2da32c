using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch.Graph;

/// <summary>A kind of work as the runner sees it; write one by deriving from <see cref="Job{TOptions}"/>.</summary>
public interface IJob
{
    Type OptionsType { get; }

    Task<JobResult> RunAsync(object options, RunContext run, IProgress<JobProgress> progress, CancellationToken ct);
}
