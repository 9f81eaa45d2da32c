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

    [Option("jobs", MetaValue = "FILE", HelpText = "Job file (default: jobs.yaml).")]
    public string? Jobs { get; init; }

    public async Task<int> RunAsync(CommandContext context, CancellationToken ct)
    {
        var (data, runId) = (context.Settings.Data, RunId.At(context.Time.GetUtcNow()));
        data.Create();
        using var runLock = await RunLock.TakeAsync(new RunLedger(data.Runs, context.Error), data, runId, TimeSpan.Zero, ct);
        var isWhole = await new DataRepair(context, context.ReadJobs(Jobs), runLock, AcceptLoss) { RunId = runId }.RunAsync(ct);
        context.Output.WriteLine(isWhole ? "repaired: every file of the lake is intact" : "not everything could be repaired; the lake is refused until it is");
        return isWhole ? ExitCode.Ok : ExitCode.DataUnfit;
    }
}
