using QuantMatrix.Model;

namespace QuantMatrix.Batch.Jobs;

/// <summary>A row of the quarantine: what was refused, in which run, and what an operator decided.</summary>
/// <remarks>A row that was decided on stays, so that the same row met again tomorrow is no new one.</remarks>
public sealed record QuarantinedRow(RejectedRow Refused, string RunId, string Status)
{
    public const string Open = "open", Released = "released", Dropped = "dropped";
}
