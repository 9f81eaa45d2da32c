using QuantMatrix.Batch.Runs;
using QuantMatrix.Http;

namespace QuantMatrix.Batch.Graph;

/// <summary>A kind of work as the runner sees it; implement one by deriving from <see cref="Job{TOptions}"/>.</summary>
public interface IJob
{
    Type OptionsType { get; }

    /// <summary>What a job with these options counts.</summary>
    IReadOnlyList<JobCounter> CountersOf(object options);

    Task<JobResult> RunAsync(object options, RunContext run, IProgress<JobProgress> progress, CancellationToken ct);
}

/// <summary>A kind of work that calls providers and can estimate the calls beforehand.</summary>
public interface IForecast
{
    /// <summary>How many symbols would be fetched, in how many calls. Makes no call itself.</summary>
    /// <exception cref="DataUnfitException">There is nothing to estimate from yet, such as before anything is tracked.</exception>
    Task<JobForecast> ForecastAsync(object options, RunContext run, CancellationToken ct);
}

/// <summary>What a job would fetch.</summary>
/// <param name="Text">One line.</param>
/// <param name="Calls">Null for a source without calls.</param>
public sealed record JobForecast(string Text, CallForecast? Calls = null);

/// <summary>A kind of work that can estimate the rows it would compute or publish.</summary>
public interface IRowForecast
{
    /// <summary>One line, such as <c>about 49 rows (49 symbols) to market_analysis_history</c>. Changes nothing.</summary>
    /// <exception cref="DataUnfitException">There is nothing to estimate from yet, such as before anything is tracked.</exception>
    Task<string> RowsAsync(object options, RunContext run, CancellationToken ct);
}

/// <summary>A kind of work that fetches the bars of the run's session.</summary>
public interface IFetchBars : IForecast;

/// <summary>A kind of work that needs neither bars nor index members: a run of such jobs alone opens no source.</summary>
public interface IWithoutBars;

/// <summary>A kind of work that depends on the named data, its options and files alone.</summary>
public interface IRepeatable
{
    /// <summary>The data it reads: published tables, tables of the lake, <c>tracked</c>, <c>screens</c>.</summary>
    IReadOnlyList<string> Reads { get; }

    /// <summary>The data it changes.</summary>
    IReadOnlyList<string> Writes { get; }
}

/// <summary>A kind of work that publishes keys with an expiry.</summary>
public interface IRenewable
{
    /// <summary>Renews them in place of running the job.</summary>
    /// <param name="result">What the job would return.</param>
    /// <returns>False when a key has expired, so that the job must run.</returns>
    Task<bool> RenewAsync(object options, RunContext run, JobResult result, CancellationToken ct);
}

/// <summary>
/// One kind of work, safe to repeat. Its name is the class's in snake_case, without <c>Job</c>; its options are the record's
/// properties with their defaults. <see cref="JobKinds"/> finds it; it is registered nowhere else.
/// </summary>
public abstract class Job<TOptions> : IJob
    where TOptions : class, new()
{
    Type IJob.OptionsType => typeof(TOptions);

    IReadOnlyList<JobCounter> IJob.CountersOf(object options) => [.. Counted((TOptions)options)];

    /// <summary>Every counter that a result may have; limits in jobs.yaml name them.</summary>
    protected virtual IEnumerable<JobCounter> Counted(TOptions options) => [];

    /// <exception cref="DataUnfitException">The job fails with exit code 65.</exception>
    /// <exception cref="TemporaryException">The job ends as temporary, exit code 75.</exception>
    /// <exception cref="ConfigurationException">The job fails with exit code 78.</exception>
    public abstract Task<JobResult> RunAsync(TOptions options, RunContext run, IProgress<JobProgress> progress, CancellationToken ct);

    Task<JobResult> IJob.RunAsync(object options, RunContext run, IProgress<JobProgress> progress, CancellationToken ct) =>
        RunAsync((TOptions)options, run, progress, ct);
}
