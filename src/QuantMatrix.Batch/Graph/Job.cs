using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch.Graph;

/// <summary>
/// One kind of work, safe to repeat. Its name is the class's without <c>Job</c>, in snake_case; its options are the record's
/// properties with their defaults. Found by <see cref="JobKinds"/>; nothing else lists it.
/// </summary>
public abstract class Job<TOptions> : IJob
    where TOptions : class, new()
{
    Type IJob.OptionsType => typeof(TOptions);

    /// <exception cref="DataUnfitException">The job fails with exit code 65.</exception>
    /// <exception cref="TemporaryException">The job ends as temporary, exit code 75.</exception>
    /// <exception cref="ConfigurationException">The job fails with exit code 78.</exception>
    public abstract Task<JobResult> RunAsync(TOptions options, RunContext run, IProgress<JobProgress> progress, CancellationToken ct);

    Task<JobResult> IJob.RunAsync(object options, RunContext run, IProgress<JobProgress> progress, CancellationToken ct) =>
        RunAsync((TOptions)options, run, progress, ct);
}
