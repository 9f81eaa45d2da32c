using System.Diagnostics;
using CommandLine;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Repairs;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch.Cli;

/// <summary>Rebuilds damaged files of the lake from the source of bars, and says what cannot be rebuilt.</summary>
[Verb("repair", HelpText = "Fetch the bars of damaged files again, recompute damaged features, and report what cannot be rebuilt.")]
public sealed class RepairCommand : ICommand
{
    [Option("accept-loss", HelpText = "Give up rows that no source has, so that the lake can be opened again.")]
    public bool AcceptLoss { get; init; }

    [Option("wait", MetaValue = "DURATION", HelpText = "How long to wait while another run is in progress, like 30m (default: not at all).")]
    public string? WaitTime { get; init; }

    [Option("jobs", MetaValue = "FILE", HelpText = "Job file (default: jobs.yaml).")]
    public string? Jobs { get; init; }

    public Task<int> RunAsync(CommandContext context, CancellationToken ct)
    {
        var (wait, waited) = (OptionValues.Duration("--wait", WaitTime), Stopwatch.StartNew());
        string[] options = [.. AcceptLoss ? ["--accept-loss"] : Array.Empty<string>(), .. Jobs is null ? [] : new[] { "--jobs", Path.GetFullPath(Jobs) }];
        var command = new RecordedCommand(context, RecordedCommand.Repair, options);
        return command.RunAsync(async () =>
        {
            using var runLock = await command.TakeLockAsync(wait, ct);
            var repair = new DataRepair(context, context.ReadJobs(Jobs), runLock, AcceptLoss) { RunId = command.RunId, Wait = wait - waited.Elapsed };
            var isWhole = await repair.RunAsync(ct);
            var summary = isWhole ? "repaired: every file of the lake is intact" : "not everything could be repaired; the lake is refused until it is";
            context.Output.WriteLine(summary);
            return (isWhole ? ExitCode.Ok : ExitCode.DataUnfit, summary);
        });
    }
}
