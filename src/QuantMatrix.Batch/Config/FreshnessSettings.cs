using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace QuantMatrix.Batch.Config;

/// <summary>The section <c>freshness</c> of jobs.yaml: when a session must be published, and how many may be overdue.</summary>
public sealed record FreshnessSettings
{
    [Description("The time of day by which a settled session is published.")]
    public TimeOnly By { get; init; } = new(5, 0);

    [Description("The time zone of by.")]
    public TimeZoneInfo Tz { get; init; } = TimeZoneInfo.Utc;

    [Description("Overdue sessions from which the state is late.")]
    [Range(1, 250)]
    public int WarnAfterSessions { get; init; } = 1;

    [Description("Overdue sessions from which the state is stale, exit code 65.")]
    [Range(1, 250)]
    public int FailAfterSessions { get; init; } = 1;
}
