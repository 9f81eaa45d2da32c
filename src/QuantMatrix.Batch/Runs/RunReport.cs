using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Batch.Runs;

/// <summary>What a run did, or does: the content of <c>data/runs/&lt;id&gt;.json</c>.</summary>
public sealed record RunReport(string RunId, string Target, DateOnly AsOf, DateTimeOffset Started)
{
    public JobStatus Status { get; init; } = JobStatus.Running;
    public DateTimeOffset? Finished { get; init; }
    public double Seconds { get; init; }
    public int? ExitCode { get; init; }
    public int Pid { get; init; } = Environment.ProcessId;
    public int Workers { get; init; }
    public Machine Machine { get; init; } = Machine.Here;
    public IReadOnlyList<JobReport> Jobs { get; init; } = [];

    /// <summary>The report with one job's part replaced.</summary>
    public RunReport With(JobReport job) => this with { Jobs = [.. Jobs.Select(j => j.Name == job.Name ? job : j)] };

    /// <summary>The report of a run whose jobs have all ended.</summary>
    public RunReport Ended(DateTimeOffset finished)
    {
        var code = Graph.ExitCode.OfRun([.. Jobs.Select(j => j.ExitCode)]);
        var status = code switch
        {
            Graph.ExitCode.Ok => Jobs.Any(j => j.Status == JobStatus.Partial) ? JobStatus.Partial : JobStatus.Ok,
            Graph.ExitCode.Temporary => JobStatus.Temporary,
            _ => JobStatus.Failed,
        };
        return this with { Status = status, Finished = finished, Seconds = (finished - Started).TotalSeconds, ExitCode = code };
    }
}
