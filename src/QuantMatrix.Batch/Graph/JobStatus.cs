using System.Text.Json;
using System.Text.Json.Serialization;

namespace QuantMatrix.Batch.Graph;

/// <summary>The status of a job or a run.</summary>
[JsonConverter(typeof(JobStatusConverter))]
public enum JobStatus
{
    /// <summary>Not started yet.</summary>
    Waiting,

    Running,

    Ok,

    /// <summary>Most of the work is done; warnings name the rest. Dependent jobs still run.</summary>
    Partial,

    Failed,

    /// <summary>Failed for now; the same run may succeed later.</summary>
    Temporary,

    /// <summary>Not run, because a job it needs failed.</summary>
    Skipped,

    /// <summary>The process was killed; the next run sets this status.</summary>
    Killed,
}

/// <summary>Writes statuses in lower case in reports.</summary>
internal sealed class JobStatusConverter() : JsonStringEnumConverter<JobStatus>(JsonNamingPolicy.SnakeCaseLower);
