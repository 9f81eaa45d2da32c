using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Graph;

/// <summary>
/// Runs a plan: a job starts when those it waits for have ended, as many at a time as there are workers. A failed job skips the
/// jobs that depend on it and no others, unless its policy lets them run.
/// </summary>
public sealed class Runner(RunContext context, IReadOnlyList<IRunSink> sinks)
{
    /// <param name="begun">The report of the run so far.</param>
    /// <param name="ct">Stops the run: running jobs are canceled and, like those not started, end as temporary.</param>
    public async Task<RunReport> RunAsync(RunPlan plan, RunReport begun, CancellationToken ct)
    {
        var start = Start(plan, begun);
        var repeated = await RepeatedRun.FindAsync(context, plan, start, ct);
        using var journal = new RunJournal(start, [.. sinks, .. context.Sinks]);
        using var slots = new SemaphoreSlim(context.Workers);
        await journal.RunStartedAsync();

        var jobs = new Dictionary<string, JobExecution>();
        foreach (var job in plan.Jobs)
            jobs[job.Name] = new JobExecution(job, context, journal, slots, repeated).Begin([.. job.Waits.Select(name => jobs[name])], ct);
        await Task.WhenAll(jobs.Values.Select(job => job.Ended));

        var (now, version, bytes) = (context.Time.GetUtcNow(), context.Lake?.Current().Version, context.Settings.Data.Bytes());
        var ended = journal.Report.Ended(now) with { LakeAfter = version, DataBytes = bytes, Repeats = repeated.Earlier?.Id };
        var unpublished = await PublishAsync(ended);
        if (unpublished is null) await repeated.RecordAsync(ended, jobs.ToDictionary(j => j.Key, j => j.Value.Again));
        await journal.RunEndedAsync(unpublished is null ? ended : ended.Unpublished(unpublished));
        return journal.Report;
    }

    /// <returns>Why readers do not see what the jobs have written; null when they do.</returns>
    private async Task<string?> PublishAsync(RunReport ended)
    {
        try
        {
            if (context.PublishAsync is { } publish) await publish(ended);
            return null;
        }
        catch (TemporaryException e)
        {
            return e.Message;
        }
    }

    private RunReport Start(RunPlan plan, RunReport begun) => begun with
    {
        AsOf = context.AsOf,
        Workers = context.Workers,
        LakeBefore = context.Lake?.Current().Version,
        Jobs = [.. plan.Jobs.Select(job => new JobReport(job.Name, job.Kind.Name, job.Waits, job.OptionTexts))],
    };
}
