using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.EndToEndTests.Schedulers;

/// <summary>A fact that starts cron in a namespace of its own: skipped where that is not allowed or there is no cron.</summary>
/// <remarks>Where cron is not installed, Debian's package is unpacked into a temporary directory.</remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CronFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Found = new(Find);

    public CronFactAttribute() => Skip = SkipReason;

    internal static string? SkipReason => !MayMount() ? "a mount namespace needs the superuser"
        : Program is null ? "no /usr/sbin/cron, and apt-get download cron failed" : null;

    /// <summary>The path of cron.</summary>
    internal static string? Program => Found.Value;

    private static bool MayMount() => Environment.IsPrivilegedProcess && DebianPackages.Succeeds("unshare -m true");

    private static string? Find()
    {
        if (File.Exists("/usr/sbin/cron")) return "/usr/sbin/cron";
        return DebianPackages.Unpack("cron", "cron") is { } folder ? Path.Combine(folder, "usr", "sbin", "cron") : null;
    }
}

/// <summary>A theory that starts cron or crontab: skipped like a <see cref="CronFactAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CronTheoryAttribute : TheoryAttribute
{
    public CronTheoryAttribute() => Skip = CronFactAttribute.SkipReason;
}
