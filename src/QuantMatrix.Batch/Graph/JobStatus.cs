using System.Text.Json.Serialization;

namespace QuantMatrix.Batch.Graph;

/// <summary>Where a job, or a whole run, stands.</summary>
[JsonConverter(typeof(JobStatusConverter))]
public enum JobStatus
{
    /// <summary>Not started yet.</summary>
    Waiting,

    Running,

    /// <summary>Done.</summary>
    Ok,

    /// <summary>Done for most of what was asked; the warnings name the rest. Jobs that need it still run.</summary>
    Partial,

    /// <summary>Not done.</summary>
    Failed,

    /// <summary>Not done now; the same run may succeed later.</summary>
    Temporary,

    /// <summary>Not run, because a job it needs was not done.</summary>
    Skipped,

    /// <summary>The process ended without a word; said by the next run.</summary>
    Killed,
}
