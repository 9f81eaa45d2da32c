using Microsoft.Extensions.Logging;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch.Observe;

/// <summary>Logs the events of a run: its start, the start and end of each job with its warnings, and the verdict.</summary>
internal sealed class LogSink(JsonLog log) : IRunSink
{
    private static readonly EventId RunStarted = new(1, "run_started"), JobStarted = new(2, "job_started"), JobEnded = new(3, "job_ended"),
        JobWarning = new(4, "job_warning"), RunEnded = new(5, "run_ended"),
        RunVerdict = new(6, "run_verdict"), JobRepeats = new(7, "job_repeats");

    private readonly ILogger logger = log.Factory.CreateLogger("QuantMatrix.Batch");

    public void RunBegan(RunReport run) =>
        logger.LogInformation(RunStarted, "run {RunId} of {Target} started, version {Version}", run.RunId, run.Target, run.Version);

    public Task JobStartedAsync(RunReport run, JobReport job)
    {
        logger.LogInformation(JobStarted, "{Job} started in run {RunId} as of {AsOf}", job.Name, run.RunId, Date(run.AsOf));
        return Task.CompletedTask;
    }

    public Task JobRepeatsAsync(RunReport run, JobReport job, TimeSpan delay)
    {
        logger.LogWarning(JobRepeats, "{Job} in run {RunId}: attempt {Attempt} failed for now, the next follows in {Delay} s: {Summary}",
            job.Name, run.RunId, job.Attempts.Count, Math.Round(delay.TotalSeconds, 3), job.Attempts[^1].Summary);
        return Task.CompletedTask;
    }

    public Task JobEndedAsync(RunReport run, JobReport job)
    {
        foreach (var warning in job.Warnings.Take(JobReport.MaxSamples))
            logger.LogWarning(JobWarning, "{Job} in run {RunId}: {Warning}", job.Name, run.RunId, warning);
        logger.Log(LevelOf(job.Status), JobEnded, "{Job} in run {RunId} is {Status}, exit code {ExitCode}, after {Seconds} s: {Summary}",
            job.Name, run.RunId, Word(job.Status), job.ExitCode, Math.Round(job.Seconds, 3), job.Summary);
        return Task.CompletedTask;
    }

    public void RunConcluded(RunOutcome outcome)
    {
        var run = outcome.Report;
        if (outcome.Verdict.Line is { } verdict) logger.Log(LevelOf(run.Status), RunVerdict, "{Verdict}", verdict);
        logger.Log(LevelOf(run.Status), RunEnded, "run {RunId} of {Target} is {Status}, exit code {ExitCode}, after {Seconds} s",
            run.RunId, run.Target, Word(run.Status), run.ExitCode, Math.Round(run.Seconds, 3));
    }

    private static LogLevel LevelOf(JobStatus status) => status switch
    {
        JobStatus.Failed or JobStatus.Temporary => LogLevel.Error,
        JobStatus.Partial or JobStatus.Skipped => LogLevel.Warning,
        _ => LogLevel.Information,
    };

    private static string Word(JobStatus status) => SnakeCase.Of(status.ToString());

    private static string? Date(DateOnly? session) => session?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
