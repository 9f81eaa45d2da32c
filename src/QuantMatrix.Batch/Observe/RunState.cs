using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch.Observe;

/// <summary>How well a run ended, best first.</summary>
public enum RunState
{
    Ok,

    /// <summary>All is done, but it took much longer than usual.</summary>
    Slow,

    Partial,

    /// <summary>No job failed but coverage, which found that no new sessions arrive.</summary>
    Stale,

    Failed,
}

/// <summary>Derives the state of a run from its report.</summary>
internal static class RunStates
{
    private const string Coverage = "monitor_coverage_health";

    public static RunState Of(RunReport run) => Of(run.ExitCode, run.Status == JobStatus.Partial, [.. run.Jobs.Select(j => (j.Kind, j.ExitCode))]);

    /// <param name="code">Null for a killed run.</param>
    /// <param name="isPartial">Whether a job ended as partial.</param>
    /// <param name="jobs">Kinds and exit codes.</param>
    public static RunState Of(int? code, bool isPartial, IReadOnlyList<(string Kind, int Code)> jobs)
    {
        if (code == ExitCode.Ok) return isPartial ? RunState.Partial : RunState.Ok;
        var failed = jobs.Where(j => j.Code != ExitCode.Ok).ToList();
        return failed.Count > 0 && failed.All(j => j is { Kind: Coverage, Code: ExitCode.DataUnfit }) ? RunState.Stale : RunState.Failed;
    }
}
