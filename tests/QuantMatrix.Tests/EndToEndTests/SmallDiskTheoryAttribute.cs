using System.Diagnostics;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>A theory that mounts a small disk of its own: skipped where that is not allowed, except in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SmallDiskTheoryAttribute : TheoryAttribute
{
    private static readonly Lazy<bool> MayMount = new(TryMount);

    public SmallDiskTheoryAttribute()
    {
        if (Environment.GetEnvironmentVariable("CI") != "true" && !MayMount.Value) Skip = "mounting a small disk needs the superuser";
    }

    private static bool TryMount()
    {
        if (!Environment.IsPrivilegedProcess) return false;
        using var folder = new TempFolder();
        using var shell = Process.Start(
            new ProcessStartInfo("sh", ["-c", $"mount -t tmpfs -o size=1m tmpfs '{folder.Path}' && umount '{folder.Path}'"]) { RedirectStandardError = true })!;
        shell.WaitForExit();
        return shell.ExitCode == 0;
    }
}
