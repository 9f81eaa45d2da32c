using System.ComponentModel.DataAnnotations;

namespace QuantMatrix.Batch.Config;

/// <summary>The section <c>freshness</c> of jobs.yaml: when a session must be published, and how many may be overdue.</summary>
public sealed record FreshnessSettings
{
    /// <summary>The time of day by which a settled session is published.</summary>
    public TimeOnly By { get; init; } = new(5, 0);

    /// <summary>The time zone of <see cref="By"/>.</summary>
    public TimeZoneInfo Tz { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Overdue sessions from which the state is late.</summary>
    [Range(1, 250)]
    public int WarnAfterSessions { get; init; } = 1;

    /// <summary>Overdue sessions from which the state is stale, exit code 65.</summary>
    [Range(1, 250)]
    public int FailAfterSessions { get; init; } = 1;
}
