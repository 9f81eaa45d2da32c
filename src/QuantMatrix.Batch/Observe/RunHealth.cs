using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch.Observe;

/// <summary>How well a run ended, best first.</summary>
public enum RunHealth
{
    Ok,

    /// <summary>All is done, but it took much longer than usual.</summary>
    Slow,

    Partial,

    /// <summary>No job failed but coverage, which found that sessions are overdue.</summary>
    Stale,

    Failed,
}

/// <summary>Derives the health of a run from its report; whether it was slow needs other runs.</summary>
internal static class RunHealthRule
{
    private const string Coverage = "monitor_coverage_health";

    public static RunHealth Of(RunReport run) => Of(run.ExitCode, run.Status, run.Jobs.Where(j => j.ExitCode != ExitCode.Ok).Select(j => j.Kind));

    /// <param name="run">Has ended.</param>
    public static RunHealth Of(PastRun run) => Of(run.ExitCode, run.Status, run.Jobs.Where(j => j.IsFailure).Select(j => j.Kind));

    /// <param name="code">Null for a killed run.</param>
    /// <param name="failed">The kinds of the jobs that failed.</param>
    private static RunHealth Of(int? code, JobStatus status, IEnumerable<string> failed) => code switch
    {
        _ when status == JobStatus.Partial => RunHealth.Partial, // whatever its exit code: see exit_on_partial
        ExitCode.Ok => RunHealth.Ok,
        ExitCode.DataUnfit when failed.Any() && failed.All(kind => kind == Coverage) => RunHealth.Stale,
        _ => RunHealth.Failed,
    };
}
