using System.Text.Json;
using QuantMatrix.Model;

namespace QuantMatrix.Publish.Tables;

/// <summary>Writes one row of <c>job_run</c>.</summary>
internal static class JobRecord
{
    public static Task WriteAsync(ITableConnection session, Table jobs, JobRun job) => session.ExecuteAsync($"""
        insert into {jobs.Name} ({jobs.ColumnList})
        values ({string.Join(", ", jobs.Columns.Select((column, i) => column.Type == ColumnType.Json ? $"${i + 1}::json" : $"${i + 1}"))})
        on conflict ({jobs.KeyList}) do update set {string.Join(", ", jobs.Columns.Select(c => c.Name).Except(jobs.Key).Select(name => $"{name} = excluded.{name}"))}
        """, job.RunId, job.Job, job.Kind, Word(job.Status), job.StartedAt, job.FinishedAt, job.Summary, JsonSerializer.Serialize(job.Counters));

    private static string Word(LastJobStatus status) => status.ToString().ToLowerInvariant();
}
