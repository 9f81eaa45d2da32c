using System.Text.RegularExpressions;
using QuantMatrix.Batch.Composition;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Jobs;
using QuantMatrix.Batch.Schedules;

namespace QuantMatrix.Batch.Runs;

/// <summary>The command to paste after a run that did not end well.</summary>
internal static partial class NextStep
{
    /// <summary>A run whose jobs ended is repeated where they failed; one that was refused, or killed without a failed job, is started again.</summary>
    public static string After(PastRun run) =>
        run.ExitCode == ExitCode.Usage ? $"correct the command; see ./run.sh help {Verb(run)}"
        : OlderSession.IsRefusal(run.Reason) ? Printable.Of(OlderSession.Next(run.Target, run.AsOf))
        : !RecordedCommand.IsOne(run) && (run.Reason is null || run.Jobs.Any(j => j.IsLeft)) ? $"./run.sh retry {run.Id}"
        : $"{(run.ExitCode == ExitCode.Configuration ? "correct it, then " : "")}{Again(run)}";

    /// <summary>The command that repeats all of a run.</summary>
    public static string Again(PastRun run) => Printable.Of(run.Command ?? run.Target switch
    {
        RecordedCommand.Backup or RecordedCommand.Restore => $"./run.sh {run.Target} DIR",
        RecordedCommand.Repair => "./run.sh repair",
        BackfillRangeJob.Kind => "./run.sh backfill --from DATE --to DATE",
        _ => Run(run.Target),
    });

    /// <summary>The command that runs a target.</summary>
    public static string Run(string target) => Command("run", target, "--wait", ScheduleSettings.Wait);

    /// <summary>A command of this program as a shell reads it.</summary>
    public static string Command(params IEnumerable<string> words) => $"./run.sh {string.Join(' ', words.Select(Quoted))}";

    /// <summary>The words of an option; none without a value.</summary>
    public static string[] Option(string name, string? value) => value is null ? [] : [name, value];

    private static string Verb(PastRun run) =>
        RecordedCommand.IsOne(run) ? run.Target : run.Target == BackfillRangeJob.Kind ? "backfill" : "run";

    private static string Quoted(string word) => Plain().IsMatch(word) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    [GeneratedRegex(@"^[\w./:=,@%+-]+$")]
    private static partial Regex Plain();
}
