using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Batch.Jobs;

/// <summary>What decides the status of a backfill.</summary>
/// <param name="Universe">Number of symbols that failures are measured against.</param>
internal sealed record BackfillOutcome(int Universe)
{
    /// <summary>Largest fraction of failed symbols with which the job succeeds; one failed symbol is always tolerated.</summary>
    private const double FailedShare = 0.2;

    /// <summary>Symbols that could not be served.</summary>
    public int Failed { get; init; }

    /// <summary>Those of them that a later run may serve.</summary>
    public int MayPass { get; init; }

    /// <summary>The data as a whole is unfit.</summary>
    public bool IsUnfit { get; init; }

    /// <summary>A later run will find what is missing.</summary>
    public bool IsEarly { get; init; }

    /// <summary>Something is missing, refused or held.</summary>
    public bool IsIncomplete { get; init; }

    /// <summary>Providers that are down come before unfit data: what they would have sent is unknown.</summary>
    public JobStatus Status =>
        TooMany(Failed - MayPass) ? JobStatus.Failed
        : TooMany(Failed) ? JobStatus.Temporary
        : IsUnfit ? JobStatus.Failed
        : IsEarly ? JobStatus.Temporary
        : Failed > 0 || IsIncomplete ? JobStatus.Partial : JobStatus.Ok;

    /// <summary>Too many symbols could not be served, whatever else is wrong.</summary>
    public bool IsUnserved => TooMany(Failed);

    private bool TooMany(int failures) => failures > 0 && (failures == Universe || failures > Math.Max(1, FailedShare * Universe));
}
