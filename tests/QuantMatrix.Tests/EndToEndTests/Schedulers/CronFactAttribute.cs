using System.Diagnostics;

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

    private static bool MayMount() => Environment.IsPrivilegedProcess && Succeeds("unshare -m true");

    private static string? Find()
    {
        if (File.Exists("/usr/sbin/cron")) return "/usr/sbin/cron";
        var folder = Path.Combine(Path.GetTempPath(), "qm-test-cron-package");
        var program = Path.Combine(folder, "usr", "sbin", "cron");
        if (File.Exists(program)) return program;
        const string options = "-qq -o Acquire::Retries=0 -o Acquire::http::Timeout=5";
        Succeeds($"d=$(mktemp -d); cd \"$d\" && apt-get {options} download cron && dpkg -x cron_*.deb unpacked && mv -T unpacked '{folder}'; rm -rf \"$d\"");
        return File.Exists(program) ? program : null;
    }

    private static bool Succeeds(string command)
    {
        using var shell = Process.Start("sh", ["-c", $"({command}) >/dev/null 2>&1"]);
        shell.WaitForExit();
        return shell.ExitCode == 0;
    }
}

/// <summary>A theory that starts cron or crontab: skipped like a <see cref="CronFactAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CronTheoryAttribute : TheoryAttribute
{
    public CronTheoryAttribute() => Skip = CronFactAttribute.SkipReason;
}
