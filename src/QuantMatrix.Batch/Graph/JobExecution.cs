using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch.Graph;

/// <summary>Executes one job of a run: waits for the jobs it needs and a free worker, runs it, and reports the outcome.</summary>
internal sealed class JobExecution(PlannedJob job, RunContext context, RunJournal journal, SemaphoreSlim slots, RepeatedRun repeated) : IProgress<JobProgress>
{
    private readonly CounterLimits limits = new(job.Policy, job.Kind.Job.CountersOf(job.Options));
    private JobReport report = new(job.Name, job.Kind.Name, job.Waits, job.OptionTexts);
    private JobResult last = new(JobStatus.Temporary, "");
    private IReadOnlyList<string> ignored = [];

    /// <summary>The end of the job, once it has begun to wait.</summary>
    public Task<JobReport> Ended { get; private set; } = null!;

    /// <summary>What a run of the same jobs on the same data may repeat; null for nothing.</summary>
    public JobResult? Again => report is { Status: JobStatus.Ok or JobStatus.Partial, Attempts.Count: <= 1 } ? last.Again : null;

    /// <param name="waits">The jobs that must end first.</param>
    public JobExecution Begin(IReadOnlyList<JobExecution> waits, CancellationToken ct)
    {
        Ended = RunAsync(waits, ct);
        return this;
    }

    private string Name => job.Name;

    /// <summary>Whether its failure skips the jobs that need it. A skipped job skips them in any case.</summary>
    private bool IsRequired => job.Policy.OnFailure == OnFailure.Stop || report.Status == JobStatus.Skipped;

    public void Report(JobProgress value) => journal.JobProgressed(job.Name, value);

    private async Task<JobReport> RunAsync(IReadOnlyList<JobExecution> waits, CancellationToken ct)
    {
        await Task.WhenAll(waits.Select(w => w.Ended));
        var failed = waits.Where(w => w.report.Status is JobStatus.Failed or JobStatus.Temporary or JobStatus.Skipped).ToList();
        if (failed.Find(w => w.IsRequired) is { } required) return await EndAsync(new(JobStatus.Skipped, $"needs {required.Name}, which did not succeed"));
        ignored = failed.ConvertAll(w => $"ran although {w.Name} did not succeed (on_failure: continue)");
        for (var attempt = 1; ; attempt++)
            if (await InSlotAsync(attempt, ct) is { } ended) return ended;
            else if (!await PauseAsync(attempt, ct)) return await EndAsync(last with { Summary = $"{last.Summary}; stopped before the next attempt" });
    }

    /// <returns>Null when the job is to be repeated.</returns>
    private async Task<JobReport?> InSlotAsync(int attempt, CancellationToken ct)
    {
        await slots.WaitAsync(CancellationToken.None);
        try
        {
            if (ct.IsCancellationRequested)
                return await EndAsync(attempt == 1 ? new(JobStatus.Temporary, "not started: the run was stopped") : last);
            last = await AttemptAsync(attempt, ct);
            return last.Status == JobStatus.Temporary && attempt <= job.Policy.Retries.Times && !ct.IsCancellationRequested ? null : await EndAsync(last);
        }
        finally
        {
            slots.Release();
        }
    }

    private async Task<JobResult> AttemptAsync(int attempt, CancellationToken ct)
    {
        var started = context.Time.GetUtcNow();
        report = report with { Status = JobStatus.Running, Started = report.Started ?? started, Error = null };
        if (attempt == 1) await journal.JobStartedAsync(report);
        else context.Sources?.Renew();
        var result = limits.Apply(await WithinTimeoutAsync(ct));
        if (job.Policy.Retries.Times == 0) return result;
        var seconds = RunReport.Elapsed(started, context.Time.GetUtcNow());
        report = report with { Attempts = [.. report.Attempts, new(started, seconds, result.Status, result.Summary)] };
        return result;
    }

    /// <returns>False when the run was stopped meanwhile.</returns>
    private async Task<bool> PauseAsync(int attempt, CancellationToken ct)
    {
        var delay = job.Policy.Retries.DelayAfter(attempt);
        await journal.JobRepeatsAsync(report, delay);
        try
        {
            await Task.Delay(delay, context.Time, ct);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<JobResult> WithinTimeoutAsync(CancellationToken ct)
    {
        if (job.Policy.Timeout is not { } timeout) return await WorkAsync(ct);
        using var limit = new CancellationTokenSource(timeout, context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        var result = await WorkAsync(either.Token);
        // What a canceled job reports is a consequence of its cancellation.
        return !limit.IsCancellationRequested || ct.IsCancellationRequested || result.Status is JobStatus.Ok or JobStatus.Partial ? result
            : new(JobStatus.Temporary, $"canceled after {Durations.Text(timeout)}, its timeout in the job file; run it again or raise the timeout");
    }

    private async Task<JobResult> WorkAsync(CancellationToken ct)
    {
        context.Job = job.Name;
        try
        {
            return await repeated.ResultAsync(job, ct) ?? await Task.Run(() => job.Kind.Job.RunAsync(job.Options, context, this, ct), CancellationToken.None);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return new(JobStatus.Temporary, "stopped; run it again");
        }
        catch (Exception error)
        {
            var code = ExitCode.Of(error);
            var expected = code != ExitCode.Failed;
            var message = context.Settings.Redact(error.Message);
            report = report with { Error = new(error.GetType().Name, message, expected ? null : context.Settings.Redact(error.ToString())) };
            return new(code == ExitCode.Temporary ? JobStatus.Temporary : JobStatus.Failed, expected ? message : $"{error.GetType().Name}: {message}")
            {
                FailureCode = code,
            };
        }
    }

    private async Task<JobReport> EndAsync(JobResult result)
    {
        var finished = context.Time.GetUtcNow();
        report = report with
        {
            Status = result.Status,
            Finished = finished,
            Seconds = RunReport.Elapsed(report.Started ?? finished, finished),
            Summary = result.Summary,
            Counters = result.Counters,
            Warnings = [.. ignored, .. result.Warnings],
            Cause = result.Cause,
            Samples = [.. result.Samples.Take(JobReport.MaxSamples)],
            ExitCode = result.ExitCode,
        };
        await journal.JobEndedAsync(report);
        return report;
    }
}
