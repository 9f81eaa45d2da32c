using QuantMatrix.Batch.Cli;
using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Batch.Runs;

/// <summary>A command that copies or changes the data root by itself. Its report is that of a run with one job of the command's name.</summary>
/// <param name="arguments">What follows the command's name, so that it can be repeated.</param>
internal sealed class RecordedCommand(CommandContext context, string verb, params IReadOnlyList<string> arguments)
{
    public const string Backup = "backup", Repair = "repair", Restore = "restore";

    private readonly DateTimeOffset start = context.Time.GetUtcNow();
    private readonly RunLedger ledger = new(context.Settings.Data.Runs, context.Error);

    public string RunId => Runs.RunId.At(start);

    private RunReport Begun => new(RunId, verb, null, start) { Status = JobStatus.Waiting, Command = NextStep.Command([verb, .. arguments]) };

    private JobReport Job => new(verb, "command", [], new Dictionary<string, string>()) { Status = JobStatus.Running, Started = start };

    /// <summary>Whether a run was such a command, not a run of jobs.</summary>
    public static bool IsOne(PastRun run) => run.Target is Backup or Repair or Restore;

    /// <param name="work">Returns the exit code and what was done.</param>
    public async Task<int> RunAsync(Func<Task<(int Code, string Summary)>> work)
    {
        var record = new RunRecord(ledger, Begun, _ => Task.CompletedTask, context.Settings, context.Time);
        return (await record.RunAsync(EndedAsync)).ExitCode!.Value;

        async Task<RunReport> EndedAsync(RunReport run)
        {
            var (code, summary) = await work();
            var finished = context.Time.GetUtcNow();
            var ended = Job with
            {
                Status = code == ExitCode.Ok ? JobStatus.Ok : JobStatus.Failed,
                Finished = finished,
                Seconds = RunReport.Elapsed(start, finished),
                Summary = summary,
                ExitCode = code,
            };
            var report = (run with { Jobs = [ended] }).Ended(finished);
            await ledger.RunEndedAsync(report);
            return report;
        }
    }

    /// <summary>Creates the data root, takes its lock and reports the command as running.</summary>
    /// <param name="wait">How long to wait while another run holds the lock.</param>
    /// <param name="ct">Cancels waiting.</param>
    public async Task<RunLock> TakeLockAsync(TimeSpan wait, CancellationToken ct)
    {
        context.Settings.Data.Create();
        var runLock = await RunLock.TakeAsync(ledger, context.Settings.Data, RunId, wait, ct);
        await ledger.RunStartedAsync(Begun with { Status = JobStatus.Running, Jobs = [Job] });
        return runLock;
    }
}
