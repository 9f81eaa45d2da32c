using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace QuantMatrix.Batch.Doctor;

/// <summary>The running build, and the sources and repository beside it.</summary>
/// <param name="home">The root of the project.</param>
internal sealed partial class InstalledBuild(string home)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>When the newest assembly of the program was built.</summary>
    public static DateTime Built => Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll").Where(f => Own().IsMatch(Path.GetFileName(f)))
        .Max(File.GetLastWriteTimeUtc);

    /// <summary>The version of the SDK that belongs to this runtime; null without one.</summary>
    public static string? Sdk
    {
        get
        {
            var folder = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "sdk");
            return !Directory.Exists(folder) ? null
                : Directory.GetDirectories(folder, "10.*").Select(Path.GetFileName).Order(StringComparer.Ordinal).LastOrDefault();
        }
    }

    public bool HasSources => Directory.Exists(Path.Combine(home, "src"));

    /// <summary>The newest of the files that a build depends on.</summary>
    public (string Path, DateTime Time)? NewestSource()
    {
        var source = Path.Combine(home, "src");
        if (!HasSources) return null;
        var files = Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories).Where(f => !Output().IsMatch(f))
            .Concat(Directory.EnumerateFiles(home, "*.props"));
        var newest = files.Select(f => (Path: f, Time: File.GetLastWriteTimeUtc(f))).MaxBy(f => f.Time);
        return newest.Path is null ? null : (Path.GetRelativePath(home, newest.Path), newest.Time);
    }

    /// <summary>The commit checked out; null without a repository of the project's own, or without git.</summary>
    public string? Head()
    {
        if (!Path.Exists(Path.Combine(home, ".git"))) return null;
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["-c", "safe.directory=*", "-C", home, "rev-parse", "HEAD"])
            {
                RedirectStandardOutput = true, RedirectStandardError = true,
            })!;
            var output = git.StandardOutput.ReadToEndAsync();
            if (!git.WaitForExit(Limit))
            {
                git.Kill();
                return null;
            }
            return git.ExitCode == 0 ? output.Result.Trim() : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^(QuantMatrix\..*|quantmatrix)\.dll$")]
    private static partial Regex Own();

    [GeneratedRegex("/(obj|bin)/")]
    private static partial Regex Output();
}
