using System.Text.Json;
using QuantMatrix.Publish.Tables;

namespace QuantMatrix.Publish.Embedded;

/// <summary>Writes one row of <c>job_run</c>.</summary>
internal static class JobRecord
{
    public static void Write(EmbeddedSession session, Table jobs, JobRun job)
    {
        var values = string.Join(", ", jobs.Columns.Select((_, i) => $"${i + 1}"));
        session.Execute($"insert or replace into {jobs.Name} ({jobs.ColumnList}) values ({values})",
            job.RunId, job.Job, job.Kind, Word(job.Status), job.StartedAt, job.FinishedAt, job.Summary, JsonSerializer.Serialize(job.Counters));
    }

    private static string Word(JobStatus status) => status.ToString().ToLowerInvariant();
}
