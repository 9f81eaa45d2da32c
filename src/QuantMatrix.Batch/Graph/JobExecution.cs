using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch.Graph;

/// <summary>Executes one job of a run: waits for the jobs it needs and a free worker, runs it, and reports the outcome.</summary>
internal sealed class JobExecution(PlannedJob job, RunContext context, RunJournal journal, SemaphoreSlim slots) : IProgress<JobProgress>
{
    private JobReport report = new(job.Name, job.Kind.Name, job.Waits, job.OptionTexts);

    public async Task<JobReport> RunAsync(IReadOnlyList<Task<JobReport>> waits, CancellationToken ct)
    {
        var needed = await Task.WhenAll(waits);
        var failed = needed.FirstOrDefault(j => j.Status is JobStatus.Failed or JobStatus.Temporary or JobStatus.Skipped);
        if (failed is not null) return await EndAsync(new(JobStatus.Skipped, $"needs {failed.Name}, which did not succeed"));
        await slots.WaitAsync(CancellationToken.None);
        try
        {
            return ct.IsCancellationRequested
                ? await EndAsync(new(JobStatus.Temporary, "not started: the run was stopped"))
                : await Task.Run(() => StartAsync(ct), CancellationToken.None);
        }
        finally
        {
            slots.Release();
        }
    }

    public void Report(JobProgress value) => journal.JobProgressed(job.Name, value);

    private async Task<JobReport> StartAsync(CancellationToken ct)
    {
        report = report with { Status = JobStatus.Running, Started = context.Time.GetUtcNow() };
        await journal.JobStartedAsync(report);
        return await EndAsync(await WorkAsync(ct));
    }

    private async Task<JobResult> WorkAsync(CancellationToken ct)
    {
        context.Job = job.Name;
        try
        {
            return await job.Kind.Job.RunAsync(job.Options, context, this, ct);
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
            Seconds = (finished - (report.Started ?? finished)).TotalSeconds,
            Summary = result.Summary,
            Counters = result.Counters,
            Warnings = result.Warnings,
            Samples = [.. result.Samples.Take(JobReport.MaxSamples)],
            ExitCode = result.ExitCode,
        };
        await journal.JobEndedAsync(report);
        return report;
    }
}
