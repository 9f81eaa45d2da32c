using System.Diagnostics;
using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Tests.EndToEndTests.Deployment;

/// <summary>The program under the restrictions of its container: another user, no capabilities, and only the data root and /tmp writable.</summary>
[Trait("class", "slow")]
public sealed class RestrictedRunTests : IDisposable
{
    private readonly TempFolder folder = new();

    [NamespaceFact]
    public async Task A_run_needs_no_privileges_and_writes_only_to_the_data_root_and_tmp()
    {
        Directory.CreateDirectory(folder["data"]);
        var program = Path.Combine("/srv", Path.GetRelativePath(Fixtures.Repository, AppContext.BaseDirectory), "quantmatrix.dll");
        var ended = await ShellAsync($"""
            chown {DeployFile.User}:{DeployFile.User} '{folder["data"]}'
            mount --bind '{Fixtures.Repository}' /srv
            mount --bind '{folder["data"]}' /mnt
            mount -t tmpfs none /tmp
            mount -o remount,ro,bind /srv
            mount -o remount,ro,bind /
            exec env -i PATH=/usr/bin:/bin QM_HOME=/srv QM_DATA=/mnt \
              setpriv --reuid {DeployFile.User} --regid {DeployFile.User} --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all \
              sh -c 'touch /srv/x /x; id -u; exec dotnet {program} run --wait 30m'
            """);
        ended.ShouldBe(ExitCode.Ok, "cannot touch '/srv/x'", "cannot touch '/x'", $"{DeployFile.User}\n", "replaying /srv/data/sample", "exit 0");
        File.Exists(folder["data", "lake", "manifest.json"]).ShouldBeTrue();
    }

    public void Dispose() => folder.Dispose();

    private static Task<Ended> ShellAsync(string script) => Ended.OfAsync(new("unshare", ["-m", "sh", "-ec", script]));
}

/// <summary>A fact with mounts of its own: skipped where that is not allowed or a foreign user cannot start dotnet.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NamespaceFactAttribute : FactAttribute
{
    public NamespaceFactAttribute()
    {
        if (!Environment.IsPrivilegedProcess || !Succeeds("mount -o remount,ro,bind /")) Skip = "a read-only mount namespace needs the superuser";
        else if (!Succeeds($"setpriv --reuid {DeployFile.User} --clear-groups env -i PATH=/usr/bin:/bin dotnet --list-runtimes"))
            Skip = "another user cannot start dotnet";
    }

    private static bool Succeeds(string command)
    {
        using var shell = Process.Start("sh", ["-c", $"unshare -m {command} >/dev/null 2>&1"]);
        shell.WaitForExit();
        return shell.ExitCode == 0;
    }
}
