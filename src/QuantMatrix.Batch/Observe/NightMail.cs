using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Observe;

/// <summary>The lines between the verdict and the summary in the mail of a night that needs attention: what failed, since when, what to do.</summary>
internal static class NightMail
{
    private const int MaxJobs = 3, LabelWidth = 9;

    /// <param name="earlier">The earlier runs of the target, newest first.</param>
    public static IReadOnlyList<string> Lines(RunReport run, Verdict verdict, IEnumerable<EarlierRun> earlier) =>
        verdict.State == RunHealth.Ok ? [] : [.. Failed(run, verdict), .. Skipped(run), Since(verdict, earlier), .. Next(run, verdict)];

    /// <summary>The jobs that did not succeed with their causes, or why the run ended before its jobs.</summary>
    private static IEnumerable<string> Failed(RunReport run, Verdict verdict)
    {
        if (verdict.State == RunHealth.Slow) return [];
        if (run.Reason is { } reason) return [Line("failed", $"{(run.Jobs.Count == 0 ? "before its jobs: " : "")}{Verdict.Short(reason)}")];
        var jobs = run.Jobs.Where(j => j.ExitCode != ExitCode.Ok || j.Status == JobStatus.Partial).OrderBy(j => j.ExitCode == ExitCode.Ok).ToList();
        var lines = jobs.Take(MaxJobs).Select(j => Line(j.ExitCode == ExitCode.Ok ? "partial" : "failed", $"{j.Name}: {Verdict.Short(Verdict.TextOf(j))}"));
        return jobs.Count > MaxJobs ? lines.Append(Line("", $"and {Plural.Of(jobs.Count - MaxJobs, "more job")}, see below")) : lines;
    }

    private static IEnumerable<string> Skipped(RunReport run)
    {
        var names = run.Jobs.Where(j => j.Status == JobStatus.Skipped).Select(j => j.Name).ToList();
        return names.Count == 0 ? [] : [Line("not run", string.Join(", ", names))];
    }

    private static string Since(Verdict verdict, IEnumerable<EarlierRun> earlier)
    {
        var good = earlier.FirstOrDefault(e => e.Health <= RunHealth.Partial);
        return Line("since", $"{verdict.Since:yyyy-MM-dd}, {Plural.Of(verdict.Nights, "night")}; last good "
            + (good is null ? "none" : $"{good.Id}{(good.AsOf is { } session ? $", session {session:yyyy-MM-dd}" : "")}"));
    }

    private static IEnumerable<string> Next(RunReport run, Verdict verdict) =>
    [
        .. verdict.Next is { } next ? [Line("next", next)] : Array.Empty<string>(),
        .. run.ExitCode is not ExitCode.Temporary ? Array.Empty<string>()
            : [Line("", "temporary: repeat it when the cause has passed; the next scheduled run makes up for it")],
        Line("then", "./run.sh status"), Line("or", "./run.sh doctor   # when it fails again: checks machine, keys, servers and data"),
    ];

    private static string Line(string label, string text) => Printable.Of($"  {label.PadRight(LabelWidth)}  {text}");
}
