using System.Text.RegularExpressions;

namespace QuantMatrix.Tests.EndToEndTests.Schedulers;

/// <summary>A copy of the project's tree, as links, whose run.sh starts the program under test.</summary>
internal static partial class ScheduledHome
{
    /// <summary>The benchmark is a symbol of <see cref="Market"/>, so that no job is partial because it is missing.</summary>
    /// <param name="cron">The expression of every schedule that the project ships.</param>
    public static string Create(string folder, string cron)
    {
        Directory.CreateDirectory(Path.Combine(folder, "data"));
        foreach (var entry in new[] { "sql", "data/sample", "data/calendar", "data/constituents" })
            File.CreateSymbolicLink(Path.Combine(folder, entry), Path.Combine(Fixtures.Repository, entry));
        var jobs = File.ReadAllText(Path.Combine(Fixtures.Repository, "jobs.yaml"));
        File.WriteAllText(Path.Combine(folder, "jobs.yaml"),
            CronValue().Replace(jobs, $"cron: \"{cron}\"").Replace("benchmark: SPY", "benchmark: S00", StringComparison.Ordinal));
        var script = Path.Combine(folder, "run.sh");
        File.WriteAllText(script, $"#!/bin/sh\nQM_HOME='{folder}' exec dotnet '{Path.Combine(AppContext.BaseDirectory, "quantmatrix.dll")}' \"$@\"\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return folder;
    }

    [GeneratedRegex("cron: \"[^\"]+\"")]
    private static partial Regex CronValue();
}
