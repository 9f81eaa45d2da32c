using CommandLine;
using QuantMatrix.Batch.Cli.Output;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Cli;

/// <summary>Runs a job or a chain and writes a report. Only one run at a time is allowed in a data root.</summary>
[Verb("run", HelpText = "Run a job or a chain of jobs.")]
public sealed class RunCommand : PlanCommand
{
    [Option("as-of", MetaValue = "DATE", HelpText = "Session to run for, like 2018-02-07 (default: the newest).")]
    public string? AsOf { get; init; }

    [Option("workers", MetaValue = "N", HelpText = "Number of parallel jobs (default: number of cores).")]
    public string? Workers { get; init; }

    [Option("wait", MetaValue = "DURATION", HelpText = "How long to wait while another run is in progress, like 30m (default: not at all).")]
    public string? WaitTime { get; init; }

    [Option("dry-run", HelpText = "Show the plan and exit.")]
    public bool DryRun { get; init; }

    public override async Task<int> RunAsync(CommandContext context, CancellationToken ct)
    {
        var faults = new UsageFaults();
        var (asOf, workers) = (faults.Read(() => OptionValues.Date("--as-of", AsOf)), faults.Read(() => OptionValues.Workers(Workers)));
        var wait = faults.Read(() => OptionValues.Duration("--wait", WaitTime));
        ConfigurationException? invalid = null;
        var plan = faults.Read(() => TryPlan(context, out invalid));
        faults.ThrowIfAny();
        if (DryRun) return await ShowAsync(context, plan ?? throw invalid!, asOf, ct);
        return await RunAsync(context, (asOf, workers, wait), () => plan ?? throw invalid!, ct);
    }

    /// <summary>A run with an invalid job file is refused, but recorded.</summary>
    private RunPlan? TryPlan(CommandContext context, out ConfigurationException? fault)
    {
        fault = null;
        try
        {
            return Plan(context);
        }
        catch (ConfigurationException e)
        {
            fault = e;
            return null;
        }
    }

    private async Task<int> RunAsync(
        CommandContext context, (DateOnly? AsOf, int Workers, TimeSpan Wait) options, Func<RunPlan> plan, CancellationToken ct)
    {
        var (data, now) = (context.Settings.Data, context.Time.GetUtcNow());
        data.Create();
        var ledger = new RunLedger(data.Runs, context.Error);
        var begun = new RunReport(RunId.At(now), Target, options.AsOf, now) { Status = JobStatus.Waiting, JobsHash = context.JobsHash(Jobs) };
        var report = await new RunRecord(ledger, begun, Summarize, context.Settings, context.Time).RunAsync(async begun =>
        {
            var jobs = plan();
            using var runLock = await RunLock.TakeAsync(ledger, data, begun.RunId, options.Wait, ct);
            foreach (var warning in ProcessLimits.Current.Warnings()) context.Output.WriteLine(warning);
            foreach (var killed in await ledger.MarkKilledAsync(now)) context.Output.WriteLine($"run {killed} was killed before it finished");
            var running = begun with { Status = JobStatus.Running };
            await ledger.RunStartedAsync(running);
            var start = Start(begun.RunId, options.AsOf, options.Workers, context, jobs) with { RequireLock = runLock.RequireHeld };
            using var run = await context.RunServices.OpenRunAsync(start, ct);
            IRunDisplay display = context.Terminal ? new LiveDisplay() : new PlainDisplay(context.Output, context.Time);
            return await display.ShowAsync(jobs, sink => new Runner(run, [ledger, sink]).RunAsync(jobs, running, ct));
        });
        Summarize(report);
        return report.ExitCode!.Value;

        void Summarize(RunReport ended) => RunSummary.Write(context.Output, ended, CommandContext.Local(ledger.PathOf(ended.RunId)));
    }
}
