using CommandLine;
using QuantMatrix.Batch.Cli.Output;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch.Cli;

/// <summary>Runs a job or a chain and writes a report. Only one run at a time is allowed in a data root.</summary>
[Verb("run", HelpText = "Run a job or a chain of jobs.")]
public sealed class RunCommand : PlanCommand
{
    [Option("as-of", MetaValue = "DATE", HelpText = "Session to run for, like 2018-02-07 (default: the newest).")]
    public string? AsOf { get; init; }

    [Option("workers", MetaValue = "N", HelpText = "Number of parallel jobs (default: number of cores).")]
    public string? Workers { get; init; }

    [Option("dry-run", HelpText = "Show the plan and exit.")]
    public bool DryRun { get; init; }

    public override async Task<int> RunAsync(CommandContext context, CancellationToken ct)
    {
        var faults = new UsageFaults();
        var (asOf, workers) = (faults.Read(() => OptionValues.Date("--as-of", AsOf)), faults.Read(() => OptionValues.Workers(Workers)));
        var plan = faults.Read(() => Plan(context));
        faults.ThrowIfAny();
        return DryRun ? await ShowAsync(context, plan!, asOf, ct) : await RunAsync(context, plan!, asOf, workers, ct);
    }

    private static async Task<int> RunAsync(CommandContext context, RunPlan plan, DateOnly? asOf, int workers, CancellationToken ct)
    {
        var data = context.Settings.Data;
        data.Create();
        var id = RunId.At(context.Time.GetUtcNow());
        using var runLock = RunLock.Take(data.Runs, id);
        var ledger = new RunLedger(data.Runs);
        foreach (var killed in await ledger.MarkKilledAsync()) context.Output.WriteLine($"run {killed} was killed before it finished");

        using var run = await context.RunServices.OpenRunAsync(Start(id, asOf, workers, context, plan), ct);
        IRunDisplay display = context.Terminal ? new LiveDisplay() : new PlainDisplay(context.Output, context.Time);
        var report = await display.ShowAsync(plan, sink => new Runner(run, [ledger, sink]).RunAsync(plan, ct));
        RunSummary.Write(context.Output, report, CommandContext.Local(ledger.PathOf(id)));
        return report.ExitCode!.Value;
    }
}
