using CommandLine;
using QuantMatrix.Batch.Cli.Output;
using QuantMatrix.Batch.Composition;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch.Cli;

/// <summary>Runs a job or a chain: one run at a time, with a report.</summary>
[Verb("run", HelpText = "Run TARGET, a job or a chain of jobs.yaml.")]
public sealed class RunCommand : PlanCommand
{
    [Option("as-of", MetaValue = "DATE", HelpText = "The session to work for, like 2018-02-07; the newest one when not given.")]
    public string? AsOf { get; init; }

    [Option("workers", MetaValue = "N", HelpText = "How many jobs at a time; the number of cores when not given.")]
    public int? Workers { get; init; }

    [Option("dry-run", HelpText = "Show the plan and stop.")]
    public bool DryRun { get; init; }

    public override async Task<int> RunAsync(CommandContext context, CancellationToken ct)
    {
        var (asOf, workers, plan) = (DateOption.Read("--as-of", AsOf), ReadWorkers(), Plan(context));
        if (DryRun) return await ShowAsync(context, plan, asOf, ct);
        var settings = context.Settings;
        settings.Data.Create();
        var id = RunId.At(context.Time.GetUtcNow());
        using var held = RunLock.Take(settings.Data.Runs, id);
        var ledger = new RunLedger(settings.Data.Runs);
        foreach (var killed in await ledger.MarkKilledAsync()) context.Output.WriteLine($"run {killed} was killed before its end");

        using var run = await context.RunServices.OpenRunAsync(Start(id, asOf, workers, context, plan), ct);
        IRunDisplay display = context.Terminal ? new LiveDisplay() : new PlainDisplay(context.Output, context.Time);
        var report = await display.ShowAsync(plan, sink => new Runner(run, [ledger, sink]).RunAsync(plan, ct));
        RunSummary.Write(context.Output, report, CommandContext.Local(ledger.PathOf(id)));
        return report.ExitCode!.Value;
    }

    private int ReadWorkers() => Workers switch
    {
        null => Environment.ProcessorCount,
        >= 1 and <= 1024 => Workers.Value,
        _ => throw new UsageException($"--workers {Workers}: expected a whole number from 1 to 1024"),
    };
}
