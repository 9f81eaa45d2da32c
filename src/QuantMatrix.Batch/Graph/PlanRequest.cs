namespace QuantMatrix.Batch.Graph;

/// <summary>What the command line asks to run.</summary>
/// <param name="Target">A job or a chain.</param>
public sealed record PlanRequest(string Target)
{
    /// <summary><c>JOB.OPTION=VALUE</c> or <c>CHAIN.OPTION=VALUE</c>; a job's own wins over a chain's.</summary>
    public IReadOnlyList<string> Set { get; init; } = [];

    /// <summary>Run only this job of the target.</summary>
    public string? Only { get; init; }

    /// <summary>Run only this job of the target and the jobs that come after it.</summary>
    public string? From { get; init; }
}
