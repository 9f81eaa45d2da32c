using Cronos;

namespace QuantMatrix.Batch.Graph;

/// <summary>When a job or a chain should run, in UTC; kept by cron or Kubernetes, not by this program.</summary>
public sealed record Schedule(string Name, string Cron, string Target)
{
    public DateTimeOffset? Next(DateTimeOffset now) => CronExpression.Parse(Cron).GetNextOccurrence(now, TimeZoneInfo.Utc);
}
