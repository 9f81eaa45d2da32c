using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch.Graph;

/// <summary>A kind of work as the runner sees it; implement one by deriving from <see cref="Job{TOptions}"/>.</summary>
public interface IJob
{
    Type OptionsType { get; }

    Task<JobResult> RunAsync(object options, RunContext run, IProgress<JobProgress> progress, CancellationToken ct);
}

/// <summary>A kind of work that calls providers and can estimate the calls beforehand.</summary>
public interface IForecast
{
    /// <summary>One line: how many symbols would be fetched, in how many calls. Makes no call itself.</summary>
    /// <exception cref="DataUnfitException">There is nothing to estimate from yet, such as before anything is tracked.</exception>
    Task<string> ForecastAsync(object options, RunContext run, CancellationToken ct);
}

/// <summary>A kind of work that fetches the bars of the run's session.</summary>
public interface IFetchBars : IForecast;

/// <summary>A kind of work that needs neither bars nor index members: a run of such jobs alone opens no source.</summary>
public interface IWithoutBars;

/// <summary>
/// One kind of work, safe to repeat. Its name is the class's in snake_case, without <c>Job</c>; its options are the record's
/// properties with their defaults. <see cref="JobKinds"/> finds it; it is registered nowhere else.
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
