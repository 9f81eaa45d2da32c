using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;
using QuantMatrix.Publish;

namespace QuantMatrix.Batch.Composition;

/// <summary>Publishes the outcome of each job to <c>job_run</c> and <c>taskstatus:&lt;job&gt;:last</c>.</summary>
/// <remarks>Earlier runs that could not publish theirs, as when they were refused or killed, are published along.</remarks>
internal sealed class PublishedRuns(ITables tables, ISets sets, RunLedger ledger) : IRunSink
{
    private readonly List<string> recorded = [];

    /// <summary>Records the outcome of the jobs, before the report says so.</summary>
    /// <param name="run">The report as it will end.</param>
    public async Task RecordAsync(RunReport run)
    {
        var jobs = run.Jobs.Where(j => j.Finished is not null).ToList();
        var earlier = ledger.Unpublished().Where(r => r.Id != run.RunId).ToList();
        IReadOnlyList<JobRun> rows = [.. earlier.SelectMany(EarlierRows), .. jobs.Select(j => Row(run, j))];
        if (await TryAsync($"job_run of {run.RunId} was", tables.RecordJobsAsync(rows))) recorded.AddRange([.. earlier.Select(r => r.Id), run.RunId]);
        var statuses = jobs.ToDictionary(j => $"taskstatus:{j.Name}:last", j => Status(run, j));
        await TryAsync($"taskstatus:<job>:last of {run.RunId} were", sets.SetKeysAsync(statuses));
    }

    /// <summary>A run whose rows readers do not see is recorded again by the next one.</summary>
    public Task RunEndedAsync(RunReport run)
    {
        foreach (var id in recorded.Where(id => id != run.RunId || run.Reason is null)) ledger.Close(id);
        return Task.CompletedTask;
    }

    /// <summary>The jobs that ended, and a row of kind <c>run</c> under the target's name for a run that did not end with its jobs.</summary>
    private static IEnumerable<JobRun> EarlierRows(PastRun run)
    {
        foreach (var job in run.Jobs)
            if (job.Finished is { } finished)
                yield return new(run.Id, job.Name, job.Kind, Outcome(job.Status), job.Started ?? finished, finished, job.Summary) { Counters = job.Counters };
        if (run.Reason is { } reason && run.Started != default)
            yield return new(run.Id, run.Target, "run", Outcome(run.Status), run.Started, run.Finished ?? run.Started, reason);
    }

    private static JobOutcome Outcome(JobStatus status) => Enum.Parse<JobOutcome>(status.ToString());

    /// <summary>A failure is reported and does not change the run's outcome: the run report has the same content.</summary>
    private static async Task<bool> TryAsync(string what, Task write)
    {
        try
        {
            await write;
            return true;
        }
        catch (Exception e) when (e is TemporaryException or ConfigurationException)
        {
            await Console.Error.WriteLineAsync($"{what} not written: {e.Message}");
            return false;
        }
    }

    private static JobRun Row(RunReport run, JobReport job) =>
        new(run.RunId, job.Name, job.Kind, Outcome(job.Status), job.Started ?? job.Finished!.Value, job.Finished!.Value, job.Summary)
        {
            Counters = job.Counters.ToDictionary(c => c.Key, c => (double)c.Value),
        };

    /// <summary>The value of <c>taskstatus:&lt;job&gt;:last</c>.</summary>
    private static string Status(RunReport run, JobReport job) => WrittenJson.Text(json =>
    {
        json.WriteStartObject();
        json.WriteString("run_id", run.RunId);
        json.WriteString("status", SnakeCase.Of(job.Status.ToString()));
        json.WriteString("finished_at", job.Finished!.Value);
        json.WriteNumber("seconds", Math.Round(job.Seconds, 3));
        json.WriteString("summary", job.Summary);
        json.WriteEndObject();
    });
}
