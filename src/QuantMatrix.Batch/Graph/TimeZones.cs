namespace QuantMatrix.Batch.Graph;

/// <summary>Time zones by their names in the tz database, the only names that cron, systemd and Kubernetes share.</summary>
internal static class TimeZones
{
    public const string Utc = "UTC";

    public static bool TryFind(string name, out TimeZoneInfo zone)
    {
        var found = TimeZoneInfo.TryFindSystemTimeZoneById(name, out var known) && known.HasIanaId && !Path.IsPathRooted(name)
            && !string.Equals(name, "Local", StringComparison.OrdinalIgnoreCase);
        zone = found ? known! : TimeZoneInfo.Utc;
        return found;
    }

    /// <summary>The zone of a validated name.</summary>
    public static TimeZoneInfo Find(string name) => TryFind(name, out var zone) ? zone : throw new TimeZoneNotFoundException($"unknown time zone '{name}'");
}
