using QuantMatrix.Batch.Cli;
using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Batch.Runs;

/// <summary>A command that copies or changes the data root by itself. Its report is that of a run with one job of the command's name.</summary>
/// <param name="arguments">What follows the command's name, so that it can be repeated.</param>
internal sealed class RecordedCommand(CommandContext context, string verb, params IReadOnlyList<string> arguments)
{
    public const string Backup = "backup", Repair = "repair", Restore = "restore";

    private readonly DateTimeOffset start = context.Time.GetUtcNow();

    public RunLedger Ledger { get; } = new(context.Settings.Data.Runs, context.Error);

    public string RunId => Runs.RunId.At(start);

    /// <summary>Whether a run was such a command, not a run of jobs.</summary>
    public static bool IsOne(PastRun run) => run.Target is Backup or Repair or Restore;

    /// <param name="work">Calls its argument once it holds the lock of the data root; returns the exit code and what was done.</param>
    public async Task<int> RunAsync(Func<Func<Task>, Task<(int Code, string Summary)>> work)
    {
        var job = new JobReport(verb, "command", [], new Dictionary<string, string>()) { Status = JobStatus.Running, Started = start };
        var begun = new RunReport(RunId, verb, null, start) { Status = JobStatus.Waiting, Command = NextStep.Command([verb, .. arguments]) };
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
