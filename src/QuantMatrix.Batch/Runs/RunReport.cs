using System.Numerics;
using System.Runtime.InteropServices;
using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Batch.Runs;

/// <summary>The report of a run, during and after it: the content of <c>data/runs/&lt;id&gt;.json</c>.</summary>
/// <param name="AsOf">The session of the run; null until it is known.</param>
public sealed record RunReport(string RunId, string Target, DateOnly? AsOf, DateTimeOffset Started)
{
    public JobStatus Status { get; init; } = JobStatus.Running;
    public DateTimeOffset? Finished { get; init; }
    public double Seconds { get; init; }
    public int? ExitCode { get; init; }

    /// <summary>Why the run ended before its jobs: refused, stopped or killed; null when the jobs ran.</summary>
    public string? Reason { get; init; }

    /// <summary>The command that repeats it when it is more than the run of a target, such as <c>./run.sh restore DIR --force</c>; null otherwise.</summary>
    public string? Command { get; init; }

    /// <summary>The run whose failed units this one repeats.</summary>
    public string? RetryOf { get; init; }

    /// <summary>The run whose jobs said what these would return: nothing that they depend on has changed since. A job whose keys had expired ran.</summary>
    public string? Repeats { get; init; }

    public string Version { get; init; } = ProgramVersion.Current.Version;
    public string? Commit { get; init; } = ProgramVersion.Current.Commit;

    /// <summary>SHA-256 of the job file, its first 16 digits; null when it could not be read.</summary>
    public string? JobsHash { get; init; }

    /// <summary>The number of commits of the lake when the run began and when it ended.</summary>
    public long? LakeBefore { get; init; }
    public long? LakeAfter { get; init; }

    /// <summary>The size of the data root when the run ended.</summary>
    public long? DataBytes { get; init; }
    public string Host { get; init; } = RunProcess.Current.Host;
    public int Pid { get; init; } = RunProcess.Current.Pid;
    public string BootId { get; init; } = RunProcess.Current.BootId;
    public long ProcessStart { get; init; } = RunProcess.Current.StartTicks;
    public int Workers { get; init; }

    /// <summary>Whether the run exits with 65 when it is partial.</summary>
    public bool ExitOnPartial { get; init; }
    public Machine Machine { get; init; } = Machine.Current;
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
        if (ExitOnPartial && status == JobStatus.Partial) code = Graph.ExitCode.DataUnfit;
        return this with { Status = status, Finished = finished, Seconds = Elapsed(Started, finished), ExitCode = code };
    }

    /// <summary>The same when readers do not see what the jobs have written.</summary>
    /// <param name="reason">Why; a job that failed is the more important reason.</param>
    public RunReport Unpublished(string reason)
    {
        var code = Graph.ExitCode.OfRun([.. Jobs.Select(j => j.ExitCode), Graph.ExitCode.Temporary]);
        return this with
        {
            Status = code == Graph.ExitCode.Temporary ? JobStatus.Temporary : Status,
            ExitCode = code,
            Reason = Jobs.All(j => j.ExitCode == Graph.ExitCode.Ok) ? reason : null,
        };
    }

    /// <summary>The report of a run that was refused or failed before its jobs ended.</summary>
    public RunReport EndedEarly(DateTimeOffset finished, int code, string reason) => this with
    {
        Status = code == Graph.ExitCode.Temporary ? JobStatus.Temporary : JobStatus.Failed,
        Finished = finished,
        Seconds = Elapsed(Started, finished),
        ExitCode = code,
        Reason = reason,
    };

    /// <summary>Seconds between two readings of the clock; 0 when it was set back in between.</summary>
    internal static double Elapsed(DateTimeOffset from, DateTimeOffset to) => Math.Max(0, (to - from).TotalSeconds);
}

/// <summary>One job in the report of a run.</summary>
/// <param name="Options">In the form that <c>--set</c> accepts.</param>
public sealed record JobReport(string Name, string Kind, IReadOnlyList<string> Waits, IReadOnlyDictionary<string, string> Options)
{
    internal const int MaxSamples = 100;

    public JobStatus Status { get; init; } = JobStatus.Waiting;
    public DateTimeOffset? Started { get; init; }
    public DateTimeOffset? Finished { get; init; }
    public double Seconds { get; init; }
    public string Summary { get; init; } = "";
    public IReadOnlyDictionary<string, long> Counters { get; init; } = new Dictionary<string, long>();
    public IReadOnlyList<string> Warnings { get; init; } = [];
    public IReadOnlyList<string> Samples { get; init; } = [];

    /// <summary>Why it did not succeed, when the summary does not say so.</summary>
    public string? Cause { get; init; }
    public JobError? Error { get; init; }

    /// <summary>Every attempt of a job with retries.</summary>
    public IReadOnlyList<JobAttempt> Attempts { get; init; } = [];
    public int ExitCode { get; init; }
}

/// <summary>One attempt of a job.</summary>
public sealed record JobAttempt(DateTimeOffset Started, double Seconds, JobStatus Status, string Summary);

/// <summary>The exception that ended a job.</summary>
/// <param name="Stack">The stack trace of a bug; null for an expected failure, whose message is enough.</param>
public sealed record JobError(string Type, string Message, string? Stack);

/// <summary>The hardware and runtime of a run, as far as they explain its speed.</summary>
/// <param name="VectorBits">The vector width of the kernels; 0 without hardware acceleration.</param>
public sealed record Machine(int Cores, string Runtime, string System, int VectorBits)
{
    public static Machine Current { get; } = new(Environment.ProcessorCount, RuntimeInformation.FrameworkDescription,
        RuntimeInformation.RuntimeIdentifier, Vector.IsHardwareAccelerated ? 8 * Vector<byte>.Count : 0);
}
