using System.Text.Json;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;
using QuantMatrix.Publish;

namespace QuantMatrix.Batch.Composition;

/// <summary>Publishes the outcome of each job to <c>job_run</c> and <c>taskstatus:&lt;job&gt;:last</c>.</summary>
internal sealed class PublishedRuns(ITables tables, ISets sets) : IRunSink
{
    public async Task RunEndedAsync(RunReport run)
    {
        var jobs = run.Jobs.Where(j => j.Finished is not null).ToList();
        await TryAsync($"job_run of {run.RunId} was", tables.RecordJobsAsync([.. jobs.Select(j => Row(run, j))]));
        var statuses = jobs.ToDictionary(j => $"taskstatus:{j.Name}:last", j => Status(run, j));
        await TryAsync($"taskstatus:<job>:last of {run.RunId} were", sets.SetKeysAsync(statuses));
    }

    /// <summary>A failure is reported and does not change the run's outcome: the run report has the same content.</summary>
    private static async Task TryAsync(string what, Task write)
    {
        try
        {
            await write;
        }
        catch (Exception e) when (e is TemporaryException or ConfigurationException)
        {
            await Console.Error.WriteLineAsync($"{what} not written: {e.Message}");
        }
    }

    private static JobRun Row(RunReport run, JobReport job) =>
        new(run.RunId, job.Name, job.Kind, Enum.Parse<JobOutcome>(job.Status.ToString()), job.Started ?? job.Finished!.Value, job.Finished!.Value, job.Summary)
        {
            Counters = job.Counters.ToDictionary(c => c.Key, c => (double)c.Value),
        };

    private static string Status(RunReport run, JobReport job) => JsonSerializer.Serialize(new Dictionary<string, object?>
    {
        ["run_id"] = run.RunId,
        ["status"] = SnakeCase.Of(job.Status.ToString()),
        ["finished_at"] = job.Finished,
        ["seconds"] = Math.Round(job.Seconds, 3),
        ["summary"] = job.Summary,
    });
}
