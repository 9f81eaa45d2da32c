using QuantMatrix.Batch.Cli;
using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Batch.Runs;

/// <summary>A command that copies or changes the data root by itself. Its report is that of a run with one job of the command's name.</summary>
/// <param name="arguments">As in the report, like <c>dir</c>.</param>
internal sealed class RecordedCommand(CommandContext context, string verb, IReadOnlyDictionary<string, string> arguments)
{
    public const string Backup = "backup", Repair = "repair", Restore = "restore";

    private readonly DateTimeOffset start = context.Time.GetUtcNow();

    public RunLedger Ledger { get; } = new(context.Settings.Data.Runs, context.Error);

    public string RunId => Runs.RunId.At(start);

    /// <summary>The command that does the same again; null for a run of jobs.</summary>
    public static string? Again(PastRun run) => run.Target switch
    {
        Backup or Restore when run.Jobs is [{ Options: var options }, ..] && options.TryGetValue("dir", out var folder) => $"./run.sh {run.Target} {folder}",
        Backup or Restore => $"./run.sh {run.Target} DIR",
        Repair => "./run.sh repair",
        _ => null,
    };

    /// <param name="work">Calls its argument once it holds the lock of the data root; returns the exit code and what was done.</param>
    public async Task<int> RunAsync(Func<Func<Task>, Task<(int Code, string Summary)>> work)
    {
        var job = new JobReport(verb, "command", [], arguments) { Status = JobStatus.Running, Started = start };
        var begun = new RunReport(RunId, verb, null, start) { Status = JobStatus.Waiting };
        var record = new RunRecord(Ledger, begun, _ => Task.CompletedTask, context.Settings, context.Time);
        return (await record.RunAsync(EndedAsync)).ExitCode!.Value;

        async Task<RunReport> EndedAsync(RunReport run)
        {
            var (code, summary) = await work(() => Ledger.RunStartedAsync(run with { Status = JobStatus.Running, Jobs = [job] }));
            var finished = context.Time.GetUtcNow();
            var ended = job with
            {
                Status = code == ExitCode.Ok ? JobStatus.Ok : JobStatus.Failed,
                Finished = finished,
                Seconds = (finished - start).TotalSeconds,
                Summary = summary,
                ExitCode = code,
            };
            var report = (run with { Jobs = [ended] }).Ended(finished);
            await Ledger.RunEndedAsync(report);
            return report;
        }
    }
}
